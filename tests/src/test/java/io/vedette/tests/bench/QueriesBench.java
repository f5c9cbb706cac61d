package io.vedette.tests.bench;

import io.vedette.tests.bench.Workload.Figure;
import io.vedette.tests.harness.CoordinatorKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** {@code tests/bench queries}: see {@link Bench}. */
final class QueriesBench {
  private static final String ROW = "%-18s  %-18s  %-40s  %10s  %10s  %10s  %6s  %6s%n";

  private final QueryOptions options;
  private final List<Contender> contenders = new ArrayList<>();
  private final List<Sample> samples = new ArrayList<>();
  private int failures;

  /** One figure of one round. */
  private record Sample(String program, Workload workload, Figure figure, int round, double value) {
    String toJson() {
      return String.format(
          Locale.ROOT,
          "{\"program\":\"%s\",\"workload\":\"%s\",\"figure\":\"%s\",\"round\":%d,\"value\":%.3f}",
          program,
          workload.label(),
          figure.label(),
          round,
          value);
    }
  }

  QueriesBench(QueryOptions options) {
    this.options = options;
  }

  /** Measures, prints, and gives the exit code. */
  int run() {
    try {
      contenders.add(Contender.start(CoordinatorKind.SENTINEL, Optional.empty()));
      contenders.add(Contender.start(CoordinatorKind.VEDETTE, Optional.empty()));
      for (String words : options.javaOptions()) {
        contenders.add(Contender.start(CoordinatorKind.VEDETTE, Optional.of(words)));
      }
      // Number 0 does not count: everybody, and the bench itself, gets warm.
      for (int number = 0; number <= options.rounds(); number++) {
        round(number);
      }
      System.out.print(table());
      options.json().ifPresent(file -> writeJson());
      return failures == 0 ? 0 : 1;
    } finally {
      contenders.forEach(Contender::close);
    }
  }

  private void round(int number) {
    List<Contender> order = new ArrayList<>(contenders);
    // Whoever is first in one round is last in the next.
    Collections.rotate(order, number);
    for (Workload workload : options.workloads()) {
      for (Contender contender : order) {
        Map<Figure, Double> measured = measure(contender, workload);
        System.out.println(progress(number, workload, contender, measured));
        if (number > 0) {
          measured.forEach(
              (figure, value) ->
                  samples.add(new Sample(contender.label(), workload, figure, number, value)));
        }
      }
    }
  }

  /** Empty if it failed: a connection was refused or lost, or an answer was wrong or late. */
  private Map<Figure, Double> measure(Contender contender, Workload workload) {
    try {
      return contender.measure(workload, options.time());
    } catch (IOException | UncheckedIOException e) {
      failures++;
      System.err.println("bench: " + contender.label() + ": " + e.getMessage());
      return Map.of();
    }
  }

  private String progress(
      int number, Workload workload, Contender contender, Map<Figure, Double> measured) {
    String figures =
        workload.figures().stream()
            .filter(measured::containsKey)
            .map(figure -> figure.text(measured.get(figure)) + " " + figure.label())
            .collect(Collectors.joining(", "));
    String round = number == 0 ? "warm-up" : number + "/" + options.rounds();
    return String.format(
        Locale.ROOT,
        "%-7s  %-18s  %s: %s",
        round,
        workload.label(),
        contender.label(),
        figures.isEmpty() ? "failed" : figures);
  }

  private String table() {
    StringBuilder table =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%n%d connections that ask, %d subscribers, %d connections opened; medians of %d"
                    + " rounds of %d s%n",
                Workload.CONNECTIONS,
                Workload.SUBSCRIBERS,
                Workload.OPENED,
                options.rounds(),
                options.time().toSeconds()));
    table.append(
        ROW.formatted("workload", "", "program", "median", "least", "most", "ratio", "goal"));
    for (Workload workload : options.workloads()) {
      for (Figure figure : workload.figures()) {
        contenders.forEach(contender -> table.append(row(workload, figure, contender)));
      }
    }
    for (Contender contender : contenders) {
      table.append(
          String.format(
              Locale.ROOT,
              "resident afterwards: %s %.0f MB%n",
              contender.label(),
              contender.residentMb()));
    }
    return table.append("ratio: median / median of redis-sentinel\n").toString();
  }

  private String row(Workload workload, Figure figure, Contender contender) {
    List<Double> values = values(workload, figure, contender);
    List<Double> ofOriginal = values(workload, figure, contenders.get(0));
    if (values.isEmpty() || ofOriginal.isEmpty()) {
      return ROW.formatted(
          workload.label(), figure.label(), contender.label(), "failed", "", "", "", "");
    }
    double median = Summary.of(values).median();
    double original = Summary.of(ofOriginal).median();
    boolean isOriginal = contender == contenders.get(0);
    return ROW.formatted(
        workload.label(),
        figure.label(),
        contender.label(),
        figure.text(median),
        figure.text(Collections.min(values)),
        figure.text(Collections.max(values)),
        isOriginal ? "" : String.format(Locale.ROOT, "%.2f", median / original),
        isOriginal ? "" : goal(workload, figure));
  }

  private static String goal(Workload workload, Figure figure) {
    OptionalDouble goal = workload.goal(figure);
    return goal.isEmpty()
        ? ""
        : String.format(
            Locale.ROOT, "%s %.1f", figure.isBetterHigh() ? ">=" : "<=", goal.getAsDouble());
  }

  private List<Double> values(Workload workload, Figure figure, Contender contender) {
    return samples.stream()
        .filter(sample -> sample.workload() == workload && sample.figure() == figure)
        .filter(sample -> sample.program().equals(contender.label()))
        .map(Sample::value)
        .toList();
  }

  private void writeJson() {
    String resident =
        contenders.stream()
            .map(
                contender ->
                    String.format(
                        Locale.ROOT,
                        "{\"program\":\"%s\",\"resident_mb\":%.1f}",
                        contender.label(),
                        contender.residentMb()))
            .collect(Collectors.joining(",\n  "));
    String json =
        "{\"connections\":%d,\"seconds\":%d,\"cores\":%d,\"programs\":[\n  %s],\n\"samples\":[\n  %s]}\n"
            .formatted(
                Workload.CONNECTIONS,
                options.time().toSeconds(),
                Runtime.getRuntime().availableProcessors(),
                resident,
                samples.stream().map(Sample::toJson).collect(Collectors.joining(",\n  ")));
    try {
      Files.writeString(options.json().orElseThrow(), json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
