package io.vedette.tests.chaos;

import io.vedette.tests.harness.CoordinatorKind;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What came of a round.
 *
 * @param number of the round in the schedule, from 1
 * @param master the number of the master's host when it began
 * @param failovers how many new config epochs were published in it
 * @param acknowledged writes, in it
 * @param lost of these
 * @param confirmedLost of the lost ones those that a majority was known to have
 * @param nobodyMs for how long no client had a write acknowledged, in gaps of more than half a
 *     second
 * @param clientMs the same of one client, on average
 * @param restMs from the end of the last strike until all was at rest; none: not in time
 * @param lastly what had to be waited for last
 * @param violations what must not be, a sentence each
 */
record Played(
    CoordinatorKind kind,
    int number,
    Round round,
    int master,
    int failovers,
    int acknowledged,
    int lost,
    int confirmedLost,
    double nobodyMs,
    double clientMs,
    OptionalDouble restMs,
    List<String> lastly,
    List<String> violations) {
  /** What takes longer is worth a word. */
  private static final double LONG_MS = 5_000;

  Played {
    lastly = List.copyOf(lastly);
    violations = List.copyOf(violations);
  }

  /** One line, as the run goes on. */
  String line() {
    return String.format(
        Locale.ROOT,
        "%-14s round %d, master on h%d: %s: %d failovers, lost %d of %d, nobody wrote for %.1f s,"
            + " at rest %s",
        kind.label(),
        number,
        master,
        round.line(),
        failovers,
        lost,
        acknowledged,
        nobodyMs / 1000,
        restMs.isPresent()
            ? String.format(Locale.ROOT, "after %.1f s", restMs.getAsDouble() / 1000) + reason()
            : "never");
  }

  private String reason() {
    return restMs.orElse(0) > LONG_MS ? ", lastly " + String.join("; ", lastly) : "";
  }

  String toJson() {
    return String.format(
        Locale.ROOT,
        "{\"program\": \"%s\", \"round\": %d, \"faults\": \"%s\", \"failovers\": %d,"
            + " \"acknowledged\": %d, \"lost\": %d, \"confirmedLost\": %d, \"nobodyMs\": %.0f,"
            + " \"clientMs\": %.0f, \"restMs\": %s, \"violations\": [%s]}",
        kind.label(),
        number,
        round.line(),
        failovers,
        acknowledged,
        lost,
        confirmedLost,
        nobodyMs,
        clientMs,
        restMs.isPresent() ? String.format(Locale.ROOT, "%.0f", restMs.getAsDouble()) : "null",
        String.join(", ", violations.stream().map(Played::quoted).toList()));
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
  }
}
