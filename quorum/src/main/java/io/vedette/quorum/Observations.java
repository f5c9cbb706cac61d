package io.vedette.quorum;

import io.vedette.quorum.failover.RoleRepair;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.DataNode;
import io.vedette.quorum.model.Link;
import io.vedette.quorum.model.MasterGroup;
import io.vedette.quorum.model.NodeInfo;
import io.vedette.quorum.model.Role;
import io.vedette.quorum.model.RunId;
import java.util.Optional;

/** What data nodes say of themselves: answers to PING and INFO, and what follows from them. */
final class Observations {
  private final Self self;
  private final Outbox out;
  private final Registry registry;
  private final Failovers failovers;
  private final Lookups lookups;
  private final DataWatch dataWatch;
  private final LinkCare links;

  Observations(
      Self self,
      Outbox out,
      Registry registry,
      Failovers failovers,
      Lookups lookups,
      DataWatch dataWatch,
      LinkCare links) {
    this.self = self;
    this.out = out;
    this.registry = registry;
    this.failovers = failovers;
    this.lookups = lookups;
    this.dataWatch = dataWatch;
    this.links = links;
  }

  /** What the loss of a link says of the process behind it; the link still knows what it was. */
  void onLinkLost(DataNode node, Input.LinkLoss cause) {
    boolean wasUp = node.link().isUp();
    if (wasUp && cause == Input.LinkLoss.CLOSED) {
      node.crash().closed();
    } else if (!wasUp && cause == Input.LinkLoss.REFUSED) {
      node.crash().refused(self.now);
    } else {
      node.crash().unclear();
    }
  }

  /** An answer to a PING of a data node. */
  void onPing(Registry.NodeOwner owner, Input.PingAnswer answer) {
    DataNode node = owner.node();
    note(node.link(), answer, self.now);
    if (answer == Input.PingAnswer.PONG) {
      node.clearRebooted();
    }
    if (answer == Input.PingAnswer.BUSY && node.isSDown() && !node.isScriptKillSent()) {
      out.add(new Effect.KillScript(node.link().id()));
      node.markScriptKillSent();
    }
    if (answer == Input.PingAnswer.PONG && !node.isSDown() && owner.group().isCalm()) {
      links.pingInTime(owner.group(), node.link());
    } else {
      registry.touch(owner.group());
    }
  }

  /** Takes over what a node, or a peer, answered to PING. */
  static void note(Link link, Input.PingAnswer answer, long now) {
    link.answered(isAcceptable(answer), now);
    link.denied(answer == Input.PingAnswer.DENIED);
  }

  /** Sentinel's rule: these three are a server that is alive. */
  private static boolean isAcceptable(Input.PingAnswer answer) {
    return answer == Input.PingAnswer.PONG
        || answer == Input.PingAnswer.LOADING
        || answer == Input.PingAnswer.MASTERDOWN;
  }

  /** An INFO of a data node. */
  void onInfo(Registry.NodeOwner owner, NodeInfo info) {
    MasterGroup group = owner.group();
    DataNode node = owner.node();
    if (!group.isPlain()) {
      node.refresh(info, self.now);
      registry.touch(group);
      return;
    }
    noteReboot(group, node, info);
    noteRole(group, node, info);
    node.refresh(info, self.now);
    info.master().ifPresent(lookups::isSettled);
    noteLineage(group, node, info);
    registry.touch(group);
    if (!self.mayAct()) {
      return;
    }
    if (node == group.master()) {
      failovers.handOvers().onMasterInfo(group, info);
      if (node.roleReported() == Role.MASTER) {
        discover(group, info);
      }
    } else if (node.roleReported() != Role.MASTER) {
      failovers.onReplicaReported(group, node);
      repair(group, node);
    } else if (!failovers.onMasterReported(group, node)) {
      repair(group, node);
    }
  }

  private void noteLineage(MasterGroup group, DataNode node, NodeInfo info) {
    if (node == group.master()) {
      if (node.roleReported() == Role.MASTER) {
        group.lineage().masterSays(info);
        dataWatch.masterSays(group, info);
      } else if (info.masterLinkUp() && info.master().filter(group::isNode).isPresent()) {
        group.lineage().masterFollows(info);
      }
    } else if (info.masterLinkUp() && group.isFollowedBy(node)) {
      node.restarted(false);
      group.lineage().connectedReplicaSays(info);
    } else if (node.isRestarted() && !isOfOurs(group, node, info)) {
      node.restarted(false);
    } else if (node.isRestarted() && !info.isLoading()) {
      group.lineage().restartedReplicaSays(info);
    }
  }

