package io.vedette.sentinel.server.command;

import io.vedette.quorum.cluster.NodeId;
import io.vedette.quorum.view.ClusterNodeView;
import io.vedette.quorum.view.ClusterView;
import io.vedette.quorum.view.ShardView;
import io.vedette.sentinel.runtime.ClusterHealth;
import io.vedette.sentinel.runtime.Coordination;
import io.vedette.sentinel.runtime.CrowdedZone;
import io.vedette.sentinel.server.resp.ReplyWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * {@code SENTINEL CLUSTERS}, a map of each Redis Cluster that is watched, and {@code SENTINEL
 * CLUSTER <name>}, a map of each of its nodes; not of Sentinel's.
 */
final class SentinelClusters {
  private final Coordination coordination;

  SentinelClusters(Coordination coordination) {
    this.coordination = coordination;
  }

  void addTo(Consumer<CommandSpec> sentinel) {
    sentinel.accept(
        SentinelQueries.spec(
            "clusters", 2, "7.0.0", "The state of all Redis Clusters.", this::clusters));
    sentinel.accept(
        SentinelQueries.spec("cluster", 3, "7.0.0", "The nodes of a Redis Cluster.", this::nodes));
  }

  private void clusters(Client client, List<String> words, ReplyWriter reply) {
    List<ClusterView> clusters = coordination.view().clusters();
    reply.array(clusters.size());
    clusters.forEach(cluster -> write(fields(cluster), reply));
  }

  private Map<String, Object> fields(ClusterView cluster) {
    ClusterHealth health = ClusterHealth.of(cluster, coordination.view(), coordination.now());
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", cluster.name());
    fields.put("state", health.state(cluster));
    fields.put("shards", cluster.shards().size());
    fields.put("nodes", cluster.nodes().size());
    fields.put("nodes-heard", cluster.heard());
    fields.put("nodes-serving", cluster.serving());
    fields.put("nodes-suspected", health.suspected());
    fields.put("nodes-failed", health.failed());
    fields.put("nodes-disputed", health.disputed());
    fields.put("slots-covered", health.slotsCovered());
    fields.put("slots-down", health.slotsDown());
    fields.put("slots-pfail", health.slotsSuspected());
    fields.put("slots-fail", health.slotsFailed());
    fields.put("slots-moving", cluster.moving());
    fields.put("moving-ms", health.movingMs());
    fields.put("masters-without-replica", String.join(",", health.withoutReplica()));
    fields.put("nodes-requiring-full-coverage", health.needFullCoverage());
    fields.put("zone-with-majority", health.crowdedZone().map(CrowdedZone::name).orElse(""));
    fields.put("current-epoch", cluster.currentEpoch());
    fields.put("rescue-after-ms", cluster.rescueAfterMs());
    fields.put("troubles", String.join("; ", health.troubles()));
    return fields;
  }

  private void nodes(Client client, List<String> words, ReplyWriter reply) {
    Optional<ClusterView> cluster =
        coordination.view().clusters().stream()
            .filter(any -> any.name().value().equals(words.get(2)))
            .findFirst();
    if (cluster.isEmpty()) {
      reply.error("ERR No such cluster with that name");
      return;
    }
    reply.array(cluster.get().nodes().size());
    cluster.get().nodes().forEach(node -> write(fields(cluster.get(), node), reply));
  }

  private static Map<String, Object> fields(ClusterView cluster, ClusterNodeView node) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", node.id());
    fields.put("ip", node.address().host());
    fields.put("port", node.address().port());
    fields.put("role", node.isMaster() ? "master" : "slave");
    fields.put("master", node.master().map(NodeId::value).orElse(""));
    fields.put("shard", shardOf(cluster, node));
    fields.put("slots", node.slots());
    fields.put("slots-moving", node.moving());
    fields.put("config-epoch", node.configEpoch());
    fields.put("heard", node.isHeard() ? 1 : 0);
    fields.put("suspected-by", node.suspectedBy());
    fields.put("failed-by", node.failedBy());
    fields.put("disputed-by", node.disputedBy());
    fields.put("requires-full-coverage", node.fullCoverage().word());
    return fields;
  }

  private static String shardOf(ClusterView cluster, ClusterNodeView node) {
    return cluster.shards().stream()
        .filter(shard -> shard.members().containsKey(node.id()))
        .map(ShardView::name)
        .map(Object::toString)
        .findFirst()
        .orElse("");
  }

  private static void write(Map<String, Object> fields, ReplyWriter reply) {
    reply.map(fields.size());
    fields.forEach(
        (field, value) -> {
          reply.bulk(field);
          reply.bulk(value.toString());
        });
  }
}
