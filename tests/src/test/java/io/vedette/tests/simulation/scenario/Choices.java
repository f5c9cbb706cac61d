package io.vedette.tests.simulation.scenario;

import io.vedette.quorum.options.GroupOption;
import io.vedette.quorum.options.OptionValues;

/**
 * Which of Vedette's own options every coordinator has; see {@link GroupOption}.
 *
 * @param checksLineage {@code check-candidate-lineage}
 * @param crashDetection {@code crash-detection}
 * @param coordinated {@code coordinated-failover}
 * @param fences {@code fence-isolated-master}
 * @param refuses {@code refuse-when-isolated}
 * @param minds {@code failover-on-data-loss}
 * @param maxLagBytes {@code max-candidate-lag-bytes}
 * @param awaitNewestMs {@code await-newest-ms}
 * @param promoteBestMs {@code promote-best-after-ms}
 * @param intervalMs {@code min-failover-interval-ms}
 */
public record Choices(
    boolean checksLineage,
    boolean crashDetection,
    boolean coordinated,
    boolean fences,
    boolean refuses,
    boolean minds,
    int maxLagBytes,
    int awaitNewestMs,
    int promoteBestMs,
    int intervalMs) {
  /** Nothing was chosen. */
  public static final Choices NONE =
      new Choices(true, false, false, false, false, false, 0, 0, 0, 0);

  /** The same as the core takes it. */
  public OptionValues values() {
    return OptionValues.DEFAULTS
        .with(GroupOption.CHECK_CANDIDATE_LINEAGE, checksLineage)
        .with(GroupOption.CRASH_DETECTION, crashDetection)
        .with(GroupOption.COORDINATED_FAILOVER, coordinated)
        .with(GroupOption.FENCE_ISOLATED_MASTER, fences)
        .with(GroupOption.REFUSE_WHEN_ISOLATED, refuses)
        .with(GroupOption.FAILOVER_ON_DATA_LOSS, minds)
        .with(GroupOption.MAX_CANDIDATE_LAG_BYTES, (long) maxLagBytes)
        .with(GroupOption.AWAIT_NEWEST_MS, (long) awaitNewestMs)
        .with(GroupOption.PROMOTE_BEST_AFTER_MS, (long) promoteBestMs)
        .with(GroupOption.MIN_FAILOVER_INTERVAL_MS, (long) intervalMs);
  }

  /** Whether the best replica is not simply the furthest of the lowest priority. */
  public boolean shapeSelection() {
    return minds || maxLagBytes > 0 || awaitNewestMs > 0;
  }
}
