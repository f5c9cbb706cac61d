package io.vedette.tests.bench;

import io.vedette.tests.bench.Options.Fault;
import io.vedette.tests.harness.CoordinatorKind;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What became of a replaced master with a client stuck to it, in one round.
 *
 * @param demotedMs from its first answer, or from the healing of the network, until the client was
 *     refused; empty when that did not come in time
 * @param acknowledged how many of the client's writes were
 * @param lost how many of those the new master does not have
 * @param lateLost how many of these were acknowledged after half of down-after; 0 without a cut
 */
record Demotion(
    CoordinatorKind kind,
    Fault fault,
    int number,
    OptionalDouble demotedMs,
    int acknowledged,
    int lost,
    int lateLost) {

  String toJson() {
    return String.format(
        Locale.ROOT,
        "{\"program\":\"%s\",\"fault\":\"%s\",\"round\":%d,\"demoted_ms\":%s,"
            + "\"acknowledged\":%d,\"lost\":%d,\"lost_after_half_of_down_after\":%d}",
        kind.label(),
        fault.label(),
        number,
        demotedMs.isPresent()
            ? String.format(Locale.ROOT, "%.1f", demotedMs.getAsDouble())
            : "null",
        acknowledged,
        lost,
        lateLost);
  }
}
