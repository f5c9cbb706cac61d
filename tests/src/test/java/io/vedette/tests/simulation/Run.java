package io.vedette.tests.simulation;

import io.vedette.quorum.Event;
import io.vedette.quorum.EventType;
import io.vedette.tests.simulation.invariant.Invariants;
import io.vedette.tests.simulation.invariant.Promises;
import io.vedette.tests.simulation.invariant.Rest;
import io.vedette.tests.simulation.invariant.Violation;
import io.vedette.tests.simulation.scenario.Scenario;
import io.vedette.tests.simulation.world.Faults;
import io.vedette.tests.simulation.world.SimGroup;
import io.vedette.tests.simulation.world.VedetteProcess;
import io.vedette.tests.simulation.world.Witness;
import io.vedette.tests.simulation.world.World;
import java.util.Optional;

/**
 * One run: a world comes up, things go wrong, everything is healed, and within a bound it must be
 * at rest and stay so.
 */
final class Run {
  private static final long LOOK_MS = 500;
  private static final long STAYS_MS = 3_000;
  private static final long SETTLES_MS = 4_000;

  /** In one of so many runs it is seen that rest is rest, and not a pause between two repairs. */
  private static final int LONG_RESTS_OF = 32;

  private static final long LONG_REST_MS = 60_000;

  private final Scenario scenario;
  private final Invariants invariants;
  private final Promotions promotions;
  private final World world;
  private long restMs;

  /** Counts what the runs would say little without. */
  private static final class Promotions implements Witness {
    private final Witness onlooker;
    private long count;

    Promotions(Witness onlooker) {
      this.onlooker = onlooker;
    }

    @Override
    public void onEvent(VedetteProcess who, Event event) {
      count += event.type() == EventType.PROMOTED_REPLICA ? 1 : 0;
      onlooker.onEvent(who, event);
    }
  }

  private Run(Scenario scenario, boolean keepsLines, Witness onlooker) {
    this.scenario = scenario;
    promotions = new Promotions(onlooker);
    invariants = new Invariants(scenario, promotions);
    world = new World(scenario, invariants, keepsLines);
  }

  /** Runs a scenario to its end, or to the first thing that must not be. */
  static Outcome of(Scenario scenario, boolean keepsLines) {
    return of(scenario, keepsLines, new Witness() {});
  }

  /** The same with one who hears of each event, and may find something wrong with it. */
  static Outcome of(Scenario scenario, boolean keepsLines, Witness onlooker) {
    return new Run(scenario, keepsLines, onlooker).outcome();
  }

  private Outcome outcome() {
    Optional<Violation> violation = Optional.empty();
    try {
      play();
    } catch (Violation found) {
      violation = Optional.of(found);
    } catch (RuntimeException e) {
      violation = Optional.of(thrown(e));
    }
    violation.ifPresent(
        found -> world.trace().line("BROKEN", () -> found.invariant() + ": " + found.getMessage()));
    long acknowledged = 0;
    long lost = 0;
    for (SimGroup group : world.groups()) {
      acknowledged += group.acknowledgedWrites();
      lost += world.agreedMaster(group).map(group::lostWrites).orElse(0);
    }
    return new Outcome(
        violation,
        world.now(),
        restMs,
        promotions.count,
        acknowledged,
        lost,
        world.trace().hash(),
        world.trace().lines(),
        world.cast());
  }

  private static Violation thrown(RuntimeException e) {
    StackTraceElement[] stack = e.getStackTrace();
    return new Violation(
        "TheCoreThrowsNothing",
        "No input makes the core throw.",
        e + (stack.length == 0 ? "" : " at " + stack[0]));
  }

  private void play() {
    comeToRest(Bound.startMs(scenario));
    Faults faults = Faults.plan(world, scenario);
    world.runUntil(world.now() + scenario.shape().faultsMs());
    Promises promises = Promises.of(scenario);
    if (promises.hasOneFault()) {
      Rest.violationWhileSomeAreDown(world).ifPresent(Run::raise);
    }
    faults.heal();
    // What was under way arrives.
    world.runUntil(world.now() + LOOK_MS);
    restMs = comeToRest(Bound.restMs(scenario));
    world.runUntil(world.now() + STAYS_MS);
    // Whoever has just been found by another address is being connected.
    comeToRest(SETTLES_MS);
    if (scenario.seed() % LONG_RESTS_OF == 0) {
      invariants.beginRest();
      world.runUntil(world.now() + LONG_REST_MS);
    }
    if (promises.losesNothing()) {
      requireAllWrites();
    }
  }

  /** Lets time go by until the world is at rest; how much that was. */
  private long comeToRest(long boundMs) {
    long begin = world.now();
    Optional<Violation> unrest = Rest.violation(world);
    while (unrest.isPresent()) {
      if (world.now() - begin >= boundMs) {
        throw unrest.get();
      }
      world.runUntil(world.now() + LOOK_MS);
      unrest = Rest.violation(world);
    }
    return world.now() - begin;
  }

  private static void raise(Violation violation) {
    throw violation;
  }

  private void requireAllWrites() {
    for (SimGroup group : world.groups()) {
      int lost = world.agreedMaster(group).map(group::lostWrites).orElse(0);
      if (lost > 0) {
        throw new Violation(
            "NoAcknowledgedWriteLost",
            "Where one server or coordinator dies, hangs or is cut off, and nothing else happens,"
                + " no write is lost that a replica had when it was acknowledged; where masters"
                + " hand over, none at all.",
            lost
                + " of "
                + group.acknowledgedWrites()
                + " writes of "
                + group.name()
                + " are lost");
      }
    }
  }
}
