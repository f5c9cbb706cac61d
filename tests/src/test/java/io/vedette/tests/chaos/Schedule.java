package io.vedette.tests.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Rounds as text: a line {@code round} before the strikes of each, and comments behind {@code #}.
 */
final class Schedule {
  private Schedule() {}

  static List<String> lines(List<Round> rounds) {
    List<String> lines = new ArrayList<>();
    for (Round round : rounds) {
      lines.add("round");
      round.strikes().forEach(strike -> lines.add("  " + strike.text()));
    }
    return lines;
  }

  /**
   * Reads a file of such lines.
   *
   * @throws IllegalArgumentException naming file and line, where it cannot be understood
   */
  static List<Round> read(Path file) {
    try {
      return parse(file.toString(), Files.readAllLines(file));
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read " + file + ": " + e, e);
    } catch (UncheckedIOException e) {
      throw new IllegalArgumentException(file + " is not a text: " + e.getMessage(), e);
    }
  }

  static List<Round> parse(String source, List<String> lines) {
    List<List<Strike>> rounds = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).replaceFirst("#.*", "").trim();
      String where = source + ":" + (i + 1) + ": ";
      if (line.equals("round")) {
        rounds.add(new ArrayList<>());
      } else if (!line.isEmpty()) {
        if (rounds.isEmpty()) {
          throw new IllegalArgumentException(where + "a line \"round\" is missing before " + line);
        }
        try {
          rounds.get(rounds.size() - 1).add(Strike.parse(line, Testbed.HOSTS));
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(where + e.getMessage(), e);
        }
      }
    }
    if (rounds.isEmpty() || rounds.stream().anyMatch(List::isEmpty)) {
      throw new IllegalArgumentException(
          source + ": a round needs a strike, and a schedule a round");
    }
    return rounds.stream().map(Round::new).toList();
  }
}
