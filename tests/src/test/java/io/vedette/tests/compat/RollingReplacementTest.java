package io.vedette.tests.compat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.tests.harness.Cluster;
import io.vedette.tests.harness.CoordinatorKind;
import io.vedette.tests.harness.CoordinatorNode;
import io.vedette.tests.harness.DataNode;
import io.vedette.tests.harness.RequiresRedis;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Three redis-sentinels give way to three Vedettes one process at a time, on the same files, and
 * come back in the same way, while a client writes. After each step the group fails over.
 */
@RequiresRedis
class RollingReplacementTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final Cluster cluster =
      Cluster.with(3, CoordinatorKind.SENTINEL)
          .failoverTimeout(Duration.ofSeconds(3))
          .coordinatorConfig(
              "# An operator's remark.",
              "protected-mode no",
              "loglevel notice",
              "sentinel parallel-syncs mymaster 2",
              "sentinel rename-command mymaster GET FETCH",
              "sentinel resolve-hostnames no")
          .start();
  private DataNode master = cluster.node(0);

  @Test
  void sentinelsAreReplacedOneByOneAndBackUnderWrites() {
    try (WritingClient client = new WritingClient(cluster)) {
      client.awaitWrites();
      int step = 0;
      for (CoordinatorKind kind : List.of(CoordinatorKind.VEDETTE, CoordinatorKind.SENTINEL)) {
        for (CoordinatorNode coordinator : cluster.coordinators()) {
          replace(coordinator, kind);
          client.awaitWrites();
          if (step++ % 2 == 0) {
            crash();
          } else {
            order(coordinator);
          }
          client.awaitWrites();
          assertThat(client.master()).isEqualTo(master.address());
          assertEveryFileHasTheGroup();
        }
      }
      System.out.println(client);
    }
  }

  /** The others keep their quorum and give the right master all the while. */
  private void replace(CoordinatorNode coordinator, CoordinatorKind kind) {
    String id = coordinator.myId();
    assertThat(coordinator.stop()).isZero();
    Set<String> lasting = ConfigDirectives.lasting(coordinator);
    Map<String, Long> epochs = epochs(coordinator);
    assertOthersServe();
    coordinator.becomes(kind);
    coordinator.launch();
    while (!coordinator.answersPing()) {
      assertOthersServe();
    }
    coordinator.awaitStarted();

    assertThat(coordinator.myId()).isEqualTo(id);
    assertThat(coordinator.masterOf(cluster.group())).contains(master.address());
    assertThat(names(coordinator.replicas(cluster.group()))).isEqualTo(replicaNames());
    assertThat(coordinator.peers(cluster.group())).hasSize(2);
    assertThat(ConfigDirectives.lasting(coordinator)).containsAll(lasting);
    epochs(coordinator).forEach((name, epoch) -> assertThat(epoch).isEqualTo(epochs.get(name)));
    cluster.awaitDiscovery();
    cluster.coordinators().forEach(this::assertQuorum);
  }

  private void assertOthersServe() {
    List<CoordinatorNode> others = cluster.runningCoordinators();
    for (CoordinatorNode other : others) {
      if (other.answersPing()) {
        assertQuorum(other);
        assertThat(other.masterOf(cluster.group())).contains(master.address());
      }
    }
  }

  private void assertQuorum(CoordinatorNode coordinator) {
    assertThat((String) coordinator.call("SENTINEL", "CKQUORUM", cluster.group()))
        .as("quorum as %s sees it", coordinator)
        .startsWith("OK ");
  }

  private void crash() {
    DataNode old = master;
    old.kill();
    master = cluster.awaitStable(cluster.settings().recoveryBound());
    assertThat(master).isNotEqualTo(old);
    old.restart();
    // As its operator would, rather than wait for the ten seconds that redis-sentinel takes.
    old.call("REPLICAOF", master.address().host(), Integer.toString(master.address().port()));
    settle();
  }

  private void order(CoordinatorNode coordinator) {
    DataNode old = master;
    assertThat(coordinator.call("SENTINEL", "FAILOVER", cluster.group())).isEqualTo("OK");
    cluster.awaitFailoverFrom(old, cluster.settings().recoveryBound());
    settle();
  }

  private void settle() {
    master = cluster.awaitStable(cluster.settings().recoveryBound());
    cluster.awaitDiscovery();
  }

  private void assertEveryFileHasTheGroup() {
    for (CoordinatorNode coordinator : cluster.coordinators()) {
      String group = cluster.group() + " ";
      String monitor = "sentinel monitor " + group + "127.0.0.1 " + master.address().port() + " 2";
      cluster.until(
          "the file of " + coordinator + " has the master, two replicas and two peers",
          SOON,
          () -> {
            List<String> lines = ConfigDirectives.of(coordinator);
            return lines.contains(monitor)
                && count(lines, "sentinel known-replica " + group) == 2
                && count(lines, "sentinel known-sentinel " + group) == 2;
          });
    }
  }

  private static long count(List<String> lines, String prefix) {
    return lines.stream().filter(line -> line.startsWith(prefix)).count();
  }

  private static Map<String, Long> epochs(CoordinatorNode coordinator) {
    ToLongFunction<String> number = l -> Long.parseLong(l.substring(l.lastIndexOf(' ') + 1));
    Map<String, Long> epochs = new HashMap<>();
    ConfigDirectives.of(coordinator).stream()
        .filter(line -> line.contains("-epoch "))
        .forEach(l -> epochs.put(l.substring(0, l.lastIndexOf(' ')), number.applyAsLong(l)));
    assertThat(epochs).hasSize(3);
    return epochs;
  }

  private Set<String> replicaNames() {
    return cluster.nodes().stream()
        .filter(node -> node != master)
        .map(node -> node.address().host() + ":" + node.address().port())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Set<String> names(List<Map<String, String>> replicas) {
    return replicas.stream().map(r -> r.get("name")).collect(Collectors.toUnmodifiableSet());
  }
}
