package io.vedette.tests.simulation.scenario;

import io.vedette.tests.simulation.scenario.Fault.Direction;
import io.vedette.tests.simulation.scenario.Order.Option;
import io.vedette.tests.simulation.scenario.ServerFault.Kept;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Draws single faults of a shape. A run has only some kinds of them, so that each gets its chance.
 */
final class FaultDraw {
  private static final Kept[] KEPT = {Kept.ALL, Kept.ALL, Kept.ALL, Kept.SOME, Kept.NOTHING};

  private final SplittableRandom random;
  private final Shape shape;
  private final List<Supplier<Fault>> kinds;

  FaultDraw(SplittableRandom random, Shape shape) {
    this.random = random;
    this.shape = shape;
    List<Supplier<Fault>> all = new ArrayList<>(all());
    Collections.shuffle(all, new Random(random.nextLong()));
    kinds = all.subList(0, 3 + random.nextInt(6));
  }

  /** A fault of one of the run's kinds. */
  Fault any() {
    return kinds.get(random.nextInt(kinds.size())).get();
  }

  /** Something after which the group should have another master. */
  Fault againstMaster() {
    int group = group();
    int forMs = 2 * shape.downAfterMs() + span(shape.faultsMs() / 2);
    return switch (random.nextInt(5)) {
      case 0, 1 -> new ServerFault.Crash(group, Fault.MASTER, chance(4), forMs, kept(), loadMs());
      case 2 -> new ServerFault.Pause(group, Fault.MASTER, forMs);
      case 3 -> new NetworkFault.IsolateServer(group, Fault.MASTER, direction(), forMs);
      default -> new ServerFault.Crash(group, Fault.MASTER, false, shape.faultsMs(), kept(), 0);
    };
  }

  /** Something that befalls one server or coordinator, until all is healed. */
  Fault ofOne() {
    int group = group();
    int server = chance(3) ? random.nextInt(shape.servers()) : Fault.MASTER;
    int coordinator = 1 + random.nextInt(shape.coordinators());
    int forMs = 2 * shape.faultsMs();
    return switch (random.nextInt(10)) {
      case 0, 1 -> new ServerFault.Pause(group, server, forMs);
      case 2, 3 -> new NetworkFault.IsolateServer(group, server, direction(), forMs);
      case 4 -> new NetworkFault.IsolateCoordinator(coordinator, direction(), forMs);
      case 5 -> new CoordinatorFault.Crash(coordinator, chance(2), forMs);
      case 6 -> new CoordinatorFault.Pause(coordinator, forMs);
      default -> new ServerFault.Crash(group, server, chance(3), forMs, Kept.ALL, 0);
    };
  }

