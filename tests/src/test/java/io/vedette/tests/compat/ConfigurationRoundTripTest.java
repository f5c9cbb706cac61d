package io.vedette.tests.compat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.tests.harness.Cluster;
import io.vedette.tests.harness.CoordinatorKind;
import io.vedette.tests.harness.CoordinatorNode;
import io.vedette.tests.harness.DataNode;
import io.vedette.tests.harness.RequiresRedis;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

@RequiresRedis
class ConfigurationRoundTripTest {
  private static final List<String> KEPT =
      List.of(
          "ip",
          "port",
          "config-epoch",
          "quorum",
          "down-after-milliseconds",
          "failover-timeout",
          "parallel-syncs");

  @Test
  void eachProgramContinuesFromTheFileOfTheOther() {
    Cluster cluster =
        Cluster.with(3, CoordinatorKind.VEDETTE)
            .coordinatorConfig(
                "# Kept by both: a comment.",
                "loglevel verbose",
                "sentinel parallel-syncs mymaster 2",
                "sentinel rename-command mymaster GET FETCH")
            .start();
    cluster.node(0).kill();
    DataNode master = cluster.awaitStable(cluster.settings().recoveryBound());
    CoordinatorNode first = cluster.coordinator(0);
    Map<String, Object> state = state(cluster, first);
    List<String> directives = ConfigDirectives.of(first);
    assertThat(state.toString()).contains(Integer.toString(master.address().port()));

    restartAllAs(cluster, CoordinatorKind.SENTINEL);
    assertThat(state(cluster, first)).isEqualTo(state);
    assertThat(ConfigDirectives.of(first)).containsAll(directives);

    restartAllAs(cluster, CoordinatorKind.VEDETTE);
    assertThat(state(cluster, first)).isEqualTo(state);
    assertThat(ConfigDirectives.of(first)).containsAll(directives);
    assertThat(cluster.awaitStable(cluster.settings().recoveryBound())).isEqualTo(master);
  }

  private static void restartAllAs(Cluster cluster, CoordinatorKind kind) {
    cluster.coordinators().forEach(c -> assertThat(c.stop()).isZero());
    for (CoordinatorNode coordinator : cluster.coordinators()) {
      coordinator.becomes(kind);
      coordinator.start();
    }
  }

  /** What a coordinator knows right after its start, from its file alone. */
  private static Map<String, Object> state(Cluster cluster, CoordinatorNode coordinator) {
    Map<String, Object> state = new TreeMap<>();
    Map<String, String> master = coordinator.master(cluster.group());
    KEPT.forEach(name -> state.put(name, master.get(name)));
    state.put("myid", coordinator.myId());
    state.put("epoch", coordinator.currentEpochOnDisk());
    state.put("replicas", names(coordinator.replicas(cluster.group()), "name"));
    state.put("peers", names(coordinator.peers(cluster.group()), "runid"));
    return state;
  }

  private static Set<String> names(List<Map<String, String>> instances, String field) {
    Set<String> names = new TreeSet<>();
    instances.forEach(instance -> names.add(instance.get(field)));
    return names;
  }
}
