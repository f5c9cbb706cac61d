package io.vedette.tests.simulation.invariant;

import io.vedette.tests.simulation.scenario.CoordinatorFault;
import io.vedette.tests.simulation.scenario.Fault;
import io.vedette.tests.simulation.scenario.Moment;
import io.vedette.tests.simulation.scenario.NetworkFault;
import io.vedette.tests.simulation.scenario.Order;
import io.vedette.tests.simulation.scenario.Planned;
import io.vedette.tests.simulation.scenario.Scenario;
import io.vedette.tests.simulation.scenario.ServerFault;
import io.vedette.tests.simulation.scenario.Shape;

/**
 * What can be promised in a run, given what is done to it: who orders a failover where nobody can
 * be asked, or has a disk that forgets votes, gives something up.
 *
 * @param keepsVotes whether no disk lies
 * @param hasOneFault whether all that happens is that one server or coordinator dies, hangs or is
 *     cut off, early, where that costs no majority and a replica has all that is acknowledged
 * @param handsOverOnly whether all that happens is that masters are told to hand over
 */
public record Promises(boolean keepsVotes, boolean hasOneFault, boolean handsOverOnly) {
  private static final int EARLY_PART = 10;
  private static final int LONGEST_DOWN_AFTER_MS = 10_000;

  /** What holds of this. */
  public static Promises of(Scenario scenario) {
    return new Promises(
        !scenario.has(CoordinatorFault.DiskLies.class),
        isOneFault(scenario),
        isCalm(scenario.shape())
            && scenario.faults().stream().map(Planned::fault).allMatch(Promises::isHandOver));
  }

  private static boolean isHandOver(Fault fault) {
    return fault instanceof Order.Failover order && order.coordinated();
  }

  private static boolean isOneFault(Scenario scenario) {
    return scenario.faults().size() == 1
        && isOfOne(scenario.faults().get(0).fault())
        && isEarly(scenario.faults().get(0).moment(), scenario.shape())
        && isCalm(scenario.shape())
        && scenario.shape().waits();
  }

  /** Whether another master can be there before all is healed. */
  private static boolean isEarly(Moment moment, Shape shape) {
    return moment instanceof Moment.At at
        && at.ms() <= shape.faultsMs() / EARLY_PART
        && shape.downAfterMs() <= LONGEST_DOWN_AFTER_MS;
  }

  /** Whether it befalls one server, with all its data, or one coordinator. */
  private static boolean isOfOne(Fault fault) {
    return (fault instanceof ServerFault.Crash crash && crash.kept() == ServerFault.Kept.ALL)
        || fault instanceof ServerFault.Pause
        || fault instanceof NetworkFault.IsolateServer
        || fault instanceof NetworkFault.IsolateCoordinator
        || fault instanceof CoordinatorFault.Crash
        || fault instanceof CoordinatorFault.Pause;
  }

  private static boolean isCalm(Shape shape) {
    return shape.network() == Shape.NetworkKind.LAN
        && shape.replicas() >= 2
        && shape.quorum() == shape.coordinators() / 2 + 1;
  }

  /** Whether no acknowledged write may be lost. */
  public boolean losesNothing() {
    return hasOneFault || handsOverOnly;
  }
}
