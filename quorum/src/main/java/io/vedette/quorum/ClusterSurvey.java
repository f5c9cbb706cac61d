package io.vedette.quorum;

import io.vedette.quorum.cluster.ClusterPicture;
import io.vedette.quorum.cluster.ClusterReport;
import io.vedette.quorum.cluster.FullCoverage;
import io.vedette.quorum.cluster.NodeLine;
import io.vedette.quorum.cluster.SlotSet;
import io.vedette.quorum.view.ClusterNodeView;
import io.vedette.quorum.view.ClusterView;
import io.vedette.quorum.view.ShardView;
import java.util.ArrayList;
import java.util.List;

/** Makes a snapshot of a cluster, and says where its nodes don't agree. */
final class ClusterSurvey {
  private final WatchedCluster cluster;
  private final List<ClusterReport> reports = new ArrayList<>();

  ClusterSurvey(WatchedCluster cluster) {
    this.cluster = cluster;
    cluster.reports.values().forEach(told -> reports.add(told.report()));
  }

  ClusterView view() {
    List<ShardView> shards = new ArrayList<>(cluster.shards.size());
    for (Shard shard : cluster.shards.values()) {
      SlotSet slots =
          cluster.picture.node(shard.master).map(ClusterPicture.Node::slots).orElse(SlotSet.NONE);
      shards.add(new ShardView(shard.group.name(), shard.master, shard.members, slots));
    }
    List<ClusterNodeView> nodes = new ArrayList<>(cluster.picture.nodes().size());
    cluster.picture.nodes().values().forEach(node -> nodes.add(view(node)));
    return new ClusterView(
        cluster.config.name(),
        shards,
        nodes,
        (int) reports.stream().filter(ClusterReport::isStateOk).count(),
        cluster.currentEpoch(),
        cluster.movingSince,
        cluster.config.rescueAfterMs(),
        cluster.config.zones());
  }

  private ClusterNodeView view(ClusterPicture.Node node) {
    int suspectedBy = 0;
    int failedBy = 0;
    int disputedBy = 0;
    int moving = 0;
    boolean isHeard = false;
    FullCoverage fullCoverage = FullCoverage.UNKNOWN;
    for (ClusterReport report : reports) {
      NodeLine line = report.lines().get(node.id());
      if (report.self().equals(node.id())) {
        isHeard = true;
        moving = line.moving();
        fullCoverage = report.options().fullCoverage();
      }
      if (line == null) {
        disputedBy++;
        continue;
      }
      suspectedBy += line.isReachable() ? 0 : 1;
      failedBy += line.isFailed() ? 1 : 0;
      disputedBy += isAsIn(line, node) ? 0 : 1;
    }
    return new ClusterNodeView(
        node.id(),
        node.address(),
        node.isMaster(),
        node.master(),
        node.configEpoch(),
        node.slots(),
        moving,
        isHeard,
        suspectedBy,
        failedBy,
        disputedBy,
        fullCoverage);
  }

  private static boolean isAsIn(NodeLine line, ClusterPicture.Node node) {
    return line.isMaster() == node.isMaster()
        && line.master().equals(node.master())
        && line.slots().equals(node.slots());
  }
}
