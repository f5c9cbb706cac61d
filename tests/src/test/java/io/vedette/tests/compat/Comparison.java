package io.vedette.tests.compat;

import io.vedette.tests.compat.DifferentialTest.Side;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Runs scripts against both sides, and keeps what is different. */
final class Comparison {
  private final KnownDifferences known;
  private final Set<String> scriptLines = new LinkedHashSet<>();
  private final List<String> unexplained = new ArrayList<>();
  private Side sentinel;
  private Side vedette;
  private int compared;
  private int identical;
  private int explained;

  Comparison(KnownDifferences known) {
    this.known = known;
  }

  void between(Side first, Side second) {
    sentinel = first;
    vedette = second;
  }

  /** Runs {@code differential/script.txt} on a new connection to each side. */
  void run(String phase, String script, boolean resp3) throws IOException {
    String when = phase + (resp3 ? " RESP3" : " RESP2");
    try (RawConnection left = new RawConnection(sentinel.coordinator().address(), resp3);
        RawConnection right = new RawConnection(vedette.coordinator().address(), resp3)) {
      for (String line : lines(script)) {
        scriptLines.add(script + ": " + line);
        compare(when, line, ask(sentinel, left, line), ask(vedette, right, line));
      }
    }
  }

  private static List<String> ask(Side side, RawConnection connection, String line)
      throws IOException {
    try {
      byte[] request = new ScriptLine(line, side.placeholders()).bytes();
      return Facts.of(line, connection.ask(request), side.names());
    } catch (IOException e) {
      throw new IOException(side.coordinator() + " after " + line + ": " + e.getMessage(), e);
    }
  }

  private void compare(String when, String line, List<String> left, List<String> right) {
    compared++;
    List<String> differences = new ArrayList<>();
    only(left, right).forEach(fact -> differences.add("sentinel: " + line + " → " + fact));
    only(right, left).forEach(fact -> differences.add("vedette: " + line + " → " + fact));
    List<String> open =
        differences.stream().filter(found -> !known.explains(when + ", " + found)).toList();
    if (differences.isEmpty()) {
      identical++;
    } else if (open.isEmpty()) {
      explained++;
    }
    open.forEach(found -> unexplained.add(when + ", " + found));
  }

  private static List<String> only(List<String> these, List<String> others) {
    List<String> left = new ArrayList<>(these);
    others.forEach(left::remove);
    return left;
  }

  static List<String> lines(String script) throws IOException {
    String resource = "/differential/" + script + ".txt";
    try (InputStream in = Comparison.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList();
    }
  }

  /** How many different lines there are in all scripts. */
  int linesInScripts() {
    return scriptLines.size();
  }

  List<String> unexplained() {
    return List.copyOf(unexplained);
  }

  List<String> unusedEntries() {
    return known.unused();
  }

  String summary() {
    return "Differential test: "
        + scriptLines.size()
        + " script lines, "
        + compared
        + " replies compared, "
        + identical
        + " identical, "
        + explained
        + " explained, "
        + (compared - identical - explained)
        + " not explained";
  }
}
