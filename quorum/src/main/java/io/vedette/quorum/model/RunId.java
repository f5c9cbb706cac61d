package io.vedette.quorum.model;

/**
 * The 40 hexadecimal digits by which a coordinator or a data server is known while it runs (a
 * coordinator keeps its own for ever).
 *
 * @param value 40 hexadecimal digits
 */
public record RunId(String value) implements Comparable<RunId> {
  /** How many digits a run id has. */
  public static final int LENGTH = 40;

  public RunId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("a run id is 40 hexadecimal digits, not '" + value + "'");
    }
  }

  /** Whether this is acceptable to the constructor: for input from outside. */
  public static boolean isValid(String value) {
    if (value.length() != LENGTH) {
      return false;
    }
    for (int i = 0; i < LENGTH; i++) {
      if (!isHex(value.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isHex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }

  // Written out: what a record brings costs several times as much until it is compiled best.
  @Override
  public boolean equals(Object other) {
    return this == other || (other instanceof RunId that && value.equals(that.value));
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public int compareTo(RunId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
