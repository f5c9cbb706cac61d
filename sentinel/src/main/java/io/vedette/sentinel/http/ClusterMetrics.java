package io.vedette.sentinel.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.vedette.quorum.view.ClusterView;
import io.vedette.sentinel.runtime.ClusterHealth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The gauges of Redis Clusters; none where none is watched. */
final class ClusterMetrics {
  /** What each says, without what they all begin with. */
  private static final Map<String, String> HELP =
      Map.ofEntries(
          Map.entry("serving", "1: most of its nodes say that it serves."),
          Map.entry("shards", "Masters with slots."),
          Map.entry("nodes", "Nodes that are known."),
          Map.entry("nodes.heard", "Nodes that could be asked."),
          Map.entry("nodes.suspected", "Nodes that some other does not reach."),
          Map.entry("nodes.failed", "Nodes that a majority of masters has given up."),
          Map.entry("nodes.disputed", "Nodes of which not all say the same."),
          Map.entry("slots.covered", "Slots that belong to a master."),
          Map.entry("slots.down", "Slots whose master is down."),
          Map.entry("slots.pfail", "Slots whose master some node does not reach."),
          Map.entry("slots.fail", "Slots whose master a majority of masters has given up."),
          Map.entry("slots.moving", "Slots that are on their way, counted at both ends."),
          Map.entry("slots.moving.seconds", "How long slots have been on their way."),
          Map.entry(
              "nodes.requiring.full.coverage",
              "Nodes that serve only as long as all slots can be served."),
          Map.entry("zone.majority", "1: without one of its zones no majority of masters is left."),
          Map.entry("masters.without.replica", "Masters with no replica that is up."));

  private final HttpContext context;
  private final MeterRegistry registry;
  private final Map<String, MultiGauge> gauges = new LinkedHashMap<>();
  private final Map<String, List<Row<?>>> rows = new LinkedHashMap<>();

  ClusterMetrics(HttpContext context, MeterRegistry registry) {
    this.context = context;
    this.registry = registry;
  }

  /** Makes them say how it is now. */
  void update() {
    rows.values().forEach(List::clear);
    long now = context.coordination().now();
    for (ClusterView cluster : context.coordination().view().clusters()) {
      add(cluster, ClusterHealth.of(cluster, context.coordination().view(), now));
    }
    rows.forEach(
        (name, of) ->
            gauges.computeIfAbsent(name, this::gauge).register(new ArrayList<>(of), true));
  }

  private void add(ClusterView cluster, ClusterHealth health) {
    Tags tags = Tags.of("cluster", cluster.name().value());
    put("serving", tags, health.state(cluster).equals("fail") ? 0 : 1);
    put("shards", tags, cluster.shards().size());
    put("nodes", tags, cluster.nodes().size());
    put("nodes.heard", tags, cluster.heard());
    put("nodes.suspected", tags, health.suspected());
    put("nodes.failed", tags, health.failed());
    put("nodes.disputed", tags, health.disputed());
    put("slots.covered", tags, health.slotsCovered());
    put("slots.down", tags, health.slotsDown());
    put("slots.pfail", tags, health.slotsSuspected());
    put("slots.fail", tags, health.slotsFailed());
    put("slots.moving", tags, cluster.moving());
    put("slots.moving.seconds", tags, health.movingMs() / 1e3);
    put("nodes.requiring.full.coverage", tags, health.needFullCoverage());
    put("zone.majority", tags, health.crowdedZone().isPresent() ? 1 : 0);
    put("masters.without.replica", tags, health.withoutReplica().size());
  }

  private MultiGauge gauge(String name) {
    return MultiGauge.builder("vedette.cluster." + name)
        .description(HELP.get(name))
        .register(registry);
  }

  private void put(String name, Tags tags, Number value) {
    rows.computeIfAbsent(name, none -> new ArrayList<>()).add(Row.of(tags, value));
  }
}
