package io.vedette.quorum;

import io.vedette.quorum.gossip.Confirmation;
import io.vedette.quorum.model.Link;
import io.vedette.quorum.model.MasterGroup;
import io.vedette.quorum.model.Peer;
import io.vedette.quorum.options.GroupOption;

/**
 * Notices when so many others can't be reached that they may have made another node the master, so
 * that clients are not told an address that may be an old one. Only where it was chosen ({@link
 * GroupOption#REFUSE_WHEN_ISOLATED}).
 */
final class Staleness {
  /** How often it is looked at whether a majority is back. */
  private static final long LOOK_MS = 100;

  private final Self self;
  private final Outbox out;
  private final Registry registry;

  Staleness(Self self, Outbox out, Registry registry) {
    this.self = self;
    this.out = out;
    this.registry = registry;
  }

  void look(MasterGroup group) {
    boolean isChosen = group.options().get(GroupOption.REFUSE_WHEN_ISOLATED);
    if (!group.isStale()) {
      if (isChosen && isMajorityDown(group)) {
        group.staleSince(self.now);
        out.master(
            EventType.ISOLATED, group, "no majority of coordinators can be reached: ask another");
      }
      return;
    }
    if (!isChosen || Confirmation.isConfirmed(group, self.timing, self.now, group.staleSince())) {
      group.staleSince(Link.NEVER);
      out.master(EventType.ISOLATED_CLEARED, group, "");
    } else {
      registry.groupAgenda.wakeAt(self.now + LOOK_MS);
    }
  }

  /** Whether those that can't be reached could elect a leader without this one. */
  private static boolean isMajorityDown(MasterGroup group) {
    long down = group.peers().values().stream().filter(Peer::isSDown).count();
    return down > group.voters() / 2;
  }
}
