package io.vedette.quorum.model;

/**
 * The link to one node as the core knows it: whether it stands, and what has been heard on it.
 *
 * <p>{@link #unansweredSince()} is the one figure by which a node is judged: it is set by the first
 * PING that stays without an acceptable answer and by the loss of the link, and cleared by nothing
 * but an acceptable answer. A node that accepts connections and says nothing stays down.
 */
public final class Link {
  /** A time that has not been yet. */
  public static final long NEVER = -1;

  private LinkId id;
  private boolean up;
  private String localHost = "";
  private long upAt = NEVER;
  private long attemptedAt = NEVER;
  private long pingSentAt = NEVER;
  private boolean pingInFlight;
  private long unansweredSince;
  private long lastOkReplyAt;
  private long lastReplyAt;
  private long heardAt;

  /**
   * A link that is still to be made. Silence counts from the end of the first attempt, not from now
   * as in Sentinel: a process that starts slowly must not take its own slowness for a dead node.
   */
  public Link(long now) {
    unansweredSince = NEVER;
    lastOkReplyAt = now;
    lastReplyAt = now;
    heardAt = now;
  }

  /** A connection is being made. */
  public void connecting(LinkId attempt, long now) {
    id = attempt;
    up = false;
    attemptedAt = now;
  }

  /** The connection stands. */
  public void connected(String local, long now) {
    up = true;
    localHost = local;
    upAt = now;
    heardAt = now;
    pingSentAt = NEVER;
    pingInFlight = false;
  }

  /** The connection is gone, could not be made, or was given up. */
  public void lost(long now) {
    id = null;
    up = false;
    pingInFlight = false;
    if (unansweredSince == NEVER) {
      unansweredSince = upAt == NEVER ? now : lastOkReplyAt;
    }
  }

  /** A PING is on its way. */
  public void pinged(long now) {
    pingSentAt = now;
    pingInFlight = true;
    if (unansweredSince == NEVER) {
      unansweredSince = now;
    }
  }

  /** Something came back for a PING. */
  public void answered(boolean acceptable, long now) {
    pingInFlight = false;
    lastReplyAt = now;
    if (acceptable) {
      lastOkReplyAt = now;
      unansweredSince = NEVER;
    }
  }

  /** Something was heard on the hello subscription. */
  public void heard(long now) {
    heardAt = now;
  }

  /** The current attempt or connection; null: none. */
  public LinkId id() {
    return id;
  }

  /** Whether commands can be sent. */
  public boolean isUp() {
    return up;
  }

  /** The address at this end. */
  public String localHost() {
    return localHost;
  }

  /** Since when it stands. */
  public long upAt() {
    return upAt;
  }

  /** When it was last tried to connect, or {@link #NEVER}. */
  public long attemptedAt() {
    return attemptedAt;
  }

  /** When the last PING on this connection was sent, or {@link #NEVER}. */
  public long pingSentAt() {
    return pingSentAt;
  }

  /** Whether a PING is without any answer: no second one is sent behind it. */
  public boolean isPingInFlight() {
    return pingInFlight;
  }

  /** Since when the node owes an acceptable answer, or {@link #NEVER}. */
  public long unansweredSince() {
    return unansweredSince;
  }

  /** When the last acceptable answer to a PING came (at first: when the node became known). */
  public long lastOkReplyAt() {
    return lastOkReplyAt;
  }

  /** When the last answer of any kind came (at first: when the node became known). */
  public long lastReplyAt() {
    return lastReplyAt;
  }

  /** When the hello subscription was last heard. */
  public long heardAt() {
    return heardAt;
  }
}
