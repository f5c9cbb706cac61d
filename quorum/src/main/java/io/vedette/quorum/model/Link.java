package io.vedette.quorum.model;

import java.util.Optional;

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

  /** A node that has not answered for longer than this was out of reach. */
  private static final long GAP_MS = 2_000;

  private LinkId id;
  private boolean up;
  private String localHost = "";
  private long upAt = NEVER;
  private long attemptedAt = NEVER;
  private long connectMs = NEVER;
  private long pingSentAt = NEVER;
  private boolean pingInFlight;
  private long unansweredSince;
  private long lastOkReplyAt;
  private long lastReplyAt;
  private long steadySince = NEVER;
  private long heardAt;
  private boolean denied;
  private Optional<String> refusal = Optional.empty();
  private long loginSentAt = NEVER;

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
    connectMs = now - attemptedAt;
    heardAt = now;
    denied = false;
    pingSentAt = NEVER;
    pingInFlight = false;
    steadySince = NEVER;
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
      if (steadySince == NEVER || now - lastOkReplyAt > GAP_MS) {
        steadySince = now;
      }
      lastOkReplyAt = now;
      unansweredSince = NEVER;
    }
  }

  /** Whether the last PING was answered by: you are not logged in, or may not. */
  public void denied(boolean isSo) {
    denied = isSo;
  }

  /** The login that is set is shown to the node that is linked already. */
  public void loginSent(long now) {
    loginSentAt = now;
  }

  /** What the node says to the login that is set; empty: it accepts it. */
  public void loginAnswered(Optional<String> error, long now) {
    refusal = error;
    loginSentAt = now;
  }

  /** It is known to be alive, though it does not let us in: its silence counts from now on. */
  public void vouchedFor(long now) {
    unansweredSince = now;
  }

  /** Nothing was heard of anybody for so long: it is not this node's silence. */
  public void putOff(long ms, long now) {
    lastOkReplyAt = Math.min(lastOkReplyAt + ms, now);
    lastReplyAt = Math.min(lastReplyAt + ms, now);
    heardAt = Math.min(heardAt + ms, now);
    if (unansweredSince != NEVER) {
      unansweredSince = Math.min(unansweredSince + ms, now);
    }
    if (id != null && !up) {
      attemptedAt = Math.min(attemptedAt + ms, now);
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

  /** How long the last attempt took that succeeded, in milliseconds, or {@link #NEVER}. */
  public long connectMs() {
    return connectMs;
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

  /**
   * Since when it has been answering on the connection that stands, without a gap; {@link #NEVER}:
   * it does not.
   */
  public long steadySince(long now) {
    return up && now - lastOkReplyAt <= GAP_MS ? steadySince : NEVER;
  }

  /** Whether the last PING was answered by: you are not logged in, or may not. */
  public boolean isDenied() {
    return denied;
  }

  /** What the node says to the login that is set; empty: it accepts it, as far as is known. */
  public Optional<String> refusal() {
    return refusal;
  }

  /** When the login that is set was last tried, or {@link #NEVER}. */
  public long loginSentAt() {
    return loginSentAt;
  }

  /** When the hello subscription was last heard. */
  public long heardAt() {
    return heardAt;
  }
}
