package io.vedette.quorum.view;

import io.vedette.quorum.cluster.NodeId;
import io.vedette.quorum.cluster.SlotSet;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.GroupName;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What there is to know of a shard of a cluster beside its group.
 *
 * @param name its group's
 * @param master the node that is its master
 * @param members its nodes, the master among them, and where they are
 * @param slots its slots
 */
public record ShardView(
    GroupName name, NodeId master, Map<NodeId, Address> members, SlotSet slots) {
  public ShardView {
    members = Collections.unmodifiableMap(new TreeMap<>(members));
  }
}
