package io.vedette.sentinel.http;

import io.vedette.quorum.cluster.NodeId;
import io.vedette.quorum.view.ClusterNodeView;
import io.vedette.quorum.view.ClusterView;
import io.vedette.quorum.view.ShardView;
import io.vedette.sentinel.runtime.ClusterHealth;
import io.vedette.sentinel.runtime.Coordination;
import io.vedette.sentinel.runtime.CrowdedZone;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The Redis Clusters that are watched, in JSON. */
final class ClusterJson {
  private ClusterJson() {}

  static Map<String, Object> of(Coordination coordination) {
    List<Map<String, Object>> clusters =
        coordination.view().clusters().stream().map(cluster -> of(cluster, coordination)).toList();
    return Map.of("clusters", clusters);
  }

  private static Map<String, Object> of(ClusterView cluster, Coordination coordination) {
    ClusterHealth health = ClusterHealth.of(cluster, coordination.view(), coordination.now());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", cluster.name());
    json.put("state", health.state(cluster));
    json.put("troubles", health.troubles());
    json.put("slots_covered", health.slotsCovered());
    json.put("slots_down", health.slotsDown());
    json.put("slots_pfail", health.slotsSuspected());
    json.put("slots_fail", health.slotsFailed());
    json.put("slots_moving", cluster.moving());
    json.put("moving_ms", health.movingMs());
    json.put("masters_without_replica", health.withoutReplica());
    json.put("nodes_serving", cluster.serving());
    json.put("nodes_requiring_full_coverage", health.needFullCoverage());
    json.put("zone_with_majority", health.crowdedZone().map(CrowdedZone::name).orElse(""));
    json.put("current_epoch", cluster.currentEpoch());
    json.put("rescue_after_ms", cluster.rescueAfterMs());
    json.put("shards", cluster.shards().stream().map(ClusterJson::shard).toList());
    json.put("nodes", cluster.nodes().stream().map(ClusterJson::node).toList());
    return json;
  }

  private static Map<String, Object> shard(ShardView shard) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", shard.name());
    json.put("master", shard.master());
    json.put("slots", shard.slots().toString());
    return json;
  }

  private static Map<String, Object> node(ClusterNodeView node) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", node.id());
    json.put("address", node.address());
    json.put("role", node.isMaster() ? "master" : "replica");
    json.put("master", node.master().map(NodeId::value).orElse(""));
    json.put("slots", node.slots().toString());
    json.put("config_epoch", node.configEpoch());
    json.put("heard", node.isHeard());
    json.put("suspected_by", node.suspectedBy());
    json.put("failed_by", node.failedBy());
    json.put("disputed_by", node.disputedBy());
    json.put("requires_full_coverage", node.fullCoverage().word());
    return json;
  }
}
