package io.vedette.quorum;

import io.vedette.quorum.model.DataNode;
import io.vedette.quorum.model.MasterGroup;
import io.vedette.quorum.model.NodeInfo;
import io.vedette.quorum.model.Role;
import java.util.Optional;

/**
 * Says, once, that a master takes writes which no replica has, by what its INFO names: whoever runs
 * the servers should know what that costs.
 */
final class WriteSafety {
  private static final String WHAT_MAY_BE_LOST =
      "min-replicas-to-write is not set: a master that is cut off from its replicas goes on"
          + " acknowledging writes, and those are lost when another has become master";

  private final Self self;
  private final Outbox out;

  WriteSafety(Self self, Outbox out) {
    this.self = self;
    this.out = out;
  }

  /** An INFO of a data node was taken over. */
  void onInfo(MasterGroup group, DataNode node, NodeInfo info) {
    boolean isMaster = node == group.master() && info.role().equals(Optional.of(Role.MASTER));
    if (!isMaster || group.replicas().isEmpty() || !self.mayAct()) {
      return;
    }
    boolean wasUnsafe = group.isUnsafe();
    group.unsafe(!info.minReplicasSet());
    if (group.isUnsafe() && !wasUnsafe) {
      out.master(EventType.UNSAFE_WRITES, group, WHAT_MAY_BE_LOST);
    } else if (wasUnsafe && !group.isUnsafe()) {
      out.master(EventType.UNSAFE_WRITES_CLEARED, group, "");
    }
  }
}