  private void noteReboot(MasterGroup group, DataNode node, NodeInfo info) {
    Optional<RunId> known = node.runId();
    if (known.isEmpty() || info.runId().isEmpty() || known.equals(info.runId())) {
      return;
    }
    out.node(EventType.REBOOT, group, node, "");
    if (node == group.master() && group.settings().masterRebootDownAfterMs() > 0) {
      node.markRebooted(self.now);
    }
    if (node != group.master()
        && node.info().filter(said -> !group.lineage().isForeign(said)).isPresent()) {
      node.restarted(true);
      node.followedBefore(node.info().flatMap(NodeInfo::master));
    }
  }

  /** Whoever follows a master that this group has not, and never had, only has its address. */
  private static boolean isOfOurs(MasterGroup group, DataNode node, NodeInfo info) {
    return info.master().isEmpty()
        || group.isNode(info.master().get())
        || info.master().equals(node.followedBefore());
  }

  private void noteRole(MasterGroup group, DataNode node, NodeInfo info) {
    Role role = info.role().orElse(node.roleReported());
    if (role == node.roleReported()) {
      return;
    }
    Role expected = node == group.master() ? Role.MASTER : Role.REPLICA;
    out.event(
        role == expected ? EventType.ROLE_AS_EXPECTED : EventType.ROLE_UNEXPECTED,
        group,
        Outbox.wording(group, node) + " new reported role is " + role.wire(),
        "");
  }

  /** Some name has been looked up: takes the replicas that a master has told of before. */
  void resume(MasterGroup group) {
    if (group.isPlain() && self.mayAct() && group.master().roleReported() == Role.MASTER) {
      group.master().info().ifPresent(info -> discover(group, info));
    }
  }

  private void discover(MasterGroup group, NodeInfo info) {
    boolean isNew = false;
    for (Address address : info.replicas()) {
      if (!lookups.isSettled(address)) {
        lookups.await(address, group);
        continue;
      }
      Optional<DataNode> replica = registry.addReplica(group, address);
      if (replica.isPresent()) {
        out.node(EventType.REPLICA, group, replica.get(), "");
        isNew = true;
      }
    }
    if (isNew) {
      out.save();
    }
  }

  /** Said once, as long as it is so. */
  private boolean isAnothers(MasterGroup group, DataNode replica) {
    boolean isSo = RoleRepair.isAnothers(replica, group);
    if (isSo && !replica.isAnothers()) {
      out.node(
          EventType.FOREIGN_NODE,
          group,
          replica,
          "its data is not this group's, and it is in use elsewhere: it is left alone");
    }
    replica.anothers(isSo);
    return isSo;
  }

  private void repair(MasterGroup group, DataNode replica) {
    RoleRepair.Fault fault = RoleRepair.faultOf(replica, group);
    if (fault != RoleRepair.Fault.NONE && isAnothers(group, replica)) {
      return;
    }
    DataNode master = group.master();
    if (fault != RoleRepair.Fault.NONE
        && RoleRepair.isMasterToBeAsked(replica, group)
        && master.link().isUp()
        && !master.isInfoInFlight()) {
      links.askNow(master);
    }
    // A node that stays wrong is not told again with every INFO: most of them will not obey.
    boolean wasTold =
        replica.toldAt() != Link.NEVER && self.now - replica.toldAt() < self.timing.infoPeriodMs();
    if (wasTold
        || group.isUnmanageable()
        || !self.maySwear()
        || !RoleRepair.isDue(fault, replica, group, self.timing, self.now)) {
      return;
    }
    failovers.tell(replica, Optional.of(group.master().address()));
    out.node(
        fault == RoleRepair.Fault.IS_MASTER
            ? EventType.CONVERT_TO_REPLICA
            : EventType.FIX_REPLICA_CONFIG,
        group,
        replica,
        "");
  }
}
