package io.vedette.tests.simulation.planted;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What became of the planted bugs, as a table for people. */
final class HuntReport {
  private HuntReport() {}

  /** One bug, when it is done with. */
  static String line(Hunt.Catch done) {
    return done.isFound()
        ? "%-34s %-28s %5d seeds %6.1f s"
            .formatted(done.bug().name(), done.invariant(), done.seeds(), done.seconds())
        : "%-34s NOT FOUND in %d seeds, %.1f s"
            .formatted(done.bug().name(), done.seeds(), done.seconds());
  }

  /** The last line: how many of how many. */
  static String sum(List<Hunt.Catch> all) {
    long found = all.stream().filter(Hunt.Catch::isFound).count();
    return found + " of " + all.size() + " found";
  }

  /** Markdown. */
  static List<String> table(List<Hunt.Catch> all) {
    List<String> lines = new ArrayList<>();
    lines.add("| planted bug | where | found by | seeds |");
    lines.add("| --- | --- | --- | ---: |");
    for (Hunt.Catch each : all) {
      String file = each.bug().file();
      lines.add(
          "| %s | %s | %s | %s |"
              .formatted(
                  each.bug().sentence(),
                  file.substring(file.lastIndexOf('/') + 1).replace(".java", ""),
                  each.isFound() ? each.invariant() : "**not found**",
                  each.seeds()));
    }
    return lines;
  }

  /** Writes the table; returns where it is. */
  static Path write(Path home, List<Hunt.Catch> all) throws IOException {
    Path file = home.resolve("tests/target/planted-bugs.md");
    Files.createDirectories(file.getParent());
    List<String> lines = new ArrayList<>(table(all));
    lines.add("");
    lines.add(sum(all));
    return Files.write(file, lines);
  }
}
