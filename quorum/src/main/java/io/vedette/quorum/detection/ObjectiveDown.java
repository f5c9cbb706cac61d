package io.vedette.quorum.detection;

import io.vedette.quorum.model.Link;
import io.vedette.quorum.model.MasterGroup;
import io.vedette.quorum.model.Peer;
import io.vedette.quorum.model.Timing;

/** How many coordinators see a master down, by Sentinel's rules. */
public final class ObjectiveDown {
  /** After how many ask periods an answer is forgotten. */
  private static final int ASK_PERIODS = 5;

  private ObjectiveDown() {}

  /** When this peer's report is too old to count, or {@link Link#NEVER} if there is none. */
  public static long expiresAt(Peer peer, Timing timing) {
    return peer.saysMasterDown()
        ? peer.reportedAt() + ASK_PERIODS * timing.askPeriodMs()
        : Link.NEVER;
  }

  /** The reports that the master is down: this coordinator's own, and its peers' last ones. */
  public static int reports(MasterGroup group) {
    if (!group.master().isSDown()) {
      return 0;
    }
    int reports = 1;
    for (Peer peer : group.peers().values()) {
      if (peer.saysMasterDown()) {
        reports++;
      }
    }
    return reports;
  }
}
