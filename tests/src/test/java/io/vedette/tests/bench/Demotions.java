package io.vedette.tests.bench;

import io.vedette.tests.bench.Options.Fault;
import io.vedette.tests.harness.CoordinatorKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** The measured rounds of the faults that are about the old master, and what they come to. */
final class Demotions {
  private static final String ROW =
      "%-22s  %-14s  %6s  %6s  %10s  %10s  %10s  %6s  %7s  %7s  %7s  %7s%n";

  private final Options options;
  private final OldMaster bench;
  private final List<Demotion> rounds = new ArrayList<>();

  Demotions(Options options) {
    this.options = options;
    bench = new OldMaster(options.downAfter());
  }

  /** One round, and a line about it. */
  String measure(CoordinatorKind kind, Fault fault, int number) {
    try {
      Demotion round = bench.measure(kind, fault, number);
      rounds.add(round);
      return String.format(
          Locale.ROOT,
          "%-6s %2d/%d  %-14s demoted after %s, %d of %d acknowledged writes lost (%d of them"
              + " late)",
          fault.label(),
          number,
          options.rounds(),
          kind.label(),
          round.demotedMs().isPresent()
              ? String.format(Locale.ROOT, "%.1f ms", round.demotedMs().getAsDouble())
              : "not in time",
          round.lost(),
          round.acknowledged(),
          round.lateLost());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Whether each old master was demoted in the end. */
  boolean isComplete() {
    return rounds.stream().allMatch(round -> round.demotedMs().isPresent());
  }

  /** Empty if nothing of this kind was asked for. */
  String table() {
    if (rounds.isEmpty()) {
      return "";
    }
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            Locale.ROOT,
            "%nOld master with a client stuck to it, 2000 writes a second, down-after %d ms%n",
            options.downAfter().toMillis()));
    table.append(
        String.format(
            Locale.ROOT,
            ROW,
            "fault",
            "program",
            "rounds",
            "failed",
            "median ms",
            "p90 ms",
            "max ms",
            "ratio",
            "acked",
            "lost",
            "most",
            "late"));
    for (Fault fault : faults()) {
      for (CoordinatorKind kind : CoordinatorKind.values()) {
        table.append(row(kind, fault));
      }
    }
    return table
        .append("ms: until the client is refused; ratio: median of redis-sentinel / median\n")
        .append(
            "acked, lost: median of a round; most: lost in the worst round; late: in the worst\n")
        .append("round, lost of what was acknowledged after the cut plus half of down-after\n")
        .toString();
  }

  private String row(CoordinatorKind kind, Fault fault) {
    List<Demotion> all = of(kind, fault);
    List<Double> ms = demotedMs(kind, fault);
    List<Double> original = demotedMs(CoordinatorKind.SENTINEL, fault);
    boolean isMeasured = !ms.isEmpty();
    Summary summary = isMeasured ? Summary.of(ms) : new Summary(0, 0, 0, 0);
    return String.format(
        Locale.ROOT,
        ROW,
        fault.label(),
        kind.label(),
        summary.count(),
        all.size() - summary.count(),
        isMeasured ? one(summary.median()) : "-",
        isMeasured ? one(summary.p90()) : "-",
        isMeasured ? one(summary.max()) : "-",
        isMeasured && !original.isEmpty()
            ? one(Summary.of(original).median() / Math.max(1, summary.median()))
            : "-",
        whole(all.stream().map(round -> (double) round.acknowledged()).toList(), false),
        whole(all.stream().map(round -> (double) round.lost()).toList(), false),
        whole(all.stream().map(round -> (double) round.lost()).toList(), true),
        whole(all.stream().map(round -> (double) round.lateLost()).toList(), true));
  }

  private static String one(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static String whole(List<Double> values, boolean most) {
    if (values.isEmpty()) {
      return "-";
    }
    Summary summary = Summary.of(values);
    return String.format(Locale.ROOT, "%.0f", most ? summary.max() : summary.median());
  }

  /** Puts the blocks of these faults into a picture. */
  void draw(Lanes lanes) {
    for (Fault fault : faults()) {
      lanes.block(
          fault.label() + ": until the old master takes no more writes",
          Stream.of(CoordinatorKind.values())
              .map(kind -> new Lanes.Lane(kind, demotedMs(kind, fault)))
              .toList());
    }
  }

  Stream<String> json() {
    return rounds.stream().map(Demotion::toJson);
  }

  private List<Fault> faults() {
    return options.faults().stream().filter(Fault::isOfOldMaster).toList();
  }

  private List<Demotion> of(CoordinatorKind kind, Fault fault) {
    return rounds.stream().filter(round -> round.kind() == kind && round.fault() == fault).toList();
  }

  private List<Double> demotedMs(CoordinatorKind kind, Fault fault) {
    return of(kind, fault).stream()
        .map(Demotion::demotedMs)
        .filter(OptionalDouble::isPresent)
        .map(OptionalDouble::getAsDouble)
        .toList();
  }
}
