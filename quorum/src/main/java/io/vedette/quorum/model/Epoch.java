package io.vedette.quorum.model;

/**
 * A logical time of the coordinators: elections happen in epochs, and a configuration with a higher
 * epoch replaces one with a lower.
 *
 * @param value 0 or more
 */
public record Epoch(long value) implements Comparable<Epoch> {
  /** Before anything happened. */
  public static final Epoch ZERO = new Epoch(0);

  /** The highest epoch that is taken from outside: what comes after it must fit every parser. */
  public static final long MAX_HEARD = 99_999_999_999_999_999L;

  public Epoch {
    if (value < 0) {
      throw new IllegalArgumentException("an epoch is 0 or more, not " + value);
    }
  }

  /** Whether a number from outside can be an epoch. */
  public static boolean isPlausible(long value) {
    return value >= 0 && value <= MAX_HEARD;
  }

  /** The one after this. */
  public Epoch next() {
    return new Epoch(Math.addExact(value, 1));
  }

  /** Strictly higher. */
  public boolean isAfter(Epoch other) {
    return value > other.value;
  }

  @Override
  public int compareTo(Epoch other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
