package io.vedette.quorum;

import io.vedette.quorum.model.DataNode;
import io.vedette.quorum.model.MasterGroup;
import io.vedette.quorum.model.NodeInfo;
import java.util.Locale;

/**
 * Notices a group whose servers are nodes of a Redis Cluster: they refuse to be told their roles,
 * so that each failover would fail, and be tried again for ever. It is said instead.
 */
final class ClusterMode {
  /** Why there is no failover. */
  static final String WHY_NOT =
      "its servers are nodes of a Redis Cluster, which refuse REPLICAOF and fail over by"
          + " themselves";

  private static final String WHAT_TO_DO =
      WHY_NOT + ": name the cluster in vedette.properties instead, by cluster.NAME.nodes";

  private final Outbox out;

  ClusterMode(Outbox out) {
    this.out = out;
  }

  /**
   * An INFO of a data node was taken over; one that does not say its mode changes nothing, and a
   * stray replica says nothing of its group.
   */
  void onInfo(MasterGroup group, DataNode node, NodeInfo info) {
    if (info.isOfCluster() && (node == group.master() || group.master().info().isEmpty())) {
      note(group);
    } else if (group.isUnmanageable() && node == group.master() && info.isStandalone()) {
      group.unmanageable(false);
      out.master(EventType.CLUSTER_MODE_CLEARED, group, "");
    }
  }

  /** A data node has refused its role; the words are those of Redis and Valkey. */
  void onRefusal(MasterGroup group, String error) {
    boolean isMastersToo = group.master().info().filter(NodeInfo::isStandalone).isEmpty();
    if (isMastersToo && error.toLowerCase(Locale.ROOT).contains("not allowed in cluster mode")) {
      note(group);
    }
  }

  private void note(MasterGroup group) {
    if (!group.isUnmanageable()) {
      group.unmanageable(true);
      out.master(EventType.CLUSTER_MODE, group, WHAT_TO_DO);
    }
  }
}
