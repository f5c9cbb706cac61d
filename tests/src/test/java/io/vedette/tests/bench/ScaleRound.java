package io.vedette.tests.bench;

import io.vedette.tests.harness.CoordinatorKind;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * One round of one program with one number of groups.
 *
 * @param cpuPercent of one processor, that an idle coordinator took, the mean of the three
 * @param residentMb of an idle coordinator, the mean of the three
 * @param mostPingMs the longest answer of any idle coordinator to PING
 * @param falseDowns how many +sdown there were while everybody was well
 * @param failure what happened when the masters died; null: they did not
 */
record ScaleRound(
    CoordinatorKind kind,
    int groups,
    int number,
    double cpuPercent,
    double residentMb,
    double mostPingMs,
    long falseDowns,
    Failure failure) {
  /**
   * All masters died at once.
   *
   * @param lastMs after that, until every coordinator gave every new address; empty: some did not
   * @param halfMs until they gave half of them
   * @param replaced how many groups have a new master that everybody gives
   * @param tilts how often a coordinator went into TILT, from the start of the round on
   * @param needless promotions beyond one for each group
   * @param cpuSeconds that a coordinator took from the death to the end, the mean of the three
   */
  record Failure(
      OptionalDouble lastMs,
      OptionalDouble halfMs,
      long replaced,
      long tilts,
      long needless,
      double cpuSeconds) {
    boolean isPerfect(int groups) {
      return lastMs.isPresent() && replaced == groups && tilts == 0 && needless == 0;
    }

    private String toJson() {
      return String.format(
          Locale.ROOT,
          "{\"last_ms\":%s,\"half_ms\":%s,\"replaced\":%d,\"tilts\":%d,\"needless\":%d,\"cpu_s\":%.2f}",
          json(lastMs),
          json(halfMs),
          replaced,
          tilts,
          needless,
          cpuSeconds);
    }

    private static String json(OptionalDouble ms) {
      return ms.isEmpty() ? "null" : String.format(Locale.ROOT, "%.0f", ms.getAsDouble());
    }
  }

  String toJson() {
    return String.format(
        Locale.ROOT,
        "{\"program\":\"%s\",\"groups\":%d,\"round\":%d,\"idle_cpu_percent\":%.2f,"
            + "\"resident_mb\":%.1f,\"most_ping_ms\":%.1f,\"false_sdown\":%d,\"mass_failure\":%s}",
        kind.label(),
        groups,
        number,
        cpuPercent,
        residentMb,
        mostPingMs,
        falseDowns,
        failure == null ? "null" : failure.toJson());
  }
}
