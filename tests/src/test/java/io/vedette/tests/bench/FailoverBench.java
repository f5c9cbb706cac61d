package io.vedette.tests.bench;

import io.vedette.tests.bench.Options.Fault;
import io.vedette.tests.harness.Cluster;
import io.vedette.tests.harness.CoordinatorKind;
import io.vedette.tests.harness.DataNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code tests/bench failover}: see {@link Bench}. */
final class FailoverBench {
  private static final Duration GIVE_UP = Duration.ofSeconds(30);

  /** How many failovers make coordinators warm. */
  private static final int WARM = 2;

  private final Options options;
  private final List<Round> rounds = new ArrayList<>();
  private final Demotions demotions;
  private final Planned planned;
  private final Random random = new Random();

  FailoverBench(Options options) {
    this.options = options;
    this.demotions = new Demotions(options);
    this.planned = new Planned(options);
  }

  /** Measures, prints, and gives the exit code. */
  int run() {
    for (Fault fault : options.faults()) {
      for (int number = 1; number <= options.rounds(); number++) {
        for (CoordinatorKind kind : CoordinatorKind.values()) {
          if (kind == CoordinatorKind.SENTINEL && !fault.isOfBoth()) {
            continue;
          }
          if (fault.isOfOldMaster()) {
            System.out.println(demotions.measure(kind, fault, number));
            continue;
          }
          if (fault.isPlanned()) {
            System.out.println(planned.measure(kind, fault, number));
            continue;
          }
          Round round = measure(kind, fault, number);
          rounds.add(round);
          System.out.println(progress(round));
        }
      }
    }
    if (!rounds.isEmpty()) {
      System.out.print(table());
    }
    System.out.print(planned.table());
    System.out.print(demotions.table());
    options.json().ifPresent(this::writeJson);
    options.svg().ifPresent(file -> write(file, svg()));
    boolean isComplete = rounds.stream().allMatch(r -> r.majorityMs().isPresent());
    return isComplete && planned.isComplete() && demotions.isComplete() ? 0 : 1;
  }

