package io.vedette.quorum.detection;

import io.vedette.quorum.model.Link;

/**
 * What speaks for a server's process being gone, rather than slow or cut off: the other side ended
 * a connection that stood, and since then its host refuses new ones. A server that hangs does
 * neither: its kernel keeps the connection and goes on accepting, or says nothing at all.
 */
public final class CrashEvidence {
  /** One refusal may be a restart's, and two may be of one moment. */
  private static final int LEAST_REFUSALS = 3;

  private boolean closed;
  private int refusals;
  private long refusedSince = Link.NEVER;
  private long refusedAt = Link.NEVER;
  private boolean believed;

  /** A connection stands: whatever there was, it is no crash now. */
  public void connected() {
    closed = false;
    believed = false;
    unclear();
  }

  /** The other side has ended a connection that stood. */
  public void closed() {
    closed = true;
  }

  /** The host refused a new connection. */
  public void refused(long now) {
    if (refusals == 0) {
      refusedSince = now;
    }
    refusals++;
    refusedAt = now;
  }

  /** An attempt to connect failed in a way that says nothing of the process. */
  public void unclear() {
    refusals = 0;
    refusedSince = Link.NEVER;
    refusedAt = Link.NEVER;
  }

  /** Whether it may be a crash, but is not believed yet: then attempts must follow quickly. */
  public boolean isOpen() {
    return closed && !believed;
  }

  /**
   * Whether it is a crash, from the moment at which every attempt has been refused for this long:
   * until a connection stands again, even if the host is gone too meanwhile.
   *
   * @param confirmMs milliseconds
   */
  public boolean isConvincing(long confirmMs) {
    believed |= closed && refusals >= LEAST_REFUSALS && refusedAt - refusedSince >= confirmMs;
    return believed;
  }

  /** Whether {@link #isConvincing} has ever said so since a connection stood. */
  public boolean isBelieved() {
    return believed;
  }
}