  private List<Supplier<Fault>> all() {
    return List.of(
        () -> new ServerFault.Crash(group(), server(), chance(4), span(), kept(), loadMs()),
        () -> new ServerFault.Crash(group(), Fault.MASTER, chance(4), span(), kept(), loadMs()),
        () -> new ServerFault.Pause(group(), server(), span()),
        () -> new ServerFault.Slow(group(), server(), 1 + random.nextInt(3_000), span()),
        () -> new ServerFault.Busy(group(), server(), span()),
        () -> new ServerFault.Priority(group(), server(), random.nextInt(3) * 50),
        () -> new ServerFault.RefuseRole(group(), server(), span()),
        () -> new ServerFault.ForgetRole(group(), server(), span()),
        () -> new ServerFault.Move(group(), server(), span()),
        () -> new ServerFault.Swap(group(), server(), server(), span()),
        () -> new ServerFault.SwapAcross(group(), server(), group(), server(), span()),
        () -> new ServerFault.Echo(group(), server(), 1 + random.nextInt(5_000), span()),
        () -> new CoordinatorFault.Crash(coordinator(), chance(3), span()),
        () -> new CoordinatorFault.Crash(Fault.ACTOR, chance(3), span()),
        () -> new CoordinatorFault.Pause(coordinator(), span()),
        () -> new CoordinatorFault.DiskFails(coordinator(), span()),
        () -> new CoordinatorFault.DiskSlow(coordinator(), 1 + random.nextInt(3_000), span()),
        () -> new CoordinatorFault.DiskLies(coordinator(), span(), span()),
        () -> new CoordinatorFault.ClockRate(coordinator(), rate(), span()),
        () -> new CoordinatorFault.ClockJump(coordinator(), span()),
        () -> new CoordinatorFault.Move(coordinator(), span()),
        () -> new CoordinatorFault.Swap(coordinator(), coordinator(), span()),
        () -> new CoordinatorFault.HalfOpen(coordinator()),
        () -> new NetworkFault.Cut(host(), host(), direction(), span()),
        () -> new NetworkFault.IsolateServer(group(), server(), direction(), span()),
        () -> new NetworkFault.IsolateCoordinator(coordinator(), direction(), span()),
        () -> new NetworkFault.IsolateCoordinator(Fault.ACTOR, direction(), span()),
        () -> new NetworkFault.Split(random.nextInt(1 << 20), direction(), span()),
        () -> new NetworkFault.Worsen(random.nextInt(400), random.nextInt(200), span()),
        () -> new NetworkFault.WorsenServer(group(), server(), random.nextInt(2_000), 0, span()),
        () -> new Order.Failover(coordinator(), group(), chance(2)),
        this::pauseOrResume,
        () -> new Order.Choose(coordinator(), chance(2), chance(2)),
        () -> new Order.Reset(coordinator(), group()),
        () -> new Order.Remonitor(coordinator(), group(), chance(3), span()),
        this::set,
        () -> new Order.Replicaof(group(), server(), random.nextInt(shape.servers() + 1) - 1),
        () -> new Order.NewPeerLogin(coordinator()));
  }

  private Fault pauseOrResume() {
    return chance(3)
        ? new Order.ResumeFailovers(coordinator(), group(), chance(2))
        : new Order.PauseFailovers(coordinator(), group(), chance(2), 1 + span());
  }

  private Fault set() {
    Option option = List.of(Option.values()).get(random.nextInt(Option.values().length));
    int value =
        switch (option) {
          case QUORUM -> 1 + random.nextInt(shape.coordinators());
          case DOWN_AFTER -> Math.max(500, shape.downAfterMs() * (1 + random.nextInt(4)) / 2);
          case FAILOVER_TIMEOUT -> 2_000 + random.nextInt(2 * shape.failoverTimeoutMs());
          case PARALLEL_SYNCS -> 1 + random.nextInt(3);
          case REBOOT_DOWN_AFTER -> chance(2) ? 0 : 1_000 + random.nextInt(shape.downAfterMs());
        };
    return new Order.Set(coordinator(), group(), chance(2), option, value);
  }

  private int group() {
    return random.nextInt(shape.groups());
  }

  private int server() {
    int dice = random.nextInt(10);
    return dice < 4 ? Fault.MASTER : dice < 6 ? Fault.CHOSEN : random.nextInt(shape.servers());
  }

  private int coordinator() {
    return chance(4) ? Fault.ACTOR : 1 + random.nextInt(shape.coordinators());
  }

  private int host() {
    return random.nextInt(shape.coordinators() + shape.groups() * shape.servers());
  }

  private Direction direction() {
    return chance(2) ? Direction.BOTH : List.of(Direction.values()).get(random.nextInt(3));
  }

  private Kept kept() {
    return KEPT[random.nextInt(KEPT.length)];
  }

  private int loadMs() {
    return chance(2) ? 0 : random.nextInt(5_000);
  }

  private int rate() {
    int[] rates = {0, 500_000, 900_000, 999_000, 1_001_000, 1_100_000, 2_000_000, 10_000_000};
    return rates[random.nextInt(rates.length)];
  }

  /** From moments to half of the run, short ones as likely as long ones. */
  private int span() {
    return span(shape.faultsMs() / 2);
  }

  private int span(int longest) {
    return (int) Math.exp(random.nextDouble() * (Math.log(longest) - 3) + 3);
  }

  private boolean chance(int of) {
    return random.nextInt(of) == 0;
  }
}
