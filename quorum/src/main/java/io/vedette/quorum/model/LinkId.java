package io.vedette.quorum.model;

/**
 * One attempt to be connected with one node. A new attempt has a new id, so that nothing that was
 * meant for a connection, or came from it, can be taken for another's.
 *
 * @param value unique in the life of a coordinator, counted up
 */
public record LinkId(long value) implements Comparable<LinkId> {
  // Written out: what a record brings costs several times as much until it is compiled best.
  @Override
  public boolean equals(Object other) {
    return this == other || (other instanceof LinkId that && value == that.value);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(value);
  }

  @Override
  public int compareTo(LinkId other) {
    return Long.compare(value, other.value);
  }
}
