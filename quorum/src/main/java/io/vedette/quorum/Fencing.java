package io.vedette.quorum;

import io.vedette.quorum.failover.FailoverState;
import io.vedette.quorum.failover.RoleRepair;
import io.vedette.quorum.model.DataNode;
import io.vedette.quorum.model.Link;
import io.vedette.quorum.model.MasterGroup;
import java.util.Optional;

/**
 * Demotes a master that was replaced and has come back, at the moment when its role is seen: what
 * clients write there is acknowledged, and lost. Sentinel waits for 8 s.
 */
final class Fencing {
  /** How soon it is told again if it goes on as a master, or can't obey yet: it may be loading. */
  private static final long TELL_AGAIN_MS = 1_000;

  private final Self self;
  private final Outbox out;
  private final Registry registry;
  private final Failovers failovers;

  Fencing(Self self, Outbox out, Registry registry, Failovers failovers) {
    this.self = self;
    this.out = out;
    this.registry = registry;
    this.failovers = failovers;
  }

  /** Looks at all nodes of a group. */
  void fence(MasterGroup group) {
    if (!self.maySwear() || group.isUnmanageable() || group.failover().isBeforeSwitch()) {
      return;
    }
    for (DataNode replica : group.replicas().values()) {
      if (replica.isDeposed() && replica.link().isUp()) {
        fence(group, replica);
      }
      if (replica.tellAgainAt() != Link.NEVER
          && registry.groupAgenda.isDue(replica.tellAgainAt())) {
        tellAgain(group, replica);
      }
    }
  }

  /** Its clients are disconnected with it, as whenever a node is told its role. */
  private void tellAgain(MasterGroup group, DataNode oldMaster) {
    oldMaster.tellAgainAt(Link.NEVER);
    // Whoever was elected since may be making it the master again: two would follow each other.
    boolean isAnotherAtWork = group.ballot().epoch().isAfter(group.configEpoch());
    // It may be the present one, too, under another address.
    if (!isAnotherAtWork && oldMaster.link().isUp() && Failovers.mayBeTold(group, oldMaster)) {
      failovers.tell(oldMaster, Optional.of(group.master().address()));
    }
  }

  private void fence(MasterGroup group, DataNode replica) {
    boolean mayTell =
        replica.toldAt() == Link.NEVER
            || registry.groupAgenda.isDue(replica.toldAt() + TELL_AGAIN_MS);
    if (!mayTell || !RoleRepair.isStaleForSure(replica, group, self.timing, self.now)) {
      return;
    }
    failovers.tell(replica, Optional.of(group.master().address()));
    if (group.failover() instanceof FailoverState.ReconfReplicas) {
      replica.reconf(DataNode.Reconf.SENT);
    }
    out.node(EventType.CONVERT_TO_REPLICA, group, replica, "it came back as a master");
  }
}
