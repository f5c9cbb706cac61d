package io.vedette.tests.bench;

import io.vedette.tests.bench.ScaleRound.Failure;
import io.vedette.tests.harness.CoordinatorKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** {@code tests/bench scale}: see {@link Bench}. */
final class ScaleBench {
  private static final String ROW = "%-7s  %-14s  %8s  %8s  %8s  %6s  %9s  %9s  %9s  %6s  %8s%n";

  private final ScaleOptions options;
  private final List<ScaleRound> rounds = new ArrayList<>();
  private int failures;

  ScaleBench(ScaleOptions options) {
    this.options = options;
  }

  /** Measures, prints, and gives the exit code. */
  int run() {
    for (int groups : options.groups()) {
      for (int number = 1; number <= options.rounds(); number++) {
        for (CoordinatorKind kind : options.programs()) {
          measure(kind, groups, number);
        }
      }
    }
    System.out.print(table());
    options.json().ifPresent(file -> write(file, json()));
    options.svg().ifPresent(file -> write(file, svg()));
    return failures == 0 ? 0 : 1;
  }

  private void measure(CoordinatorKind kind, int groups, int number) {
    try {
      ScaleRound round = ScaleRun.measure(options, kind, groups, number);
      rounds.add(round);
      System.out.println(round.toJson());
    } catch (IllegalStateException | UncheckedIOException e) {
      failures++;
      System.err.println("bench: " + kind.label() + ", " + groups + " groups: " + e.getMessage());
    }
  }

  private String table() {
    StringBuilder table =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%nEach group: 1 master, 2 replicas, 3 coordinators, down-after %d ms; idle for %d"
                    + " s; of one coordinator, medians of %d rounds%n",
                options.downAfter().toMillis(),
                options.idle().toSeconds(),
                options.rounds()));
    table.append(
        ROW.formatted(
            "groups",
            "program",
            "idle CPU",
            "resident",
            "PING max",
            "+sdown",
            "half s",
            "all s",
            "replaced",
            "TILT",
            "needless"));
    for (int groups : options.groups()) {
      options.programs().forEach(kind -> table.append(row(kind, groups)));
    }
    return table
        .append(
            "+sdown: of servers that are well; half, all: after the death of all masters, until\n")
        .append(
            "every coordinator gives half of the new addresses, all of them; needless:"
                + " promotions\n")
        .toString();
  }

  private String row(CoordinatorKind kind, int groups) {
    List<ScaleRound> measured = of(kind, groups);
    if (measured.isEmpty()) {
      return ROW.formatted(groups, kind.label(), "failed", "", "", "", "", "", "", "", "");
    }
    return ROW.formatted(
        groups,
        kind.label(),
        median("%.1f%%", measured, ScaleRound::cpuPercent),
        median("%.0f MB", measured, ScaleRound::residentMb),
        median("%.0f ms", measured, ScaleRound::mostPingMs),
        median("%.0f", measured, ScaleRound::falseDowns),
        medianSeconds(failures(measured).stream().map(Failure::halfMs).toList()),
        medianSeconds(failures(measured).stream().map(Failure::lastMs).toList()),
        least(failures(measured)),
        most(failures(measured), Failure::tilts),
        most(failures(measured), Failure::needless));
  }

  private static String median(
      String format, List<ScaleRound> measured, ToDoubleFunction<ScaleRound> figure) {
    List<Double> values = measured.stream().map(figure::applyAsDouble).toList();
    return String.format(Locale.ROOT, format, Summary.of(values).median());
  }

  /** One that never came is later than all others. */
  private static String medianSeconds(List<OptionalDouble> ms) {
    if (ms.isEmpty()) {
      return "-";
    }
    List<Double> values =
        ms.stream().map(value -> value.orElse(Double.POSITIVE_INFINITY) / 1e3).toList();
    double median = Summary.of(values).median();
    return Double.isInfinite(median) ? "never" : String.format(Locale.ROOT, "%.1f", median);
  }

  private static String least(List<Failure> failures) {
    return failures.stream()
        .mapToLong(Failure::replaced)
        .boxed()
        .min(Long::compare)
        .map(String::valueOf)
        .orElse("-");
  }

  private static String most(List<Failure> failures, ToDoubleFunction<Failure> figure) {
    OptionalDouble most = failures.stream().mapToDouble(figure).max();
    return most.isEmpty() ? "-" : String.format(Locale.ROOT, "%.0f", most.getAsDouble());
  }

  private static List<Failure> failures(List<ScaleRound> measured) {
    return measured.stream().map(ScaleRound::failure).filter(Objects::nonNull).toList();
  }

  private List<ScaleRound> of(CoordinatorKind kind, int groups) {
    return rounds.stream().filter(r -> r.kind() == kind && r.groups() == groups).toList();
  }

  private String json() {
    return "{\"bench\":\"scale\",\"down_after_ms\":%d,\"idle_s\":%d,\"cores\":%d,\"rounds\":[\n  %s\n]}\n"
        .formatted(
            options.downAfter().toMillis(),
            options.idle().toSeconds(),
            Runtime.getRuntime().availableProcessors(),
            rounds.stream().map(ScaleRound::toJson).collect(Collectors.joining(",\n  ")));
  }

  private String svg() {
    Lanes lanes = new Lanes();
    for (int groups : options.groups()) {
      lanes.block(
          groups + " groups: until every coordinator gives every new address",
          options.programs().stream()
              .map(kind -> new Lanes.Lane(kind, lastMs(kind, groups)))
              .toList());
    }
    return lanes.svg(
        "All masters die at once, down-after " + options.downAfter().toMillis() + " ms");
  }

  private List<Double> lastMs(CoordinatorKind kind, int groups) {
    return failures(of(kind, groups)).stream()
        .map(Failure::lastMs)
        .filter(OptionalDouble::isPresent)
        .map(OptionalDouble::getAsDouble)
        .toList();
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
