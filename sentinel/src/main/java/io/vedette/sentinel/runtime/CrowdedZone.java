package io.vedette.sentinel.runtime;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.NodeInfo;
import io.vedette.quorum.view.ClusterNodeView;
import io.vedette.quorum.view.ClusterView;
import io.vedette.quorum.view.GroupView;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A zone that holds so many masters of a Redis Cluster that without it no majority is left to heal
 * the cluster. A node is in the zone that the options name for its host, else in the one that it
 * names itself (Valkey's availability-zone), else on its host.
 *
 * @param name which
 * @param masters how many masters with slots are in it
 * @param of how many there are
 */
public record CrowdedZone(String name, int masters, int of) {
  /** With fewer masters each of them is needed for a majority. */
  private static final int LEAST = 3;

  /** The fullest zone, if it is one; empty too where all nodes are in one and the same. */
  static Optional<CrowdedZone> in(ClusterView cluster, LiveView view) {
    Map<Address, String> said = said(cluster, view);
    Map<String, Integer> masters = new TreeMap<>();
    int all = 0;
    for (ClusterNodeView node : cluster.nodes()) {
      String host = node.address().host();
      String zone =
          cluster.zones().of(host).orElseGet(() -> said.getOrDefault(node.address(), host));
      int isOwner = node.slots().isEmpty() ? 0 : 1;
      masters.merge(zone, isOwner, Integer::sum);
      all += isOwner;
    }
    if (masters.size() == 1 || all < LEAST) {
      return Optional.empty();
    }
    int most = all - (all / 2 + 1);
    int total = all;
    return masters.entrySet().stream()
        .filter(zone -> zone.getValue() > most)
        .max(Map.Entry.comparingByValue())
        .map(zone -> new CrowdedZone(zone.getKey(), zone.getValue(), total));
  }

  /** What nodes say of where they are. */
  private static Map<Address, String> said(ClusterView cluster, LiveView view) {
    Map<Address, String> said = new TreeMap<>();
    cluster.shards().stream()
        .map(shard -> view.group(shard.name().value()))
        .filter(Objects::nonNull)
        .flatMap(GroupView::nodes)
        .forEach(
            node ->
                node.info()
                    .flatMap(NodeInfo::availabilityZone)
                    .ifPresent(zone -> said.put(node.address(), zone)));
    return said;
  }

  /** In words. */
  String trouble() {
    return name
        + " holds "
        + masters
        + " of "
        + of
        + " masters: without it no majority is left to replace them";
  }
}
