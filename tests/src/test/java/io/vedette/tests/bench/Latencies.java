package io.vedette.tests.bench;

/**
 * Counts times in nanoseconds, each as exact as one part in 64. Recording allocates nothing. For
 * one thread.
 */
final class Latencies {
  private static final int BITS = 6;
  private static final int STEPS = 1 << BITS;

  private final long[] counts = new long[STEPS * (Long.SIZE - BITS)];
  private long count;

  /** One more; below 0 counts as 0. */
  void record(long nanos) {
    counts[place(Math.max(0, nanos))]++;
    count++;
  }

  /** How many. */
  long count() {
    return count;
  }

  /**
   * The least time that this part of all did not exceed, in milliseconds.
   *
   * @param part above 0, 1 at most; there must be one
   */
  double percentileMs(double part) {
    if (count == 0) {
      throw new IllegalStateException("nothing was recorded");
    }
    long rank = (long) Math.ceil(part * count);
    int place = 0;
    for (long seen = counts[0]; seen < rank; seen += counts[place]) {
      place++;
    }
    return highest(place) / 1e6;
  }

  private static int place(long nanos) {
    if (nanos < STEPS) {
      return (int) nanos;
    }
    int shift = Long.SIZE - 1 - BITS - Long.numberOfLeadingZeros(nanos);
    return shift * STEPS + (int) (nanos >>> shift);
  }

  private static long highest(int place) {
    if (place < 2 * STEPS) {
      return place;
    }
    int shift = place / STEPS - 1;
    long steps = place - (long) shift * STEPS;
    return ((steps + 1) << shift) - 1;
  }
}
