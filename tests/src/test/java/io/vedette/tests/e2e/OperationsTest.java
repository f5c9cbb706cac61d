package io.vedette.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.quorum.model.Address;
import io.vedette.tests.harness.Cluster;
import io.vedette.tests.harness.CoordinatorNode;
import io.vedette.tests.harness.DataNode;
import io.vedette.tests.harness.ErrorReply;
import io.vedette.tests.harness.RequiresRedis;
import io.vedette.tests.harness.RespClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What operators do to a group that is well. */
@RequiresRedis
class OperationsTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  @Test
  void manualFailoverPromotesAReplicaOfAHealthyMaster() {
    Cluster cluster = Cluster.ofThree().start();
    DataNode old = cluster.node(0);
    CoordinatorNode asked = cluster.coordinator(1);

    assertThat(asked.call("SENTINEL", "FAILOVER", cluster.group())).isEqualTo("OK");
    DataNode promoted = cluster.awaitFailoverFrom(old, SOON);

    assertThat(promoted.isMaster()).isTrue();
    assertThat(cluster.events("+elected-leader")).hasSize(1);
    assertThat(cluster.events("+odown")).isEmpty();
    assertThat(cluster.events("+vote-for-leader"))
        .isNotEmpty()
        .allMatch(vote -> vote.message().startsWith(asked.myId()));
    // The old master is alive and turned into a replica once it has kept its role too long.
    assertThat(cluster.awaitStable(Duration.ofSeconds(25))).isEqualTo(promoted);
    assertThat(old.follows()).isEqualTo(Optional.of(promoted.address()));
  }

  @Test
  void manualFailoverIsRefusedWhereItCannotBe() {
    Cluster cluster = Cluster.ofThree().replicas(1).nodeConfig(1, "replica-priority 0").start();
    CoordinatorNode asked = cluster.coordinator(0);

    assertThatThrownBy(() -> asked.call("SENTINEL", "FAILOVER", "nobody"))
        .isInstanceOf(ErrorReply.class)
        .hasMessage("ERR No such master with that name");
    assertThatThrownBy(() -> asked.call("SENTINEL", "FAILOVER", cluster.group()))
        .isInstanceOf(ErrorReply.class)
        .hasMessage("NOGOODSLAVE No suitable replica to promote");
    assertThat(cluster.node(0).isMaster()).isTrue();
  }

  @Test
  void lowestPriorityIsPromotedAndZeroNever() {
    Cluster cluster =
        Cluster.ofThree()
            .replicas(3)
            .nodeConfig(1, "replica-priority 0")
            .nodeConfig(2, "replica-priority 50")
            .nodeConfig(3, "replica-priority 100")
            .start();

    cluster.node(0).kill();

    assertThat(cluster.awaitStable(cluster.settings().recoveryBound())).isEqualTo(cluster.node(2));
  }

  @Test
  void newReplicaIsFoundAndARemovedOneForgottenByReset() {
    Cluster cluster = Cluster.ofThree().replicas(1).start();
    cluster.coordinators().forEach(c -> c.call("SENTINEL", "DEBUG", "info-period", "1000"));

    DataNode added = cluster.addReplica(cluster.node(0));
    cluster.until(
        "all coordinators have found " + added,
        SOON,
        () -> cluster.coordinators().stream().allMatch(c -> knows(cluster, c, added, "slave")));

    cluster.removeNode(added);
    cluster.until(
        "all coordinators see it down",
        SOON,
        () ->
            cluster.coordinators().stream()
                .allMatch(c -> knows(cluster, c, added, "s_down,slave,disconnected")));
    for (CoordinatorNode coordinator : cluster.coordinators()) {
      assertThat(coordinator.call("SENTINEL", "RESET", "my*")).isEqualTo(1L);
    }

    cluster.awaitDiscovery();
    assertThat(cluster.events("+reset-master")).hasSize(3);
    for (CoordinatorNode coordinator : cluster.coordinators()) {
      assertThat(coordinator.replicas(cluster.group()))
          .extracting(replica -> replica.get("name"))
          .containsExactly(cluster.node(1).address().toString());
      assertThat(coordinator.configText()).doesNotContain(Integer.toString(added.address().port()));
    }
  }

  private static boolean knows(Cluster cluster, CoordinatorNode c, DataNode node, String flags) {
    return c.replicas(cluster.group()).stream()
        .anyMatch(
            replica ->
                replica.get("name").equals(node.address().toString())
                    && replica.get("flags").equals(flags));
  }

  @Test
  void allCoordinatorsKilledAtOnceFailOverWhatDiedMeanwhile() {
    // On a slow machine they are back so late that by Sentinel's rule no replica is good enough.
    Cluster cluster = Cluster.ofThree().options("promote-best-after-ms = 1000").start();
    Map<CoordinatorNode, String> ids =
        cluster.coordinators().stream().collect(Collectors.toMap(c -> c, CoordinatorNode::myId));

    cluster.coordinators().forEach(CoordinatorNode::kill);
    cluster.node(0).kill();
    cluster.coordinators().forEach(c -> c.process().awaitExit(SOON));
    cluster.coordinators().forEach(CoordinatorNode::launch);
    cluster.coordinators().forEach(CoordinatorNode::awaitStarted);

    assertThat(cluster.awaitStable(cluster.settings().recoveryBound()))
        .isNotEqualTo(cluster.node(0));
    ids.forEach((coordinator, id) -> assertThat(coordinator.myId()).isEqualTo(id));
  }

  @Test
  void whatIsSetAtRunTimeSurvivesARestart() {
    Cluster cluster = Cluster.ofThree().replicas(0).start();
    Address second = cluster.addMaster().address();
    Address third = cluster.addMaster().address();
    CoordinatorNode coordinator = cluster.coordinator(0);

    monitor(coordinator, "second", second);
    monitor(coordinator, "third", third);
    coordinator.call("SENTINEL", "SET", "second", "quorum", "1", "down-after-milliseconds", "4321");
    coordinator.call("SENTINEL", "SET", cluster.group(), "parallel-syncs", "7");
    coordinator.call("SENTINEL", "REMOVE", "third");
    coordinator.kill();
    coordinator.restart();

    List<Map<String, String>> masters = RespClient.asMaps(coordinator.call("SENTINEL", "MASTERS"));
    assertThat(masters)
        .extracting(m -> m.get("name"))
        .containsExactlyInAnyOrder("mymaster", "second");
    assertThat(coordinator.master("second"))
        .containsEntry("port", Integer.toString(second.port()))
        .containsEntry("quorum", "1")
        .containsEntry("down-after-milliseconds", "4321");
    assertThat(coordinator.master(cluster.group())).containsEntry("parallel-syncs", "7");
    assertThat(coordinator.masterOf("third")).isEmpty();
  }

  private static void monitor(CoordinatorNode coordinator, String group, Address master) {
    assertThat(
            coordinator.call(
                "SENTINEL", "MONITOR", group, master.host(), Integer.toString(master.port()), "2"))
        .isEqualTo("OK");
  }
}
