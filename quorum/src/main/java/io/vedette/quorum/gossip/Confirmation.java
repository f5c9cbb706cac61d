package io.vedette.quorum.gossip;

import io.vedette.quorum.model.Link;
import io.vedette.quorum.model.MasterGroup;
import io.vedette.quorum.model.Peer;
import io.vedette.quorum.model.Timing;

/** Whether what this coordinator takes for a group's configuration can't be an old one. */
public final class Confirmation {
  /** How many hello periods a hello is fresh: one may be missing. */
  private static final int FRESH_PUBLISH_PERIODS = 2;

  private Confirmation() {}

  /**
   * Whether a majority, this coordinator counted, has lately named this very configuration. A newer
   * one would have needed the vote of one of them, who knows no other by then.
   *
   * <p>A peer that was out of reach counts only when it had the time for another hello: the first
   * ones to come may have been under way since before it was.
   *
   * @param notBefore only what was said since then counts
   */
  public static boolean isConfirmed(MasterGroup group, Timing timing, long now, long notBefore) {
    long period = timing.publishPeriodMs();
    long fresh = Math.max(notBefore, now - FRESH_PUBLISH_PERIODS * period);
    int confirmed = 1;
    for (Peer peer : group.peers().values()) {
      long steady = peer.link().steadySince(now);
      boolean isSettled = !peer.isSDown() && steady != Link.NEVER && now - steady > period;
      if (isSettled && peer.lastHelloAt() > steady && peer.confirms(group.configEpoch(), fresh)) {
        confirmed++;
      }
    }
    return confirmed > group.voters() / 2;
  }
}
