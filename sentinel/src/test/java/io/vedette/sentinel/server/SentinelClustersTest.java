package io.vedette.sentinel.server;

import static io.vedette.quorum.view.NodeView.NEVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.cluster.FullCoverage;
import io.vedette.quorum.cluster.NodeId;
import io.vedette.quorum.cluster.SlotSet;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.Zones;
import io.vedette.quorum.view.ClusterNodeView;
import io.vedette.quorum.view.ClusterView;
import io.vedette.quorum.view.CoordinatorView;
import io.vedette.quorum.view.Flag;
import io.vedette.quorum.view.GroupView;
import io.vedette.quorum.view.ShardView;
import io.vedette.sentinel.runtime.ClusterHealth;
import io.vedette.sentinel.runtime.LiveView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SentinelClustersTest {
  private static final NodeId MASTER = new NodeId("a".repeat(40));
  private static final NodeId REPLICA = new NodeId("b".repeat(40));
  private static final SlotSet ALL = SlotSet.range(0, SlotSet.ALL - 1);
  private static final long NOW = PlainCoordination.NOW;
  private static final GroupName SHARD = new GroupName("shop-aaaaaaaa");

  private FullCoverage mastersCoverage = FullCoverage.NOT_REQUIRED;

  private ClusterNodeView node(NodeId id, SlotSet slots, int suspected, int disputed) {
    return new ClusterNodeView(
        id,
        id.equals(MASTER) ? Views.MASTER : Views.REPLICA,
        id.equals(MASTER),
        id.equals(MASTER) ? Optional.empty() : Optional.of(MASTER),
        7,
        slots,
        0,
        true,
        suspected,
        0,
        disputed,
        id.equals(MASTER) ? mastersCoverage : FullCoverage.NOT_REQUIRED);
  }

  private ClusterView cluster(
      SlotSet slots, int serving, int suspected, int disputed, long movingSince) {
    return new ClusterView(
        new GroupName("shop"),
        List.of(
            new ShardView(
                SHARD,
                MASTER,
                Map.<NodeId, Address>of(MASTER, Views.MASTER, REPLICA, Views.REPLICA),
                slots)),
        List.of(node(MASTER, slots, suspected, 0), node(REPLICA, SlotSet.NONE, 0, disputed)),
        serving,
        9,
        movingSince,
        15_000,
        Zones.NONE);
  }

  private static CoordinatorView view(ClusterView cluster, Flag... flags) {
    GroupView group = Views.group(SHARD.value(), Views.master(flags));
    return new CoordinatorView(Views.process(), List.of(group), List.of(cluster));
  }

  private static ClusterHealth health(ClusterView cluster, Flag... flags) {
    return ClusterHealth.of(cluster, new LiveView(view(cluster, flags)), NOW);
  }

  @Test
  void aHealthyClusterHasNoTroubles() {
    ClusterView healthy = cluster(ALL, 2, 0, 0, NEVER);
    assertThat(health(healthy).troubles()).isEmpty();
    assertThat(health(healthy).state(healthy)).isEqualTo("ok");
  }

  @Test
  void eachTroubleIsTold() {
    ClusterView uncovered = cluster(SlotSet.range(0, 16_000), 0, 0, 0, NEVER);
    assertThat(health(uncovered).troubles())
        .containsExactly("2 of 2 nodes say that it does not serve", "383 slots belong to nobody");
    assertThat(health(uncovered).state(uncovered)).isEqualTo("fail");

    ClusterView down = cluster(ALL, 2, 1, 0, NEVER);
    assertThat(health(down, Flag.S_DOWN).slotsDown()).isEqualTo(SlotSet.ALL);
    assertThat(health(down, Flag.S_DOWN).troubles())
        .containsExactly(
            "16384 slots belong to masters that are down",
            "aaaaaaaa at 10.0.0.1:6379 is not reached by 1 of 2");
    assertThat(health(down).state(down)).isEqualTo("degraded");

    assertThat(health(cluster(ALL, 2, 0, 1, NEVER)).troubles())
        .containsExactly("1 of 2 say otherwise of bbbbbbbb at 10.0.0.2:6380");
    assertThat(health(cluster(ALL, 2, 0, 0, NOW - 59_000)).troubles()).isEmpty();
    assertThat(health(cluster(ALL, 2, 0, 0, NOW - 61_000)).troubles())
        .containsExactly("slots have been on their way for 61 s: redis-cli --cluster fix");
  }

  @Test
  void fullCoverageIsTroubleWhereSlotsAreLostOrNodesDiffer() {
    ClusterView without = cluster(ALL, 2, 0, 0, NEVER);
    assertThat(health(without, Flag.S_DOWN).troubles())
        .containsExactly("16384 slots belong to masters that are down");
    mastersCoverage = FullCoverage.REQUIRED;
    ClusterView differing = cluster(ALL, 2, 0, 0, NEVER);
    assertThat(health(differing).needFullCoverage()).isEqualTo(1);
    assertThat(health(differing).troubles())
        .containsExactly(
            "cluster-require-full-coverage is set at 1 of 2 nodes: only these stop serving all"
                + " slots when one is lost");
  }

  @Test
  void slotsAreCountedByWhatNodesSayOfTheirMaster() {
    ClusterView suspected = cluster(SlotSet.range(0, 16_000), 2, 1, 0, NOW - 5_000);
    assertThat(health(suspected).slotsSuspected()).isEqualTo(16_001);
    assertThat(health(suspected).slotsFailed()).isZero();
    assertThat(health(suspected).movingMs()).isEqualTo(5_000);
  }

  @Test
  void clustersAndTheirNodesAreTold() throws Exception {
    CoordinatorView view = view(cluster(ALL, 2, 0, 0, NEVER));
    try (RunningServer running =
            new RunningServer(
                view,
                RunningServer.settings(),
                ServerLimits.DEFAULT,
                new RunningServer.Jobs(List.of()));
        WireClient client = running.connect()) {
      assertThat(client.call("SENTINEL", "CLUSTERS"))
          .contains("shop")
          .contains("slots-covered", "slots-pfail", "slots-fail", "nodes-requiring-full-coverage")
          .contains("16384");
      assertThat(client.call("SENTINEL", "CLUSTER", "shop"))
          .contains(MASTER.value(), REPLICA.value(), "0-16383", SHARD.value());
      assertThat(client.call("SENTINEL", "CLUSTER", "other"))
          .isEqualTo("-ERR No such cluster with that name");
      assertThat(client.call("SENTINEL", "MASTER", SHARD.value()))
          .contains("cluster", "shop", "0-16383");
    }
  }
}
