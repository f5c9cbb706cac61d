package io.vedette.tests.chaos;

import io.vedette.tests.harness.CoordinatorKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What came of a run: a table with a row for each fault and program, and all of it as JSON. */
final class Report {
  private static final String ALL = "all";

  private final ChaosOptions options;
  private final List<Round> rounds;
  private final List<Played> played;
  private final List<String> violations;

  Report(ChaosOptions options, List<Round> rounds, List<Played> played, List<String> violations) {
    this.options = options;
    this.rounds = List.copyOf(rounds);
    this.played = List.copyOf(played);
    this.violations = List.copyOf(violations);
  }

  /** Readable as text and as Markdown. */
  String table() {
    StringBuilder table = new StringBuilder();
    table
        .append("| fault | program | rounds | failovers | acknowledged | lost | of these confirmed")
        .append(" | nobody could write, s | a client could not, s | at rest after, s (most) |\n")
        .append("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
    Stream<String> labels = rounds.stream().map(Round::label).distinct().sorted();
    Stream.concat(labels, Stream.of(ALL)).forEach(label -> rows(label).forEach(table::append));
    return table.toString();
  }

  private List<String> rows(String label) {
    List<String> rows = new ArrayList<>();
    for (CoordinatorKind kind : CoordinatorKind.values()) {
      List<Played> those =
          played.stream()
              .filter(one -> one.kind() == kind)
              .filter(one -> label.equals(ALL) || one.round().label().equals(label))
              .toList();
      if (!those.isEmpty()) {
        rows.add(row(label, kind, those));
      }
    }
    return rows;
  }

  private static String row(String label, CoordinatorKind kind, List<Played> those) {
    List<Double> rests =
        those.stream()
            .map(Played::restMs)
            .filter(OptionalDouble::isPresent)
            .map(OptionalDouble::getAsDouble)
            .sorted()
            .toList();
    String rest =
        rests.isEmpty()
            ? "never"
            : seconds(rests.get(rests.size() / 2))
                + " ("
                + seconds(rests.get(rests.size() - 1))
                + ")";
    return String.format(
        Locale.ROOT,
        "| %s | %s | %d | %d | %,d | %,d | %,d | %s | %s | %s |%n",
        label,
        kind.label(),
        those.size(),
        those.stream().mapToInt(Played::failovers).sum(),
        those.stream().mapToInt(Played::acknowledged).sum(),
        those.stream().mapToInt(Played::lost).sum(),
        those.stream().mapToInt(Played::confirmedLost).sum(),
        seconds(those.stream().mapToDouble(Played::nobodyMs).sum()),
        seconds(those.stream().mapToDouble(Played::clientMs).sum()),
        rest
            + (rests.size() < those.size() ? ", " + (those.size() - rests.size()) + " never" : ""));
  }

  private static String seconds(double ms) {
    return String.format(Locale.ROOT, "%.1f", ms / 1000);
  }

  String markdown() {
    List<String> lines = new ArrayList<>();
    lines.add("# Real faults");
    lines.add("");
    lines.add(
        "Five hosts, each with a server, a coordinator and a client; quorum 3, down-after %d ms,"
                .formatted(Host.DOWN_AFTER_MS)
            + " failover-timeout %d ms, guard %s."
                .formatted(Host.FAILOVER_TIMEOUT_MS, options.guard().label()));
    lines.add(
        "Times are sums over the rounds, gaps below half a second left out; at rest: median and"
            + " most, from the healing.");
    lines.add("");
    lines.add(table());
    lines.add(violations.isEmpty() ? "No violations." : "Violations:");
    lines.add("");
    violations.forEach(violation -> lines.add("- " + violation));
    lines.add("## The schedule, for `--schedule`");
    lines.add("");
    lines.add("```");
    lines.addAll(Schedule.lines(rounds));
    lines.add("```");
    return String.join("\n", lines) + "\n";
  }

  String json() {
    return "{\"seed\": %d, \"guard\": \"%s\", \"violations\": %d, \"rounds\": [%n%s%n]}%n"
        .formatted(
            options.seed(),
            options.guard().label(),
            violations.size(),
            played.stream().map(Played::toJson).collect(Collectors.joining(",\n")));
  }
}
