package io.vedette.tests.bench;

import io.vedette.tests.bench.Options.Fault;
import io.vedette.tests.harness.CoordinatorKind;
import java.util.Locale;

/**
 * One failover that an operator ordered, under the writes of a client that asks a coordinator
 * before each.
 *
 * @param switched whether a majority gave the new address in time, and the client wrote there
 * @param gapMs the longest time between two acknowledged writes
 * @param acknowledged before, meanwhile and after
 * @param lost of them, what the new master does not have
 */
record PlannedRound(
    CoordinatorKind kind,
    Fault fault,
    int number,
    boolean switched,
    double gapMs,
    int acknowledged,
    int lost) {
  String toJson() {
    return String.format(
        Locale.ROOT,
        "{\"program\":\"%s\",\"fault\":\"%s\",\"round\":%d,\"switched\":%b,\"gap_ms\":%.1f,"
            + "\"acknowledged\":%d,\"lost\":%d}",
        kind.label(),
        fault.label(),
        number,
        switched,
        gapMs,
        acknowledged,
        lost);
  }
}
