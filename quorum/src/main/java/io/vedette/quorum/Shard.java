package io.vedette.quorum;

import io.vedette.quorum.cluster.NodeId;
import io.vedette.quorum.cluster.ShardMatch;
import io.vedette.quorum.cluster.SlotSet;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Link;
import io.vedette.quorum.model.MasterGroup;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A shard of a cluster, and the group by which it is watched. Mutable. */
final class Shard {
  final MasterGroup group;

  /** Its nodes, the master among them, and where they are. */
  final Map<NodeId, Address> members = new TreeMap<>();

  /** The node that is its master. */
  NodeId master;

  /** Its slots, as they were last known. */
  SlotSet slots = SlotSet.NONE;

  /** In which config epoch it had them. */
  long slotsEpoch;

  /** When a node of it was seen to have been elected. */
  final Map<NodeId, Long> electedAt = new TreeMap<>();

  /** For which outage it was said that no replica may be promoted: since when it lasts. */
  long refusedIn = Link.NEVER;

  /** Since when no node of it has a slot, or never. */
  long emptySince = Link.NEVER;

  /** Since when another is said to be its master by an older epoch than is known, or never. */
  long doubtedSince = Link.NEVER;

  Shard(MasterGroup group, NodeId master) {
    this.group = group;
    this.master = master;
  }

  ShardMatch.Known known() {
    return new ShardMatch.Known(master, members.keySet());
  }

  /** Which of its nodes is at an address. */
  Optional<NodeId> idOf(Address address) {
    return members.entrySet().stream()
        .filter(member -> group.names().areSame(member.getValue(), address))
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
