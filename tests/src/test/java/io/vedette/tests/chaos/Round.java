package io.vedette.tests.chaos;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Strikes that may overlap. It begins at rest, and is over when all of them are.
 *
 * @param strikes at least one
 */
record Round(List<Strike> strikes) {
  Round {
    strikes = List.copyOf(strikes);
  }

  boolean isSingle() {
    return strikes.size() == 1;
  }

  long firstMs() {
    return strikes.stream().mapToLong(Strike::afterMs).min().orElseThrow();
  }

  long endMs() {
    return strikes.stream().mapToLong(Strike::endMs).max().orElseThrow();
  }

  boolean has(Fault fault) {
    return strikes.stream().anyMatch(strike -> strike.fault() == fault);
  }

  /** By what rounds are told apart in tables: the fault, or that there were several. */
  String label() {
    return isSingle() ? strikes.get(0).fault().label() : "several at once";
  }

  /** All of it in one line. */
  String line() {
    return strikes.stream().map(Strike::text).collect(Collectors.joining("; "));
  }
}