  private Round measure(CoordinatorKind kind, Fault fault, int number) {
    try (Cluster cluster = Cluster.with(3, kind).downAfter(options.downAfter()).start()) {
      DataNode master = cluster.node(0);
      for (int before = 0; fault == Fault.KILL_AGAIN && before < WARM; before++) {
        master = failOver(cluster, master);
      }
      Writes writes = Writes.during(fault, master);
      try (AddressWatch watch = new AddressWatch(cluster, master.address());
          writes) {
        // The fault is to hit no particular phase of anybody's periods.
        Thread.sleep(1_000 + random.nextInt(2_000));
        long beginNanos = System.nanoTime();
        strike(cluster, master, fault);
        if (fault != Fault.MANUAL) {
          beginNanos += options.downAfter().toNanos();
        }
        writes.end();
        long begin = beginNanos;
        List<Double> answered =
            watch.await(options.downAfter().plus(GIVE_UP)).stream()
                .map(at -> (at - begin) / 1e6)
                .toList();
        int lost = cluster.majorityMaster().map(writes::lostAt).orElse(0);
        return new Round(kind, fault, number, answered, writes.acknowledged(), lost);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** One that is not measured; everybody is there again afterwards. */
  private static DataNode failOver(Cluster cluster, DataNode master) {
    master.kill();
    cluster.awaitFailoverFrom(master, GIVE_UP);
    master.restart();
    return cluster.awaitStable(GIVE_UP);
  }

  private static void strike(Cluster cluster, DataNode master, Fault fault) {
    switch (fault) {
      case KILL, KILL_AGAIN -> master.process().kill();
      case HANG -> master.suspend();
      case MANUAL -> cluster.coordinator(0).call("SENTINEL", "FAILOVER", cluster.group());
      default -> throw new IllegalArgumentException(fault + " is not measured here");
    }
  }

  private String progress(Round round) {
    return String.format(
        Locale.ROOT,
        "%-10s %2d/%d  %-14s %s",
        round.fault().label(),
        round.number(),
        options.rounds(),
        round.kind().label(),
        milliseconds(round.majorityMs()) + (round.majorityMs().isPresent() ? " ms" : ""));
  }

  private static String milliseconds(OptionalDouble ms) {
    return ms.isPresent() ? String.format(Locale.ROOT, "%.1f", ms.getAsDouble()) : "not in time";
  }

  private String table() {
    String row = "%-10s  %-14s  %6s  %6s  %10s  %10s  %10s  %6s  %8s  %6s%n";
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            Locale.ROOT,
            "%nFailover's own time, down-after %d ms, 1 master, 2 replicas, 3 coordinators%n",
            downAfterMs()));
    table.append(
        row.formatted(
            "fault",
            "program",
            "rounds",
            "failed",
            "median ms",
            "p90 ms",
            "max ms",
            "ratio",
            "acked",
            "lost"));
    for (Fault fault : faults()) {
      for (CoordinatorKind kind : CoordinatorKind.values()) {
        table.append(row(row, kind, fault));
      }
    }
    return table
        .append("ratio: median of redis-sentinel / median\n")
        .append(
            "acked, lost: of a client that writes as fast as it can until the fault, all rounds\n")
        .append("below 0: down-after counts from the last answer, which came before the fault\n")
        .toString();
  }

  private String row(String format, CoordinatorKind kind, Fault fault) {
    List<Double> measured = measured(kind, fault);
    int failed = options.rounds() - measured.size();
    if (measured.isEmpty()) {
      return format.formatted(fault.label(), kind.label(), 0, failed, "-", "-", "-", "-", "-", "-");
    }
    Summary summary = Summary.of(measured);
    List<Double> original = measured(CoordinatorKind.SENTINEL, fault);
    return String.format(
        Locale.ROOT,
        format,
        fault.label(),
        kind.label(),
        summary.count(),
        failed,
        String.format(Locale.ROOT, "%.1f", summary.median()),
        String.format(Locale.ROOT, "%.1f", summary.p90()),
        String.format(Locale.ROOT, "%.1f", summary.max()),
        original.isEmpty() ? "-" : ratio(Summary.of(original).median(), summary.median()),
        fault.isUnderWrites() ? sum(kind, fault, Round::acknowledged) : "-",
        fault.isUnderWrites() ? sum(kind, fault, Round::lost) : "-");
  }

  private String sum(CoordinatorKind kind, Fault fault, ToIntFunction<Round> number) {
    int sum =
        rounds.stream()
            .filter(round -> round.kind() == kind && round.fault() == fault)
            .mapToInt(number)
            .sum();
    return Integer.toString(sum);
  }

  /** Silence counts from before the fault: a median within a millisecond of zero has no ratio. */
  private static String ratio(double original, double median) {
    return median < 1
        ? String.format(Locale.ROOT, ">%.0f", original)
        : String.format(Locale.ROOT, "%.1f", original / median);
  }

  private List<Double> measured(CoordinatorKind kind, Fault fault) {
    return rounds.stream()
        .filter(round -> round.kind() == kind && round.fault() == fault)
        .map(Round::majorityMs)
        .filter(OptionalDouble::isPresent)
        .map(OptionalDouble::getAsDouble)
        .toList();
  }

  private void writeJson(Path file) {
    String measurements =
        Stream.of(rounds.stream().map(Round::toJson), planned.json(), demotions.json())
            .flatMap(json -> json)
            .collect(Collectors.joining(",\n  "));
    String json =
        "{\"bench\":\"failover\",\"down_after_ms\":%d,\"rounds\":[\n  %s\n]}\n"
            .formatted(downAfterMs(), measurements);
    write(file, json);
  }

  /** The failovers of this run by fault, then the old masters. */
  private String svg() {
    Lanes lanes = new Lanes();
    for (Fault fault : faults()) {
      lanes.block(
          fault.label() + ": until a majority answers with the new address, beyond down-after",
          Stream.of(CoordinatorKind.values())
              .map(kind -> new Lanes.Lane(kind, measured(kind, fault)))
              .toList());
    }
    demotions.draw(lanes);
    return lanes.svg("1 master, 2 replicas, 3 coordinators, down-after " + downAfterMs() + " ms");
  }

  private List<Fault> faults() {
    return options.faults().stream().filter(f -> !f.isOfOldMaster() && !f.isPlanned()).toList();
  }

  private long downAfterMs() {
    return options.downAfter().toMillis();
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
