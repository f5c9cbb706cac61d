package io.vedette.quorum.model;

/**
 * This coordinator keeps a master's clients from writing, because another may be master by now.
 * Mutable; of the coordinator's thread.
 */
public final class Fence {
  private final long since;
  private long toldAt = Link.NEVER;
  private boolean refused;

  /** A new one, of which the master has not been told yet. */
  public Fence(long now) {
    since = now;
  }

  public long since() {
    return since;
  }

  /** When the master was last told to keep its clients from writing, or {@link Link#NEVER}. */
  public long toldAt() {
    return toldAt;
  }

  public void markTold(long now) {
    toldAt = now;
  }

  /** Whether the master has refused to. */
  public boolean isRefused() {
    return refused;
  }

  public void markRefused() {
    refused = true;
  }
}
