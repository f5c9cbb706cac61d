package io.vedette.quorum.model;

/**
 * A master that came back from a restart without all of its data.
 *
 * @param before what it had
 * @param left how far of that it still is, in bytes; 0: its data is another history's
 * @param since when that was seen, monotonic milliseconds
 */
public record DataLoss(LastKnown before, long left, long since) {
  /** By then its replicas have its data, or follow nobody. */
  private static final long COUNTS_MS = 10_000;

  /** Until when it counts: later, what it has by now is worth more than what it had. */
  public long until() {
    return since + COUNTS_MS;
  }

  /** Whether a replica has more of what was lost than the master, by what it says since. */
  public boolean isStillWith(DataNode replica) {
    return replica.infoAt() >= since
        && replica.info().filter(info -> info.replId().equals(before.replId())).isPresent()
        && replica.replOffset() > left;
  }
}
