package io.vedette.quorum;

import io.vedette.quorum.cluster.ClusterConfig;
import io.vedette.quorum.cluster.ClusterPicture;
import io.vedette.quorum.cluster.ClusterReport;
import io.vedette.quorum.cluster.NodeId;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.DataNode;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.Link;
import io.vedette.quorum.model.MasterGroup;
import io.vedette.quorum.view.ClusterView;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A cluster that is watched: its shards, and what its nodes have said last. Mutable. */
final class WatchedCluster {
  /** How many names are kept that others were heard to use. */
  private static final int MAX_HEARD = 1_024;

  /** What a node said, and when. */
  record Told(DataNode node, ClusterReport report, long at) {}

  /** When a node was asked last, and when it answered. */
  static final class Poll {
    long askedAt = Link.NEVER;
    long saidAt = Link.NEVER;
    boolean refused;

    boolean isInFlight() {
      return askedAt != Link.NEVER && askedAt > saidAt;
    }
  }

  final Map<GroupName, Shard> shards = new TreeMap<>();
  final Map<NodeId, Told> reports = new TreeMap<>();
  final Map<DataNode, Poll> polls = new LinkedHashMap<>();
  private final Map<Address, GroupName> heardNames = new LinkedHashMap<>();
  ClusterConfig config;
  ClusterPicture picture = ClusterPicture.EMPTY;

  /** Since when slots have been on their way, or never: none is. */
  long movingSince = Link.NEVER;

  private ClusterView view;

  /** Links by which shards are found, as long as there is no other way to them. */
  Optional<MasterGroup> scout = Optional.empty();

  /** Since when names that others use for its shards could be heard, or never. */
  long listeningSince = Link.NEVER;

  /** The highest epoch that any of its nodes has told. */
  private long currentEpoch;

  /** When it last rose, but by our doing: then the cluster has begun an election; or never. */
  long epochRoseAt = Link.NEVER;

  /** When a node that belongs to it was heard last. */
  long heardAt;

  /** Whether a shard waits for its name. */
  boolean isNaming;

  WatchedCluster(ClusterConfig config, long now) {
    this.config = config;
    heardAt = now;
  }

  Poll poll(DataNode node) {
    return polls.computeIfAbsent(node, any -> new Poll());
  }

  Optional<Shard> shard(MasterGroup group) {
    return Optional.ofNullable(shards.get(group.name())).filter(shard -> shard.group == group);
  }

  /** Whether a node of any of its shards can be asked. */
  boolean isReached() {
    return shards.values().stream()
        .anyMatch(shard -> shard.group.nodes().stream().anyMatch(node -> node.link().isUp()));
  }

  /** The highest epoch that any of its nodes has told. */
  long currentEpoch() {
    return currentEpoch;
  }

  /** A node knows of this epoch. */
  void observeEpoch(long epoch, long now) {
    if (epoch > currentEpoch) {
      epochRoseAt = currentEpoch == 0 ? Link.NEVER : now;
      currentEpoch = epoch;
    }
  }

  /** The group of the shard whose master this node is. */
  Optional<MasterGroup> groupOf(NodeId master) {
    return shards.values().stream()
        .filter(shard -> shard.master.equals(master))
        .map(shard -> shard.group)
        .findFirst();
  }

  /** Whether a shard may have another master soon: its own is down, or it was ordered. */
  boolean isInTrouble() {
    return shards.values().stream()
        .anyMatch(shard -> shard.group.master().isSDown() || shard.group.failover().isRunning());
  }

  /**
   * Whether a node has not been given up by all others that can be asked: it may be out of reach of
   * coordinators alone. It is given up by PFAIL, without which there is no election either.
   */
  boolean isHeldUp(NodeId id) {
    return reports.values().stream()
        .filter(told -> !told.node().isSDown() && !told.report().self().equals(id))
        .anyMatch(told -> told.report().line(id).filter(line -> !line.isGivenUp()).isPresent());
  }

  /** Whether some node that can be asked reaches a majority of masters by its own count. */
  boolean isMajorityReached() {
    return reports.values().stream()
        .anyMatch(told -> !told.node().isSDown() && told.report().reachesMajority());
  }

  /** All nodes that are known to belong to it. */
  Set<NodeId> known() {
    Set<NodeId> known = new LinkedHashSet<>(picture.nodes().keySet());
    shards.values().forEach(shard -> known.addAll(shard.members.keySet()));
    return known;
  }

  /** The name that somebody else has for the shard with this master. */
  Optional<GroupName> heardName(Address master) {
    return Optional.ofNullable(heardNames.get(master));
  }

  /** Somebody calls the shard with this master so. */
  void hear(Address master, GroupName name) {
    heardNames.remove(master);
    heardNames.put(master, name);
    if (heardNames.size() > MAX_HEARD) {
      heardNames.remove(heardNames.keySet().iterator().next());
    }
  }

  /** As it is seen now. */
  ClusterView view() {
    if (view == null) {
      view = new ClusterSurvey(this).view();
    }
    return view;
  }

  /** Something of what is seen has changed. */
  void changed() {
    view = null;
  }

  /** Whether a name can be that of one of its shards. */
  boolean mayBeCalled(GroupName name) {
    return name.value().startsWith(config.name() + "-");
  }
}
