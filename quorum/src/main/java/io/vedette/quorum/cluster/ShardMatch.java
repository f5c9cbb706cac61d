package io.vedette.quorum.cluster;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which of the shards that are known is whose now. A shard is followed by its masters: it stays the
 * same while slots come and go, and when one of its replicas takes its slots over. A master with
 * slots that descends from none of them is a new shard.
 */
public final class ShardMatch {
  private ShardMatch() {}

  /**
   * A shard as it was.
   *
   * @param master the node that was its master
   * @param members its nodes, the master among them
   */
  public record Known(NodeId master, Set<NodeId> members) {
    public Known {
      members = Set.copyOf(members);
    }
  }

  /**
   * Says for each master with slots which of the known shards it is now the master of.
   *
   * @param known in a defined order
   * @return the shard's place in that order; a master that is not there is of a new shard
   */
  public static Map<NodeId, Integer> of(List<Known> known, ClusterPicture picture) {
    Map<NodeId, Integer> found = new LinkedHashMap<>();
    for (int i = 0; i < known.size(); i++) {
      if (picture.isOwner(known.get(i).master())) {
        found.put(known.get(i).master(), i);
      }
    }
    for (int i = 0; i < known.size(); i++) {
      if (!found.containsValue(i)) {
        int place = i;
        heir(known.get(i), picture, found.keySet()).ifPresent(heir -> found.put(heir, place));
      }
    }
    return found;
  }

  /** The one of its nodes that has slots by now: the latest, if there are several. */
  private static Optional<NodeId> heir(
      Known shard, ClusterPicture picture, Collection<NodeId> others) {
    return picture.owners().stream()
        .filter(node -> shard.members().contains(node.id()) && !others.contains(node.id()))
        .max(Comparator.comparingLong(ClusterPicture.Node::configEpoch))
        .map(ClusterPicture.Node::id);
  }

  /**
   * The nodes of a shard: its master, those that follow it, and those that were in it and are
   * nowhere else: a master that was replaced and is still down, a replica that has not turned to
   * the new one yet.
   *
   * @param before its nodes as they were
   */
  public static Set<NodeId> members(NodeId master, Set<NodeId> before, ClusterPicture picture) {
    Set<NodeId> members = new LinkedHashSet<>(List.of(master));
    for (ClusterPicture.Node node : picture.nodes().values()) {
      boolean isFollower = node.master().filter(master::equals).isPresent();
      boolean isElsewhere =
          picture.isOwner(node.id()) || node.master().filter(picture::isOwner).isPresent();
      if (isFollower || (before.contains(node.id()) && !isElsewhere)) {
        members.add(node.id());
      }
    }
    return members;
  }
}
