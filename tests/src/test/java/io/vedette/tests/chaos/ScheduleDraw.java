package io.vedette.tests.chaos;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Draws rounds without end: the same seed and faults give the same ones, always. Each fault has its
 * turn before any has it again.
 */
final class ScheduleDraw implements Supplier<Round> {
  /** What is written before the first strike, in calm, must never be lost. */
  private static final long CALM_MS = 3_000;

  private final Random random;
  private final List<Fault> faults;
  private final Deque<Fault> turns = new ArrayDeque<>();

  /** Of at least one fault. */
  ScheduleDraw(long seed, Collection<Fault> faults) {
    this.random = new Random(seed);
    this.faults = List.copyOf(faults);
  }

  @Override
  public Round get() {
    int dice = random.nextInt(10);
    int count = dice < 6 ? 1 : dice < 9 ? 2 : 3;
    List<Strike> strikes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      strikes.add(strike(CALM_MS + (i == 0 ? 0 : random.nextInt(8_000))));
    }
    return new Round(strikes);
  }

  private Strike strike(long afterMs) {
    Fault fault = next();
    long forMs = 4_000L + random.nextInt(9_000);
    return switch (fault) {
      case HALVES, ONE_WAY -> sides(afterMs, forMs, fault, 1 + random.nextInt(4), 0);
      case ISOLATE -> sides(afterMs, forMs, fault, 0, 0);
      case FLAPPING -> sides(afterMs, forMs, fault, random.nextInt(3), 300 + random.nextInt(2_500));
      case BRIDGE -> bridge(afterMs, forMs);
      case CLOCK -> {
        int jump = (1 + random.nextInt(600)) * (random.nextBoolean() ? 1 : -1);
        yield on(afterMs, forMs, fault, some(1 + random.nextInt(Testbed.HOSTS)), jump);
      }
      case KILL_SERVER, KILL_HOST -> {
        // Every fourth is back before anybody can have noticed.
        long away = random.nextInt(4) == 0 ? 100L + random.nextInt(900) : forMs;
        yield on(afterMs, away, fault, withMaster(random.nextInt(2)), 0);
      }
      case STOP_SERVER -> on(afterMs, forMs, fault, withMaster(random.nextInt(2)), 0);
      case SLOW -> on(afterMs, forMs, fault, withMaster(random.nextInt(3)), 0);
      case FAILOVER -> on(afterMs, forMs, fault, some(1), 0);
      case KILL_COORDINATOR, STOP_COORDINATOR, DISK_FULL ->
          on(afterMs, forMs, fault, some(1 + random.nextInt(3)), 0);
    };
  }

  private Fault next() {
    if (turns.isEmpty()) {
      List<Fault> shuffled = new ArrayList<>(faults);
      Collections.shuffle(shuffled, random);
      turns.addAll(shuffled);
    }
    return turns.pop();
  }

  private static Strike on(long afterMs, long forMs, Fault fault, List<Integer> hosts, int value) {
    return new Strike(afterMs, forMs, fault, hosts, List.of(), value);
  }

  /** The master and so many more on the one side, the rest on the other; one way: either way. */
  private Strike sides(long afterMs, long forMs, Fault fault, int withMaster, int value) {
    List<Integer> hosts = shuffledReplicas();
    List<Integer> one = new ArrayList<>(List.of(0));
    one.addAll(hosts.subList(0, Math.min(withMaster, hosts.size() - 1)));
    List<Integer> other = hosts.subList(one.size() - 1, hosts.size());
    boolean isTurned = fault == Fault.ONE_WAY && random.nextBoolean();
    return new Strike(afterMs, forMs, fault, isTurned ? other : one, isTurned ? one : other, value);
  }

  private Strike bridge(long afterMs, long forMs) {
    List<Integer> hosts = some(Testbed.HOSTS);
    return new Strike(
        afterMs, forMs, Fault.BRIDGE, hosts.subList(0, 2), hosts.subList(3, Testbed.HOSTS), 0);
  }

  /** The master in three of four cases, and so many others, one at least. */
  private List<Integer> withMaster(int others) {
    List<Integer> hosts = new ArrayList<>(shuffledReplicas().subList(0, others));
    if (hosts.isEmpty() || random.nextInt(4) > 0) {
      hosts.add(0, 0);
    }
    return hosts;
  }

  private List<Integer> shuffledReplicas() {
    List<Integer> hosts = some(Testbed.HOSTS);
    hosts.remove(Integer.valueOf(0));
    return hosts;
  }

  private List<Integer> some(int count) {
    List<Integer> hosts = new ArrayList<>();
    for (int host = 0; host < Testbed.HOSTS; host++) {
      hosts.add(host);
    }
    Collections.shuffle(hosts, random);
    return new ArrayList<>(hosts.subList(0, count));
  }
}
