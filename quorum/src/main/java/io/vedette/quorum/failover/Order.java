package io.vedette.quorum.failover;

/** Who wants a failover, and how careful it is with a master that is alive. */
public enum Order {
  /** Nobody: the master is down. */
  NONE,
  /** {@code SENTINEL FAILOVER}: a majority is not needed, nor is the master. */
  PLAIN,
  /** The same, but the master hands over if it can: {@code coordinated-failover}. */
  GENTLE,
  /** {@code SENTINEL FAILOVER … COORDINATED}, Valkey's: elected, and the master hands over. */
  COORDINATED;

  /** Whether it goes on without a majority. */
  public boolean isForced() {
    return this == PLAIN || this == GENTLE;
  }

  /** Whether the master is to hand over to the chosen replica. */
  public boolean handsOver() {
    return this == GENTLE || this == COORDINATED;
  }
}
