package io.vedette.tests.simulation;

import io.vedette.quorum.model.Timing;
import io.vedette.tests.simulation.scenario.CoordinatorFault;
import io.vedette.tests.simulation.scenario.Order;
import io.vedette.tests.simulation.scenario.Planned;
import io.vedette.tests.simulation.scenario.Scenario;

/** How long a world may take to come to rest, by the settings of its coordinators. */
final class Bound {
  private static final Timing TIMING = Timing.DEFAULT;

  /** Loading, connecting, resynchronising, and clients that ask again. */
  private static final long SLACK_MS = 20_000;

  private Bound() {}

  /** Until a world that has just begun is at rest. */
  static long startMs(Scenario scenario) {
    return SLACK_MS + TIMING.infoPeriodMs() + 2L * scenario.shape().fullSyncMs();
  }

  /**
   * Until everything is in order after everything works again: what was lost in TILT; a master that
   * says that it is none is found down late; pauses that were ordered, or chosen, longer by what a
   * wall clock was set back while a coordinator was away; two attempts that fail, each after a
   * silence for others and with all its steps; and then the servers that are wrong are put right.
   */
  static long restMs(Scenario scenario) {
    long downAfter = scenario.shape().downAfterMs();
    long timeout = scenario.shape().failoverTimeoutMs();
    long paused = 0;
    long setBack = 0;
    for (Planned planned : scenario.faults()) {
      if (planned.fault() instanceof Order.PauseFailovers pause) {
        paused = Math.max(paused, pause.forMs());
      }
      if (planned.fault() instanceof CoordinatorFault.WallClockJump jump) {
        setBack += Math.max(0, -jump.byMs());
      }
      if (planned.fault() instanceof Order.Set set) {
        switch (set.option()) {
          case DOWN_AFTER -> downAfter = Math.max(downAfter, set.value());
          case FAILOVER_TIMEOUT -> timeout = Math.max(timeout, set.value());
          default -> {}
        }
      }
    }
    long detection = downAfter + 2 * TIMING.infoPeriodMs();
    long attempt = 2 * timeout + TIMING.electionTimeoutMs() + 2 * timeout;
    long repair = Math.max(4 * TIMING.publishPeriodMs(), timeout) + 2 * TIMING.infoPeriodMs();
    long syncs = 2L * scenario.shape().fullSyncMs() * scenario.shape().servers();
    long chosen = (long) scenario.choices().awaitNewestMs() + scenario.choices().intervalMs();
    return TIMING.tiltPeriodMs()
        + (paused == 0 ? 0 : paused + setBack)
        + chosen
        + detection
        + 2 * attempt
        + repair
        + syncs
        + SLACK_MS;
  }
}
