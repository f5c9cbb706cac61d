package io.vedette.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.tests.harness.AskingWriter;
import io.vedette.tests.harness.Cluster;
import io.vedette.tests.harness.CoordinatorKind;
import io.vedette.tests.harness.CoordinatorNode;
import io.vedette.tests.harness.DataNode;
import io.vedette.tests.harness.DataServer;
import io.vedette.tests.harness.ErrorReply;
import io.vedette.tests.harness.RecordedEvent;
import io.vedette.tests.harness.RequiresRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * SENTINEL FAILOVER … COORDINATED under writes: none that was acknowledged is lost, and where it
 * can't be done, writes go on as before.
 */
@RequiresRedis
class HandOverTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int ROUNDS = Integer.getInteger("handover.rounds", 5);

  @ParameterizedTest
  @MethodSource("io.vedette.tests.harness.DataServer#found")
  void noAcknowledgedWriteIsLost(DataServer server) {
    Cluster cluster = Cluster.ofThree().dataServer(server).start();
    AskingWriter writer = new AskingWriter(cluster);
    try (writer) {
      for (int round = 0; round < ROUNDS; round++) {
        writer.awaitWrites();
        handOver(cluster, cluster.coordinator(round % 3), writer, server.toString());
      }
    }
    assertThat(lost(cluster, writer)).isZero();
    assertThat(cluster.events("+elected-leader")).hasSize(ROUNDS);
    assertThat(cluster.events("+odown")).isEmpty();
  }

  @Test
  void redisSentinelsElectTheLeaderAndFollow() {
    Cluster cluster =
        Cluster.with(1, CoordinatorKind.VEDETTE).and(2, CoordinatorKind.SENTINEL).start();
    AskingWriter writer = new AskingWriter(cluster);
    try (writer) {
      writer.awaitWrites();
      handOver(cluster, cluster.coordinatorOf(CoordinatorKind.VEDETTE), writer, "mixed");
    }
    assertThat(lost(cluster, writer)).isZero();
    assertThat(cluster.events("+switch-master")).hasSize(3);
  }

  @Test
  void byOptionThePlainOneLosesNothingEither() throws IOException {
    Cluster cluster = Cluster.ofThree().start();
    Files.writeString(
        cluster.folder().resolve("vedette.properties"), "coordinated-failover = yes\n");
    cluster.until(
        "the option is read",
        SOON,
        () ->
            cluster.coordinators().stream()
                .allMatch(c -> c.logText().contains("coordinated-failover=yes")));
    AskingWriter writer = new AskingWriter(cluster);
    try (writer) {
      writer.awaitWrites();
      DataNode old = cluster.node(0);
      cluster.coordinator(0).call("SENTINEL", "FAILOVER", cluster.group());
      cluster.awaitFailoverFrom(old, SOON);
      writer.awaitWrites();
    }
    assertThat(lost(cluster, writer)).isZero();
  }

  @Test
  void whatCannotBeDoneLeavesTheGroupAsItWas() throws Exception {
    Cluster cluster = Cluster.ofThree().replicas(1).start();
    DataNode master = cluster.node(0);
    DataNode replica = cluster.node(1);
    CoordinatorNode first = cluster.coordinator(0);
    try (AskingWriter writer = new AskingWriter(cluster)) {
      writer.awaitWrites();

      // The replica does not catch up.
      replica.suspend();
      order(cluster, first);
      RecordedEvent end = cluster.awaitEvent("-failover-abort-master-timeout", SOON);
      assertThat(end.by()).isEqualTo(first.name());
      assertThat(first.logText()).contains("the replica has not caught up");
      writer.awaitWrites();
      assertThat(first.masterOf(cluster.group())).isEqualTo(Optional.of(master.address()));
      assertThat(cluster.events("+switch-master")).isEmpty();
      replica.resume();
      cluster.awaitDiscovery();

      // The coordinator dies while the writes are stopped.
      replica.suspend();
      order(cluster, first);
      cluster.until("the master is paused", SOON, () -> stateIs(cluster, first, "send_slaveof"));
      first.kill();
      writer.awaitWrites();
      assertThat(cluster.events("+switch-master")).isEmpty();
      replica.resume();
    }

    // Nobody waits for it when the master dies.
    cluster.awaitStable(SOON);
    master.kill();
    assertThat(cluster.awaitStable(cluster.settings().recoveryBound())).isEqualTo(replica);
  }

  @Test
  void masterThatDiesMeanwhileIsReplaced() throws Exception {
    Cluster cluster = Cluster.ofThree().replicas(1).failoverTimeout(Duration.ofSeconds(60)).start();
    DataNode replica = cluster.node(1);
    replica.suspend();
    order(cluster, cluster.coordinator(0));
    cluster.until(
        "the master is paused",
        SOON,
        () -> stateIs(cluster, cluster.coordinator(0), "send_slaveof"));
    cluster.node(0).kill();
    replica.resume();

    // Sooner than after twice the failover-timeout.
    assertThat(cluster.awaitFailoverFrom(cluster.node(0), SOON)).isEqualTo(replica);
  }

  @Test
  void withoutTheMasterItIsRefused() {
    Cluster cluster = Cluster.with(1, CoordinatorKind.VEDETTE).quorum(2).replicas(1).start();
    cluster.node(0).kill();
    cluster.awaitEvent("+sdown", SOON);
    assertThatThrownBy(() -> order(cluster, cluster.coordinator(0)))
        .isInstanceOf(ErrorReply.class)
        .hasMessage("NOGOODPRIMARY Primary does not support FAILOVER command");
  }

  private static boolean stateIs(Cluster cluster, CoordinatorNode coordinator, String begin) {
    return coordinator
        .master(cluster.group())
        .getOrDefault("failover-state", "none")
        .startsWith(begin);
  }

  private static void order(Cluster cluster, CoordinatorNode coordinator) {
    assertThat(coordinator.call("SENTINEL", "FAILOVER", cluster.group(), "COORDINATED"))
        .isEqualTo("OK");
  }

  private static void handOver(
      Cluster cluster, CoordinatorNode coordinator, AskingWriter writer, String where) {
    DataNode old = cluster.nodeAt(coordinator.masterOf(cluster.group()).orElseThrow());
    long begin = System.nanoTime();
    order(cluster, coordinator);
    DataNode master = cluster.awaitFailoverFrom(old, SOON);
    assertThat(cluster.awaitStable(SOON)).isEqualTo(master);
    cluster.awaitDiscovery();
    writer.awaitWrites();
    System.out.printf("%s: %.1f ms without a write%n", where, writer.longestGapMs(begin));
  }

  private static int lost(Cluster cluster, AskingWriter writer) {
    int lost = writer.lostAt(cluster.awaitStable(SOON));
    System.out.printf("%d of %d acknowledged writes lost%n", lost, writer.acknowledged());
    return lost;
  }
}
