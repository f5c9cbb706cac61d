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
 */
record Round(CoordinatorKind kind, Fault fault, int number, List<Double> answeredMs) {
  /** When two of the three had; empty when the failover did not come to an end in time. */
  OptionalDouble majorityMs() {
    return answeredMs.size() < 2 ? OptionalDouble.empty() : OptionalDouble.of(answeredMs.get(1));
  }

  String toJson() {
    return "{\"program\":\"%s\",\"fault\":\"%s\",\"round\":%d,\"answered_ms\":[%s]}"
        .formatted(
            kind.label(),
            fault.label(),
            number,
            answeredMs.stream()
                .map(ms -> String.format(Locale.ROOT, "%.1f", ms))
                .collect(Collectors.joining(",")));
  }
}
