package io.vedette.quorum;

import io.vedette.quorum.failover.FailoverState;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.DataNode;
import io.vedette.quorum.model.Link;
import io.vedette.quorum.model.MasterGroup;
import io.vedette.quorum.model.Peer;
import io.vedette.quorum.model.Role;
import java.util.Optional;

/** Makes another node a group's master in this coordinator's view, and tells the world. */
final class MasterSwitch {
  private final Self self;
  private final Outbox out;
  private final Registry registry;
  private final LinkCare links;

  MasterSwitch(Self self, Outbox out, Registry registry, LinkCare links) {
    this.self = self;
    this.out = out;
    this.registry = registry;
    this.links = links;
  }

  /**
   * Switches. The links stay: the nodes are the same, only what is expected of them has changed.
   * The caller has set the new config epoch.
   *
   * @param asLeader whether this coordinator led the failover, or heard of it
   */
  void switchTo(MasterGroup group, Address to, boolean asLeader) {
    Address from = self.names.shown(group.master().address());
    Address next = self.names.shown(to);
    takeBackOrders(group, from);
    out.save();
    Optional<String> script = group.settings().clientReconfigScript();
    script.ifPresent(
        path -> out.add(new Effect.RunReconfigScript(path, group.name(), asLeader, from, next)));
    out.event(
        EventType.SWITCH_MASTER,
        group,
        group.name() + " " + Outbox.spaced(from) + " " + Outbox.spaced(next),
        "");
    DataNode master = registry.makeMaster(group, to);
    noteLineage(group, master);
    master.expect(Role.MASTER, self.now);
    for (DataNode replica : group.replicas().values()) {
      replica.expect(Role.REPLICA, self.now);
      if (replica.address().equals(from)) {
        replica.depose();
      }
      out.node(EventType.REPLICA, group, replica, "");
    }
    forgetWhatWasSaidOfTheOldMaster(group);
    if (asLeader) {
      links.pushHello(group);
    } else {
      links.passHelloOn(group);
    }
    links.askNow(group.master());
  }

  /** Whoever was told in this very step to follow the one before need not go there first. */
  private void takeBackOrders(MasterGroup group, Address from) {
    for (DataNode replica : group.replicas().values()) {
      if (replica.link().isUp()) {
        out.takeBack(new Effect.Replicaof(replica.link().id(), Optional.of(from)));
      }
    }
  }

  /**
   * The leader has the new master's own word, as the proof of its promotion. What it said when it
   * was the master before is none: it has followed another since.
   */
  private static void noteLineage(MasterGroup group, DataNode master) {
    group.lineage().anotherMaster();
    if (master.roleReported() == Role.MASTER && !master.isDeposed()) {
      master.info().ifPresent(group.lineage()::masterSays);
    }
  }

  private void forgetWhatWasSaidOfTheOldMaster(MasterGroup group) {
    group.switchedAt(self.now);
    group.dataLoss(Optional.empty());
    group.lackedReplicaAt(Link.NEVER);
    group.oDownSince(Link.NEVER);
    group.failover(new FailoverState.None());
    group.quietUntil(Link.NEVER);
    group.standAt(Link.NEVER);
    group.ballot().forgetLeader();
    group.peers().values().forEach(Peer::forgetReport);
  }
}
