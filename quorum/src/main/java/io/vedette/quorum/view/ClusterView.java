package io.vedette.quorum.view;

import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.Zones;
import java.util.List;
import java.util.Optional;

/**
 * A Redis Cluster as this coordinator sees it: what its nodes say. Who is down in the coordinators'
 * eyes stands in the groups of its shards.
 *
 * @param name its name
 * @param shards its shards, in the order of their names
 * @param nodes its nodes, in the order of their ids
 * @param serving how many of those that could be asked say that the cluster serves (cluster_state)
 * @param currentEpoch the highest epoch that any of them knows
 * @param movingSince since when slots have been on their way, or {@link NodeView#NEVER}: none is
 * @param rescueAfterMs how long it has to replace a master by itself; 0: for ever
 * @param zones which of its nodes may be lost at once
 */
public record ClusterView(
    GroupName name,
    List<ShardView> shards,
    List<ClusterNodeView> nodes,
    int serving,
    long currentEpoch,
    long movingSince,
    long rescueAfterMs,
    Zones zones) {
  public ClusterView {
    shards = List.copyOf(shards);
    nodes = List.copyOf(nodes);
  }

  /** Its shard of this name. */
  public Optional<ShardView> shard(GroupName group) {
    return shards.stream().filter(shard -> shard.name().equals(group)).findFirst();
  }

  /** How many of its nodes could be asked. */
  public int heard() {
    return (int) nodes.stream().filter(ClusterNodeView::isHeard).count();
  }

  /** How many slots belong to a master. */
  public int slotsCovered() {
    return nodes.stream().mapToInt(node -> node.slots().count()).sum();
  }

  /** How many slots are on their way, counted at both ends. */
  public int moving() {
    return nodes.stream().mapToInt(ClusterNodeView::moving).sum();
  }
}
