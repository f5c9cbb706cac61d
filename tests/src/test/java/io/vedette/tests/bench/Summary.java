package io.vedette.tests.bench;

import java.util.List;

/**
 * Order statistics of measured times, in milliseconds.
 *
 * @param count how many were measured, 1 or more
 */
record Summary(int count, double median, double p90, double max) {
  /** Of at least one value. */
  static Summary of(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    double median =
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    // The nearest rank: the smallest value that 90 % of all do not exceed.
    int rank = (int) Math.ceil(0.9 * sorted.size());
    return new Summary(sorted.size(), median, sorted.get(rank - 1), sorted.get(sorted.size() - 1));
  }
}
