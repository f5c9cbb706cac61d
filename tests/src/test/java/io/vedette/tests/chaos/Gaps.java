package io.vedette.tests.chaos;

import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** How long nothing was acknowledged. */
final class Gaps {
  /** What is shorter is no gap. */
  private static final long LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private Gaps() {}

  /** All gaps between two moments, in milliseconds; the acknowledgements in any order. */
  static double ms(LongStream acknowledgedNanos, long fromNanos, long toNanos) {
    long[] moments =
        LongStream.concat(
                acknowledgedNanos.filter(at -> at - fromNanos >= 0 && toNanos - at >= 0),
                LongStream.of(fromNanos, toNanos))
            .sorted()
            .toArray();
    long sum = 0;
    for (int i = 1; i < moments.length; i++) {
      long gap = moments[i] - moments[i - 1];
      sum += gap >= LEAST_NANOS ? gap : 0;
    }
    return sum / 1e6;
  }
}
