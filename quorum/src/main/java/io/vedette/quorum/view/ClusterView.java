package io.vedette.quorum.view;

import io.vedette.quorum.model.GroupName;
import java.util.List;
import java.util.Optional;

/**
 * A Redis Cluster as this coordinator sees it.
 *
 * @param name its name
 * @param shards its shards, in the order of their names
 */
public record ClusterView(GroupName name, List<ShardView> shards) {
  public ClusterView {
    shards = List.copyOf(shards);
  }

  /** Its shard of this name. */
  public Optional<ShardView> shard(GroupName group) {
    return shards.stream().filter(shard -> shard.name().equals(group)).findFirst();
  }
}
