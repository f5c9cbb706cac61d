package io.vedette.tests.simulation;

import io.vedette.tests.simulation.invariant.Violation;
import io.vedette.tests.simulation.scenario.Draw;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Many runs, each of a seed of its own, on as many threads as there are processors. */
final class Campaign {
  private static final long MIX = 0x9E3779B97F4A7C15L;
  private static final long PROGRESS_MS = 10_000;

  private final AtomicLong next;
  private final long end;
  private final long deadline;
  private final long begin = System.nanoTime();
  private final SortedMap<Long, Violation> broken = new TreeMap<>();
  private long runs;
  private long simulatedMs;
  private long failovers;
  private long acknowledged;
  private long lost;
  private long slowestRestMs;
  private long hash;

  /**
   * What came of them.
   *
   * @param runs how many there were
   * @param broken what was broken, by seed
   * @param simulatedMs how much time went by in all of them together
   * @param failovers how many replicas were promoted
   * @param acknowledged how many writes were acknowledged
   * @param lost how many of those were lost, where nothing else was promised
   * @param slowestRestMs how long the slowest took to come to rest after it was healed
   * @param hash of all traces: the same for the same seeds, by whatever threads
   * @param seconds how long it took
   */
  record Tally(
      long runs,
      SortedMap<Long, Violation> broken,
      long simulatedMs,
      long failovers,
      long acknowledged,
      long lost,
      long slowestRestMs,
      long hash,
      double seconds) {}

  /**
   * @param first seed
   * @param runs how many, of one seed after the other; {@link Long#MAX_VALUE}: without end
   * @param seconds after which none is begun any more; {@link Long#MAX_VALUE}: never
   */
  Campaign(long first, long runs, long seconds) {
    next = new AtomicLong(first);
    end = runs == Long.MAX_VALUE ? Long.MAX_VALUE : first + runs;
    deadline =
        seconds == Long.MAX_VALUE ? Long.MAX_VALUE : begin + TimeUnit.SECONDS.toNanos(seconds);
  }

  /** Runs them all; says now and then how far it is. */
  Tally run(Consumer<Tally> progress) {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      Thread thread = new Thread(this::work, "simulation-" + i);
      thread.start();
      threads.add(thread);
    }
    try {
      for (Thread each : threads) {
        while (each.isAlive()) {
          each.join(PROGRESS_MS);
          if (each.isAlive()) {
            progress.accept(tally());
          }
        }
      }
    } catch (InterruptedException e) {
      next.set(Long.MAX_VALUE);
      Thread.currentThread().interrupt();
    }
    return tally();
  }

  private void work() {
    long seed = next.getAndIncrement();
    while (seed < end && System.nanoTime() < deadline) {
      add(seed, Run.of(Draw.scenario(seed), false));
      seed = next.getAndIncrement();
    }
  }

  private synchronized void add(long seed, Outcome outcome) {
    runs++;
    simulatedMs += outcome.simulatedMs();
    failovers += outcome.failovers();
    acknowledged += outcome.acknowledged();
    lost += outcome.lost();
    slowestRestMs = Math.max(slowestRestMs, outcome.restMs());
    hash += (seed ^ outcome.hash()) * MIX;
    outcome.violation().ifPresent(violation -> broken.put(seed, violation));
  }

  private synchronized Tally tally() {
    double seconds = (System.nanoTime() - begin) / 1e9;
    return new Tally(
        runs,
        Collections.unmodifiableSortedMap(new TreeMap<>(broken)),
        simulatedMs,
        failovers,
        acknowledged,
        lost,
        slowestRestMs,
        hash,
        seconds);
  }
}
