package io.vedette.quorum.detection;

import io.vedette.quorum.model.Link;
import io.vedette.quorum.model.Timing;

/**
 * Mistrust of this coordinator's own observations, as in Sentinel: when a step comes much later
 * than it was due, the process was stopped or starved, and what looks like others' silence may be
 * its own deafness. For a while it observes and does not act.
 */
public final class Tilt {
  private long since = Link.NEVER;
  private long count;

  /**
   * Looks whether a step is late.
   *
   * @return whether TILT begins now; a late step in TILT prolongs it silently
   */
  public boolean beginsWith(long due, long now, Timing timing) {
    if (now - due <= timing.tiltTriggerMs()) {
      return false;
    }
    boolean begins = since == Link.NEVER;
    since = now;
    if (begins) {
      count++;
    }
    return begins;
  }

  /** It is over before its time. */
  public void end() {
    since = Link.NEVER;
  }

  /** Looks whether it is over; true once. */
  public boolean endsAt(long now, Timing timing) {
    if (since == Link.NEVER || now < endsAt(timing)) {
      return false;
    }
    since = Link.NEVER;
    return true;
  }

  /** When it will be over if nothing else happens; only while it is {@link #isOn()}. */
  public long endsAt(Timing timing) {
    return since + timing.tiltPeriodMs();
  }

  public boolean isOn() {
    return since != Link.NEVER;
  }

  /** Since when, or {@link Link#NEVER}. */
  public long since() {
    return since;
  }

  /** How often it has begun. */
  public long count() {
    return count;
  }
}
