package io.vedette.quorum;

import io.vedette.quorum.model.DataLoss;
import io.vedette.quorum.model.LastKnown;
import io.vedette.quorum.model.MasterGroup;
import io.vedette.quorum.model.NodeInfo;
import io.vedette.quorum.options.GroupOption;
import java.util.Optional;

/**
 * Keeps in mind how far a group's data was, and notices a master that comes back from a restart
 * without it: its replicas are about to throw theirs away.
 */
final class DataWatch {
  private final Self self;
  private final Outbox out;
  private final LinkCare links;

  DataWatch(Self self, Outbox out, LinkCare links) {
    this.self = self;
    this.out = out;
    this.links = links;
  }

  /** An INFO in which the group's master says that it is one. */
  void masterSays(MasterGroup group, NodeInfo info) {
    if (info.isLoading()) {
      // What it says of its data is not true yet.
      return;
    }
    group
        .lastKnownNow()
        .filter(known -> known.isOtherRun(info) && !info.hasDataOfItsOwnLog())
        .ifPresent(known -> compare(group, known, info));
    LastKnown.of(group.configEpoch(), info).ifPresent(group::lastKnown);
  }

  private void compare(MasterGroup group, LastKnown known, NodeInfo info) {
    Optional<String> lack = known.lackOf(info, info.masterReplOffset());
    if (lack.isEmpty()) {
      return;
    }
    long left = known.continues(info) ? info.masterReplOffset() : 0;
    group.dataLoss(Optional.of(new DataLoss(known, left, self.now)));
    out.master(EventType.DATA_LOST, group, "it was restarted, and " + lack.get());
    if (group.options().get(GroupOption.FAILOVER_ON_DATA_LOSS)) {
      links.askReplicasNow(group);
    }
  }
}
