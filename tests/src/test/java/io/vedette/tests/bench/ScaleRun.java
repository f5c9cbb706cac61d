package io.vedette.tests.bench;

import io.vedette.quorum.model.Address;
import io.vedette.tests.bench.ScaleRound.Failure;
import io.vedette.tests.harness.CoordinatorKind;
import io.vedette.tests.harness.RespClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Measures one round: three coordinators that watch, idle, and then lose all masters at once. */
final class ScaleRun {
  /** Before anybody can have noticed. */
  private static final Duration EARLY = Duration.ofSeconds(1);

  /** What is done twice is done within this time after all is done once. */
  private static final Duration AFTERMATH = Duration.ofSeconds(5);

  private final ScaleOptions options;
  private final Crew crew;
  private final List<EventCount> events;

  private ScaleRun(ScaleOptions options, Crew crew) {
    this.options = options;
    this.crew = crew;
    events = crew.watchers().stream().map(EventCount::new).toList();
  }

  static ScaleRound measure(ScaleOptions options, CoordinatorKind kind, int groups, int number) {
    Program program = Program.of(kind, options.javaOptions());
    try (Crew crew = Crew.start(program, Crew.SIZE, groups, options.downAfter())) {
      return new ScaleRun(options, crew).measure(kind, number);
    }
  }

  private ScaleRound measure(CoordinatorKind kind, int number) {
    Pause.of(options.settling());
    List<PingProbe> probes = crew.watchers().stream().map(PingProbe::new).toList();
    double before = cpuSeconds();
    long downs = count("+sdown");
    Pause.of(options.idle());
    double cpuPercent = (cpuSeconds() - before) * 100 / (options.idle().toMillis() / 1e3);
    long falseDowns = count("+sdown") - downs;
    probes.forEach(PingProbe::close);
    double residentMb =
        crew.watchers().stream()
            .mapToDouble(w -> Consumption.residentMb(w.pid()))
            .average()
            .orElseThrow();
    double mostPingMs = probes.stream().mapToDouble(PingProbe::mostMs).max().orElseThrow();
    return new ScaleRound(
        kind,
        crew.groups(),
        number,
        cpuPercent,
        residentMb,
        mostPingMs,
        falseDowns,
        options.kills() ? fail() : null);
  }

  /** Of a coordinator, on average. */
  private double cpuSeconds() {
    return crew.watchers().stream()
        .mapToDouble(w -> Consumption.cpuSeconds(w.pid()))
        .average()
        .orElseThrow();
  }

  private long count(String channel) {
    return events.stream().mapToLong(e -> e.of(channel)).sum();
  }

  private Failure fail() {
    double cpuBefore = cpuSeconds();
    long begin = crew.fleet().killMasters();
    List<AddressSweep> sweeps =
        crew.watchers().stream()
            .map(w -> new AddressSweep(w, crew.fleet(), crew.groups(), deadline(begin)))
            .toList();
    Pause.of(options.downAfter().minus(EARLY));
    List<Thread> threads = sweeps.stream().map(sweep -> new Thread(sweep, "sweep")).toList();
    threads.forEach(Thread::start);
    threads.forEach(ScaleRun::join);
    double cpu = cpuSeconds() - cpuBefore;
    Pause.of(AFTERMATH);
    List<Double> changedMs =
        sweeps.stream()
            .flatMap(sweep -> sweep.changedAtNanos().stream())
            .map(at -> (at - begin) / 1e6)
            .sorted()
            .toList();
    int all = crew.groups() * Crew.SIZE;
    return new Failure(
        changedMs.size() == all
            ? OptionalDouble.of(changedMs.get(all - 1))
            : OptionalDouble.empty(),
        changedMs.size() >= all / 2
            ? OptionalDouble.of(changedMs.get(Math.max(0, all / 2 - 1)))
            : OptionalDouble.empty(),
        replaced(),
        count("+tilt"),
        crew.fleet().needlessPromotions(),
        cpu);
  }

  private long deadline(long begin) {
    return begin + options.giveUp().toNanos();
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How many groups have one master only, which all coordinators give. */
  private long replaced() {
    List<List<Address>> given = new ArrayList<>();
    crew.watchers().forEach(watcher -> given.add(given(watcher)));
    List<Optional<Address>> masters = crew.fleet().masters();
    long replaced = 0;
    for (int group = 0; group < crew.groups(); group++) {
      Optional<Address> master = masters.get(group);
      boolean isGiven = master.isPresent();
      for (List<Address> addresses : given) {
        isGiven = isGiven && addresses.get(group).equals(master.get());
      }
      replaced += isGiven ? 1 : 0;
    }
    return replaced;
  }

  private List<Address> given(Watcher watcher) {
    List<Address> addresses = new ArrayList<>();
    try (RespClient client = watcher.connect()) {
      for (int group = 0; group < crew.groups(); group++) {
        List<?> reply =
            (List<?>) client.call("SENTINEL", "GET-MASTER-ADDR-BY-NAME", Crew.name(group));
        addresses.add(new Address((String) reply.get(0), Integer.parseInt((String) reply.get(1))));
      }
      return addresses;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
