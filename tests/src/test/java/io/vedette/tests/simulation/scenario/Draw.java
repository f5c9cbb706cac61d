package io.vedette.tests.simulation.scenario;

import io.vedette.quorum.EventType;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Draws a scenario from a seed. */
public final class Draw {
  /** What a fault may wait for: the steps between which a coordinator is vulnerable. */
  private static final EventType[] TRIGGERS = {
    EventType.SDOWN,
    EventType.ODOWN,
    EventType.NEW_EPOCH,
    EventType.TRY_FAILOVER,
    EventType.VOTE_FOR_LEADER,
    EventType.ELECTED_LEADER,
    EventType.SELECTED_REPLICA,
    EventType.STATE_WAIT_PROMOTION,
    EventType.PROMOTED_REPLICA,
    EventType.SWITCH_MASTER,
    EventType.CONFIG_UPDATE_FROM,
    EventType.RECONF_SENT,
    EventType.RECONF_DONE,
    EventType.FAILOVER_END,
    EventType.CONVERT_TO_REPLICA,
    EventType.FIX_REPLICA_CONFIG,
    EventType.STATE_UNSAVED,
    EventType.REBOOT,
    EventType.TILT
  };

  private static final int MOST_FAULTS = 12;
  private static final int LARGEST_JUMP_MS = 120_000;

  private final SplittableRandom random;

  private Draw(long seed) {
    random = new SplittableRandom(seed ^ 0x5EEDF00DL);
  }

  /** The scenario of a seed. */
  public static Scenario scenario(long seed) {
    return new Draw(seed).scenarioOf(seed);
  }

  private Scenario scenarioOf(long seed) {
    Shape shape = new ShapeDraw(random.split()).draw();
    int kind = random.nextInt(16);
    if (kind < 2) {
      return oneFault(seed, shape);
    }
    if (kind == 2) {
      return handOvers(seed, shape);
    }
    Choices choices = new ChoicesDraw(random.split()).draw();
    FaultDraw faults = new FaultDraw(random.split(), shape);
    List<Planned> planned = new ArrayList<>();
    int count = 1 + random.nextInt(MOST_FAULTS);
    if (random.nextInt(5) > 0) {
      planned.add(new Planned(at(shape, 3), faults.againstMaster()));
    }
    for (int i = 0; i < count; i++) {
      planned.add(new Planned(moment(shape), faults.any()));
    }
    if (random.nextInt(8) == 0) {
      planned.add(new Planned(moment(shape), wallClockJump(shape)));
    }
    return new Scenario(seed, shape, choices, planned);
  }

  private Fault wallClockJump(Shape shape) {
    int byMs = random.nextInt(2 * LARGEST_JUMP_MS) - LARGEST_JUMP_MS;
    return new CoordinatorFault.WallClockJump(1 + random.nextInt(shape.coordinators()), byMs);
  }

  /** One dies, hangs or is cut off, and nothing else happens: then nothing may go wrong at all. */
  private Scenario oneFault(long seed, Shape drawn) {
    Shape shape = calm(drawn, true);
    Fault fault = new FaultDraw(random.split(), shape).ofOne();
    return new Scenario(seed, shape, Choices.NONE, List.of(new Planned(at(shape, 10), fault)));
  }

  /** Operators have masters hand over, and nothing else happens: then no write may be lost. */
  private Scenario handOvers(long seed, Shape drawn) {
    Shape shape = calm(drawn, false);
    List<Planned> planned = new ArrayList<>();
    int count = 1 + random.nextInt(5);
    for (int i = 0; i < count; i++) {
      int coordinator = 1 + random.nextInt(shape.coordinators());
      Fault order = new Order.Failover(coordinator, random.nextInt(shape.groups()), true);
      planned.add(new Planned(at(shape, 1), order));
    }
    return new Scenario(seed, shape, Choices.NONE, planned);
  }

  private static Shape calm(Shape of, boolean waits) {
    return new Shape(
        of.coordinators(),
        of.stock(),
        of.groups(),
        Math.max(2, of.replicas()),
        of.clients(),
        of.coordinators() / 2 + 1,
        Math.min(of.downAfterMs(), 10_000),
        Math.min(of.failoverTimeoutMs(), 30_000),
        of.parallelSyncs(),
        Shape.NetworkKind.LAN,
        false,
        of.hasAliases(),
        of.relaysPublish(),
        of.fullSyncMs(),
        of.keepsIds(),
        of.replTimeoutMs(),
        of.minReplicas(),
        waits,
        of.faultsMs());
  }

  private Moment moment(Shape shape) {
    if (random.nextInt(3) > 0) {
      return at(shape, 1);
    }
    EventType type = TRIGGERS[random.nextInt(TRIGGERS.length)];
    int dice = random.nextInt(4);
    int later = dice < 2 ? 0 : dice == 2 ? random.nextInt(10) : random.nextInt(3_000);
    return new Moment.On(type, 1 + random.nextInt(random.nextInt(2) == 0 ? 1 : 6), later);
  }

  private Moment at(Shape shape, int part) {
    return new Moment.At(random.nextInt(shape.faultsMs() / part));
  }
}
