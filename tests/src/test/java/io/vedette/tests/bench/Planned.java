package io.vedette.tests.bench;

import io.vedette.tests.bench.Options.Fault;
import io.vedette.tests.harness.AskingWriter;
import io.vedette.tests.harness.Cluster;
import io.vedette.tests.harness.CoordinatorKind;
import io.vedette.tests.harness.DataNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/** The faults that are orders: what a client that writes meanwhile loses, and how long it waits. */
final class Planned {
  private static final Duration GIVE_UP = Duration.ofSeconds(30);

  /** How long the client writes before the order. */
  private static final long WARM_UP_MS = 1_000;

  private static final String ROW = "%-13s  %-14s  %6s  %6s  %10s  %10s  %10s  %7s  %7s  %7s%n";

  private final Options options;
  private final List<PlannedRound> rounds = new ArrayList<>();

  Planned(Options options) {
    this.options = options;
  }

  /** One round, and a line about it. */
  String measure(CoordinatorKind kind, Fault fault, int number) {
    try (Cluster cluster = Cluster.with(3, kind).downAfter(options.downAfter()).start()) {
      PlannedRound round = measure(cluster, kind, fault, number);
      rounds.add(round);
      return String.format(
          Locale.ROOT,
          "%-6s %2d/%d  %-14s %s without a write, %d of %d acknowledged writes lost",
          fault.label(),
          number,
          options.rounds(),
          kind.label(),
          round.switched() ? String.format(Locale.ROOT, "%.1f ms", round.gapMs()) : "for ever",
          round.lost(),
          round.acknowledged());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static PlannedRound measure(
      Cluster cluster, CoordinatorKind kind, Fault fault, int number) throws InterruptedException {
    DataNode old = cluster.node(0);
    AskingWriter writer = new AskingWriter(cluster);
    boolean isSwitched = true;
    long begin;
    try (writer) {
      Thread.sleep(WARM_UP_MS);
      begin = System.nanoTime();
      cluster.coordinator(0).call(order(cluster, kind, fault));
      try {
        cluster.awaitFailoverFrom(old, GIVE_UP);
      } catch (ConditionTimeoutException e) {
        isSwitched = false;
      }
      writer.awaitWrites();
    }
    DataNode master = cluster.awaitStable(GIVE_UP);
    return new PlannedRound(
        kind,
        fault,
        number,
        isSwitched,
        writer.longestGapMs(begin),
        writer.acknowledged(),
        writer.lostAt(master));
  }

  /** redis-sentinel has no COORDINATED: what it has instead is measured beside it. */
  private static String[] order(Cluster cluster, CoordinatorKind kind, Fault fault) {
    boolean isCoordinated = fault == Fault.COORDINATED && kind == CoordinatorKind.VEDETTE;
    return isCoordinated
        ? new String[] {"SENTINEL", "FAILOVER", cluster.group(), "COORDINATED"}
        : new String[] {"SENTINEL", "FAILOVER", cluster.group()};
  }

  boolean isComplete() {
    return rounds.stream().allMatch(PlannedRound::switched);
  }

  Stream<String> json() {
    return rounds.stream().map(PlannedRound::toJson);
  }

  /** Empty if nothing of this kind was asked for. */
  String table() {
    if (rounds.isEmpty()) {
      return "";
    }
    StringBuilder table = new StringBuilder();
    table.append(
        "%nA failover by order, a client asks before every write and writes as fast as it can%n"
            .formatted());
    table.append(
        ROW.formatted(
            "fault", "program", "rounds", "failed", "gap ms", "p90 ms", "max ms", "acked", "lost",
            "most"));
    for (Fault fault : options.faults()) {
      for (CoordinatorKind kind : CoordinatorKind.values()) {
        List<PlannedRound> all =
            rounds.stream().filter(r -> r.fault() == fault && r.kind() == kind).toList();
        if (!all.isEmpty()) {
          table.append(row(all));
        }
      }
    }
    return table
        .append("gap: the longest time between two acknowledged writes, median of the rounds\n")
        .append("acked, lost: in all rounds; most: lost in the worst round\n")
        .append("redis-sentinel has no COORDINATED: its plain FAILOVER is measured beside it\n")
        .toString();
  }

  private static String row(List<PlannedRound> all) {
    PlannedRound first = all.get(0);
    List<PlannedRound> good = all.stream().filter(PlannedRound::switched).toList();
    String[] gap = {"-", "-", "-"};
    if (!good.isEmpty()) {
      Summary summary = Summary.of(good.stream().map(PlannedRound::gapMs).toList());
      gap = new String[] {one(summary.median()), one(summary.p90()), one(summary.max())};
    }
    return ROW.formatted(
        first.fault().label(),
        first.kind().label(),
        all.size(),
        all.size() - good.size(),
        gap[0],
        gap[1],
        gap[2],
        all.stream().mapToInt(PlannedRound::acknowledged).sum(),
        all.stream().mapToInt(PlannedRound::lost).sum(),
        all.stream().mapToInt(PlannedRound::lost).max().orElse(0));
  }

  private static String one(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
