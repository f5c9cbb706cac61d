package io.vedette.quorum;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.DataNode;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.Link;
import io.vedette.quorum.model.LinkId;
import io.vedette.quorum.model.LinkTarget;
import io.vedette.quorum.model.MasterGroup;
import io.vedette.quorum.model.Peer;
import io.vedette.quorum.model.PeerLink;
import io.vedette.quorum.model.Role;
import io.vedette.quorum.model.RunId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is watched, and whose link is whose. Every collection is kept in a defined order. */
final class Registry {
  /** The data node a link leads to. */
  record NodeOwner(MasterGroup group, DataNode node) {}

  private final Self self;
  private final Outbox out;
  private final Map<GroupName, MasterGroup> groups = new LinkedHashMap<>();
  private final Map<Address, MasterGroup> byMaster = new LinkedHashMap<>();
  private final Map<RunId, PeerLink> peers = new LinkedHashMap<>();
  private final Map<LinkId, NodeOwner> nodeLinks = new LinkedHashMap<>();
  private final Map<LinkId, PeerLink> peerLinks = new LinkedHashMap<>();
  private final Set<MasterGroup> touched = new LinkedHashSet<>();
  private final Set<MasterGroup> merelyDue = new LinkedHashSet<>();
  private final Set<PeerLink> touchedPeers = new LinkedHashSet<>();
  final Agenda<MasterGroup> groupAgenda = new Agenda<>();
  final Agenda<PeerLink> peerAgenda = new Agenda<>();
  private long lastLinkId;

  Registry(Self self, Outbox out) {
    this.self = self;
    this.out = out;
  }

  // Groups.

  /** Begins to watch a group. */
  MasterGroup add(GroupConfig config) {
    MasterGroup group = new MasterGroup(config, self.names, self.now);
    group.options(self.options.of(group.name()));
    groups.put(group.name(), group);
    byMaster.putIfAbsent(self.names.endpoint(config.master()), group);
    for (Address replica : config.replicas()) {
      addReplica(group, replica);
    }
    for (GroupConfig.KnownPeer peer : config.peers()) {
      if (!peer.runId().equals(self.id) && !group.peers().containsKey(peer.runId())) {
        addPeer(group, peer.runId(), peer.address());
      }
    }
    touch(group);
    return group;
  }

  /** Stops watching a group. */
  void remove(MasterGroup group) {
    group.nodes().forEach(node -> drop(node.link()));
    forgetPeers(group);
    groups.remove(group.name());
    unindexMaster(group);
    groupAgenda.remove(group);
    touched.remove(group);
    merelyDue.remove(group);
  }

  /** Links that were no group's are given up. */
  void end(MasterGroup scout) {
    scout.nodes().forEach(node -> drop(node.link()));
    groupAgenda.remove(scout);
    touched.remove(scout);
    merelyDue.remove(scout);
  }

  Optional<MasterGroup> group(GroupName name) {
    return Optional.ofNullable(groups.get(name));
  }

  /** The group with this master; if several have it, the one that had it first. */
  Optional<MasterGroup> groupOfMaster(Address master) {
    return Optional.ofNullable(byMaster.get(self.names.endpoint(master)));
  }

  Collection<MasterGroup> groups() {
    return groups.values();
  }

  /** Makes another node master, by address; everything that was known of it stays known. */
  DataNode makeMaster(MasterGroup group, Address address) {
    DataNode old = group.master();
    DataNode next =
        group.replica(address).orElseGet(() -> new DataNode(address, Role.MASTER, self.now));
    group.replicas().remove(next.address());
    if (address.isNamed() && !next.address().isNamed()) {
      next.knownAs(address);
    }
    group.replicas().put(old.address(), old);
    unindexMaster(group);
    group.master(next);
    byMaster.putIfAbsent(self.names.endpoint(next.address()), group);
    return next;
  }

  private void unindexMaster(MasterGroup group) {
    Address address = self.names.endpoint(group.master().address());
    if (byMaster.remove(address, group)) {
      for (MasterGroup other : groups.values()) {
        if (other != group && self.names.endpoint(other.master().address()).equals(address)) {
          byMaster.putIfAbsent(address, other);
        }
      }
    }
  }

  /** Finds masters by their addresses anew: a name has another one. */
  void indexMasters() {
    byMaster.clear();
    for (MasterGroup group : groups.values()) {
      byMaster.putIfAbsent(self.names.endpoint(group.master().address()), group);
    }
  }

  /** Whether this very group is still watched. */
  boolean isWatched(MasterGroup group) {
    return groups.get(group.name()) == group;
  }

  /** Whether this very peer is still known. */
  boolean isKnown(PeerLink process) {
    return peers.get(process.runId()) == process;
  }

  // Data nodes and peers.

  /** A replica not known before; empty if it is known, or is the master itself. */
  Optional<DataNode> addReplica(MasterGroup group, Address address) {
    if (self.names.areSame(address, group.master().address())) {
      return Optional.empty();
    }
    Optional<DataNode> known = group.replica(address);
    if (known.isPresent()) {
      callByName(group, known.get(), address);
      return Optional.empty();
    }
    DataNode replica = new DataNode(address, Role.REPLICA, self.now);
    group.replicas().put(address, replica);
    touch(group);
    return Optional.of(replica);
  }

