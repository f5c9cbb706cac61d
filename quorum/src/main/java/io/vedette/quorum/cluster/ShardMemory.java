package io.vedette.quorum.cluster;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.GroupName;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is kept of a shard over a restart: its name, and by whom it is known again.
 *
 * @param cluster the cluster it belongs to
 * @param master the node that was its master
 * @param members its nodes, the master among them, and where they were
 * @param group the rest of it, without what the options say
 */
public record ShardMemory(
    GroupName cluster, NodeId master, Map<NodeId, Address> members, GroupConfig group) {
  public ShardMemory {
    members = Collections.unmodifiableMap(new TreeMap<>(members));
  }

  /** The name under which clients ask for its master. */
  public GroupName name() {
    return group.name();
  }
}
