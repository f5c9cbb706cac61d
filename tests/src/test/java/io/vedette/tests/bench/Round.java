package io.vedette.tests.bench;

import io.vedette.tests.bench.Options.Fault;
import io.vedette.tests.harness.CoordinatorKind;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * One measured failover.
 *
 * @param answeredMs when each coordinator that did gave the new address, ascending, in milliseconds
 *     since the failover could begin
 * @param acknowledged writes, before the fault; 0 where nobody writes
 * @param lost of them, what the new master does not have
 */
record Round(
    CoordinatorKind kind,
    Fault fault,
    int number,
    List<Double> answeredMs,
    int acknowledged,
    int lost) {
  /** When two of the three had; empty when the failover did not come to an end in time. */
  OptionalDouble majorityMs() {
    return answeredMs.size() < 2 ? OptionalDouble.empty() : OptionalDouble.of(answeredMs.get(1));
  }

  String toJson() {
    return "{\"program\":\"%s\",\"fault\":\"%s\",\"round\":%d,\"answered_ms\":[%s],"
        .concat("\"acknowledged\":%d,\"lost\":%d}")
        .formatted(
            kind.label(),
            fault.label(),
            number,
            answeredMs.stream()
                .map(ms -> String.format(Locale.ROOT, "%.1f", ms))
                .collect(Collectors.joining(",")),
            acknowledged,
            lost);
  }
}