  /**
   * A replica known by its address is said to have a name, which stays where an address may not.
   */
  private void callByName(MasterGroup group, DataNode replica, Address address) {
    boolean isNews = !address.equals(replica.address());
    if (isNews && address.isNamed() && !replica.address().isNamed()) {
      rename(group, replica, address);
      out.save();
      touch(group);
    }
  }

  /** The same replica is known by another address from now on. */
  void rename(MasterGroup group, DataNode replica, Address address) {
    group.replicas().remove(replica.address());
    replica.knownAs(address);
    group.replicas().put(address, replica);
  }

  /** A replica is the group's no more. */
  void forgetReplica(MasterGroup group, DataNode replica) {
    drop(replica.link());
    group.replicas().remove(replica.address());
    touch(group);
  }

  void forgetReplicas(MasterGroup group) {
    group.replicas().values().forEach(replica -> drop(replica.link()));
    group.replicas().clear();
  }

  /** A peer not known in this group before. */
  Peer addPeer(MasterGroup group, RunId runId, Address address) {
    PeerLink process = peers.computeIfAbsent(runId, id -> new PeerLink(id, address, self.now));
    Peer peer = new Peer(process, group, self.now);
    process.memberships().add(peer);
    group.peers().put(runId, peer);
    touch(group);
    touch(process);
    return peer;
  }

  /** A coordinator is gone from every group: another one has its address. */
  void forgetPeer(PeerLink process) {
    for (Peer peer : List.copyOf(process.memberships())) {
      peer.group().peers().remove(process.runId());
      touch(peer.group());
    }
    process.memberships().clear();
    dropIfUnused(process);
  }

  void forgetPeers(MasterGroup group) {
    for (Peer peer : group.peers().values()) {
      peer.process().memberships().remove(peer);
      dropIfUnused(peer.process());
    }
    group.peers().clear();
  }

  private void dropIfUnused(PeerLink process) {
    if (process.memberships().isEmpty()) {
      drop(process.link());
      peers.remove(process.runId());
      peerAgenda.remove(process);
      touchedPeers.remove(process);
    }
  }

  Optional<PeerLink> peer(RunId runId) {
    return Optional.ofNullable(peers.get(runId));
  }

  Collection<PeerLink> peers() {
    return peers.values();
  }

  // Links.

  void connect(MasterGroup group, DataNode node) {
    LinkId id = new LinkId(++lastLinkId);
    nodeLinks.put(id, new NodeOwner(group, node));
    node.link().connecting(id, self.now);
    node.forgetInfoSent();
    out.add(new Effect.Connect(id, target(group, node)));
  }

  /** A data node, with the login that is set now. */
  LinkTarget target(MasterGroup group, DataNode node) {
    return new LinkTarget.DataNode(
        group.name(),
        self.names.endpoint(node.address()),
        group.settings().authUser(),
        group.settings().authPass(),
        group.settings().renamedCommands());
  }

  void connect(PeerLink process) {
    LinkId id = new LinkId(++lastLinkId);
    peerLinks.put(id, process);
    process.link().connecting(id, self.now);
    out.add(new Effect.Connect(id, target(process)));
  }

  LinkTarget target(PeerLink process) {
    return new LinkTarget.Peer(process.runId(), self.names.endpoint(process.address()));
  }

  /** Gives a link up, if there is one. */
  void drop(Link link) {
    if (link.id() != null) {
      out.add(new Effect.Disconnect(link.id()));
      lost(link);
    }
  }

  /** A link is gone. */
  void lost(Link link) {
    nodeLinks.remove(link.id());
    peerLinks.remove(link.id());
    link.lost(self.now);
  }

  Optional<NodeOwner> node(LinkId link) {
    return Optional.ofNullable(nodeLinks.get(link));
  }

  Optional<PeerLink> peer(LinkId link) {
    return Optional.ofNullable(peerLinks.get(link));
  }

  // What is to be looked at before the step ends.

  /** Something has changed in this group. */
  void touch(MasterGroup group) {
    touched.add(group);
    merelyDue.remove(group);
  }

  /** The time has come to look at this group, of which there may be nothing new. */
  void touchInTime(MasterGroup group) {
    if (touched.add(group)) {
      merelyDue.add(group);
    }
  }

  /** Whether this group is looked at only because the time has come; it may be asked once. */
  boolean isMerelyDue(MasterGroup group) {
    return merelyDue.remove(group);
  }

  /** Something has changed in all groups of this peer. */
  void touchGroups(PeerLink process) {
    process.memberships().forEach(peer -> touch(peer.group()));
  }

  /** Something has changed with this peer's link. */
  void touch(PeerLink process) {
    touchedPeers.add(process);
  }

  List<MasterGroup> takeTouched() {
    if (touched.isEmpty()) {
      return List.of();
    }
    List<MasterGroup> taken = new ArrayList<>(touched);
    touched.clear();
    return taken;
  }

  List<PeerLink> takeTouchedPeers() {
    if (touchedPeers.isEmpty()) {
      return List.of();
    }
    List<PeerLink> taken = new ArrayList<>(touchedPeers);
    touchedPeers.clear();
    return taken;
  }
}
