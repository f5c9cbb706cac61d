package io.vedette.quorum;

import io.vedette.quorum.failover.FailoverState;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.DataNode;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.Link;
import io.vedette.quorum.model.MasterGroup;
import io.vedette.quorum.model.Peer;
import io.vedette.quorum.view.CoordinatorView;
import io.vedette.quorum.view.Flag;
import io.vedette.quorum.view.GroupOutlook;
import io.vedette.quorum.view.GroupView;
import io.vedette.quorum.view.LinkView;
import io.vedette.quorum.view.NodeView;
import io.vedette.quorum.view.PeerView;
import io.vedette.quorum.view.ProcessView;
import io.vedette.quorum.view.ViewChange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Makes snapshots of what the core knows. */
final class Views {
  /** How late it may be seen, with many groups, that a node or a peer has said something again. */
  private static final long HEARD_MS = 500;

  private final Self self;
  private final Registry registry;
  private final Clusters clusters;
  private final Rhythm rhythm;
  private final Set<GroupName> changed = new LinkedHashSet<>();
  private final Set<GroupName> heardOf = new LinkedHashSet<>();
  private GroupName lastChanged;
  private long heardTakenAt;

  Views(Self self, Registry registry, Clusters clusters, Rhythm rhythm) {
    this.self = self;
    this.registry = registry;
    this.clusters = clusters;
    this.rhythm = rhythm;
  }

  /** A group, or the lack of it, is not what it was when it was last seen. */
  void markChanged(GroupName group) {
    // Mostly it is the same one again.
    if (!group.equals(lastChanged)) {
      changed.add(group);
      lastChanged = group;
    }
  }

  /** It was asked, or has said, again what is known: only when that was is not what it was. */
  void markHeardOf(GroupName group) {
    heardOf.add(group);
  }

  CoordinatorView all() {
    return new CoordinatorView(
        process(), registry.groups().stream().map(Views::view).toList(), clusters.views());
  }

  ViewChange takeChange() {
    if (self.now - heardTakenAt >= rhythm.pace(0, HEARD_MS)) {
      changed.addAll(heardOf);
      heardOf.clear();
      heardTakenAt = self.now;
    }
    List<GroupView> views = new ArrayList<>(changed.size());
    List<GroupName> removed = new ArrayList<>();
    for (GroupName name : changed) {
      registry
          .group(name)
          .ifPresentOrElse(group -> views.add(view(group)), () -> removed.add(name));
    }
    changed.clear();
    lastChanged = null;
    return new ViewChange(process(), views, removed, clusters.views());
  }

  private ProcessView process() {
    return new ProcessView(
        self.id,
        self.currentEpoch,
        self.announceHost,
        self.announcePort,
        self.timing,
        self.tilt.since(),
        self.tilt.count(),
        self.unsaved,
        self.exitAfterElection,
        self.exitAfterPromotion);
  }

  private static GroupView view(MasterGroup group) {
    return new GroupView(
        group.name(),
        group.settings(),
        group.names().shown(group.master().address()),
        group.isStale(),
        view(group, group.master()),
        group.configEpoch(),
        group.ballot().leader(),
        group.ballot().epoch(),
        group.failover().wire(),
        group.failoverEpoch(),
        replicas(group),
        peers(group),
        outlook(group));
  }

  private static List<NodeView> replicas(MasterGroup group) {
    List<NodeView> views = new ArrayList<>(group.replicas().size());
    for (DataNode replica : group.replicas().values()) {
      views.add(view(group, replica));
    }
    return Collections.unmodifiableList(views);
  }

  private static List<PeerView> peers(MasterGroup group) {
    List<PeerView> views = new ArrayList<>(group.peers().size());
    for (Peer peer : group.peers().values()) {
      views.add(view(peer));
    }
    return Collections.unmodifiableList(views);
  }

  private static GroupOutlook outlook(MasterGroup group) {
    Map<Address, String> refusals = Map.of();
    for (DataNode replica : group.replicas().values()) {
      if (replica.refusal().isPresent()) {
        refusals = refusals.isEmpty() ? new TreeMap<>() : refusals;
        refusals.put(replica.address(), replica.refusal().get());
      }
    }
    return new GroupOutlook(
        refusals, group.pausedUntil(), Restraint.heldBackUntil(group), group.lastKnown());
  }

  private static NodeView view(MasterGroup group, DataNode node) {
    Address known = node.address();
    Address address = group.names().shown(known);
    return new NodeView(
        address,
        known,
        flags(group, node),
        view(node.link(), 1),
        node.sDownSince(),
        node == group.master() ? group.oDownSince() : NodeView.NEVER,
        node.info(),
        node.infoAt(),
        node.roleReported(),
        node.roleReportedAt());
  }

  private static PeerView view(Peer peer) {
    Address known = peer.process().address();
    Address address = peer.group().names().shown(known);
    return new PeerView(
        peer.runId(),
        address,
        known,
        flags(peer),
        view(peer.link(), peer.process().memberships().size()),
        peer.sDownSince(),
        peer.lastHelloAt(),
        peer.votedLeader(),
        peer.votedEpoch());
  }

  private static LinkView view(Link link, int shares) {
    return new LinkView(
        link.isUp(),
        shares,
        link.unansweredSince(),
        link.lastOkReplyAt(),
        link.lastReplyAt(),
        link.refusal());
  }

  private static Set<Flag> flags(MasterGroup group, DataNode node) {
    EnumSet<Flag> flags = EnumSet.noneOf(Flag.class);
    put(flags, Flag.S_DOWN, node.isSDown());
    put(flags, Flag.DISCONNECTED, !node.link().isUp());
    put(flags, Flag.SCRIPT_KILL_SENT, node.isScriptKillSent());
    if (node == group.master()) {
      flags.add(Flag.MASTER);
      put(flags, Flag.O_DOWN, group.isODown());
      put(flags, Flag.FAILOVER_IN_PROGRESS, group.failover().isBeforeSwitch());
      put(flags, Flag.FORCE_FAILOVER, isForced(group.failover()));
      put(flags, Flag.MASTER_REBOOT, node.rebootedAt() != Link.NEVER);
    } else {
      flags.add(Flag.REPLICA);
      put(flags, Flag.PROMOTED, node.isPromoted());
      put(flags, Flag.RECONF_SENT, node.reconf() == DataNode.Reconf.SENT);
      put(flags, Flag.RECONF_IN_PROGRESS, node.reconf() == DataNode.Reconf.IN_PROGRESS);
      put(flags, Flag.RECONF_DONE, node.reconf() == DataNode.Reconf.DONE);
    }
    return Collections.unmodifiableSet(flags);
  }

  private static boolean isForced(FailoverState state) {
    return (state instanceof FailoverState.WaitStart standing && standing.order().isForced())
        || (state instanceof FailoverState.SelectReplica elected && elected.order().isForced());
  }

  private static Set<Flag> flags(Peer peer) {
    EnumSet<Flag> flags = EnumSet.of(Flag.PEER);
    put(flags, Flag.S_DOWN, peer.isSDown());
    put(flags, Flag.DISCONNECTED, !peer.link().isUp());
    put(flags, Flag.MASTER_DOWN, peer.saysMasterDown());
    return Collections.unmodifiableSet(flags);
  }

  private static void put(EnumSet<Flag> flags, Flag flag, boolean isSet) {
    if (isSet) {
      flags.add(flag);
    }
  }
}
