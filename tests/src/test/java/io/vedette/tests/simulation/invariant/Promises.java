package io.vedette.tests.simulation.invariant;

import io.vedette.tests.simulation.scenario.CoordinatorFault;
import io.vedette.tests.simulation.scenario.Fault;
import io.vedette.tests.simulation.scenario.NetworkFault;
import io.vedette.tests.simulation.scenario.Order;
import io.vedette.tests.simulation.scenario.Planned;
import io.vedette.tests.simulation.scenario.Scenario;
import io.vedette.tests.simulation.scenario.ServerFault;

/**
 * What can be promised in a run, given what is done to it: who orders a failover where nobody can
 * be asked, or has a disk that forgets votes, gives something up.
 *
 * @param keepsVotes whether no disk lies
 * @param asksForVotes whether no failover is ordered, so that each has a majority behind it
 * @param keepsPlaces whether every node stays where it is
 * @param hasOneFault whether all that happens is that one server dies
 */
public record Promises(
    boolean keepsVotes, boolean asksForVotes, boolean keepsPlaces, boolean hasOneFault) {

  /** What holds of this. */
  public static Promises of(Scenario scenario) {
    return new Promises(
        !scenario.has(CoordinatorFault.DiskLies.class),
        !scenario.has(Order.Failover.class),
        scenario.faults().stream().map(Planned::fault).allMatch(Promises::staysInPlace),
        isOneCrash(scenario));
  }

  private static boolean staysInPlace(Fault fault) {
    return !(fault instanceof ServerFault.Move
        || fault instanceof ServerFault.Swap
        || fault instanceof CoordinatorFault.Move
        || fault instanceof CoordinatorFault.Swap);
  }

  private static boolean isOneCrash(Scenario scenario) {
    return scenario.faults().size() == 1
        && scenario.faults().get(0).fault() instanceof ServerFault.Crash;
  }

  /** Whether a split network, too, can end up with one leader per epoch. */
  boolean canCount(Scenario scenario) {
    return asksForVotes || !scenario.has(NetworkFault.class);
  }
}
