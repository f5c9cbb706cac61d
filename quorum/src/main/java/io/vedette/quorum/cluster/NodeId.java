package io.vedette.quorum.cluster;

import io.vedette.quorum.model.RunId;

/**
 * The 40 hexadecimal digits by which the nodes of a cluster know each other; it survives restarts
 * and moves, and is no run id.
 *
 * @param value 40 hexadecimal digits
 */
public record NodeId(String value) implements Comparable<NodeId> {
  /** As many digits as people are shown. */
  private static final int SHORT = 8;

  public NodeId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("a node id is 40 hexadecimal digits, not '" + value + "'");
    }
  }

  /** Whether this is acceptable to the constructor: for input from outside. */
  public static boolean isValid(String value) {
    return RunId.isValid(value);
  }

  /** Its first digits, which tell the nodes of a cluster apart. */
  public String shortened() {
    return value.substring(0, SHORT);
  }

  @Override
  public int compareTo(NodeId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
