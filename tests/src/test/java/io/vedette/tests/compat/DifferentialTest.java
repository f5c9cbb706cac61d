package io.vedette.tests.compat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.tests.harness.Cluster;
import io.vedette.tests.harness.ClusterSettings;
import io.vedette.tests.harness.CoordinatorKind;
import io.vedette.tests.harness.CoordinatorNode;
import io.vedette.tests.harness.FreePorts;
import io.vedette.tests.harness.RequiresRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The same commands to a {@code redis-sentinel} and to a Vedette, each with two peers of its kind,
 * a master and two replicas: before a failover, while it runs, and after it.
 */
@RequiresRedis
class DifferentialTest {
  /**
   * redis-sentinel looks names up while all else waits, and is in TILT for 30 s if that takes two.
   */
  private static final Duration WAIT = Duration.ofSeconds(60);

  private static final List<String> FAMILIES =
      List.of(
          "acl",
          "queries",
          "changes",
          "config",
          "debug",
          "connection",
          "client",
          "command",
          "pubsub",
          "info");

  private final int deadPort = FreePorts.next();
  private final Comparison comparison = new Comparison(WireDifferences.table());

  @Test
  void answersWhatSentinelAnswers() throws IOException {
    Cluster sentinel = start(CoordinatorKind.SENTINEL);
    Cluster vedette = start(CoordinatorKind.VEDETTE);
    List<Cluster> both = List.of(sentinel, vedette);
    comparison.between(Side.of(sentinel, deadPort), Side.of(vedette, deadPort));

    both.forEach(this::awaitDeadMasterSeen);
    runAll("before");
    both.forEach(cluster -> cluster.node(0).kill());
    both.forEach(DifferentialTest::awaitRunningFailover);
    runAll("during");
    both.forEach(cluster -> cluster.node(1).call("ACL", "SETUSER", "default", "+@all"));
    both.forEach(DifferentialTest::awaitEnd);
    runAll("after");
    comparison.run("last", "last", false);

    Files.write(Path.of("target/differential.txt"), comparison.unexplained());
    System.out.println(comparison.summary());
    assertThat(comparison.linesInScripts()).isGreaterThanOrEqualTo(500);
    assertThat(comparison.unexplained()).isEmpty();
    assertThat(comparison.unusedEntries()).isEmpty();
  }

  private void runAll(String phase) throws IOException {
    Files.write(Path.of("target/differential.txt"), comparison.unexplained());
    for (String family : FAMILIES) {
      comparison.run(phase, family, false);
      comparison.run(phase, family, true);
    }
  }

  /**
   * The first replica is the one to be promoted, and refuses to be followed, so that the failover
   * goes on until it is allowed to end; the first coordinator leads it.
   */
  private Cluster start(CoordinatorKind kind) {
    ClusterSettings settings =
        Cluster.with(3, kind)
            .quorum(1)
            // Longer than a busy machine may keep a coordinator from its work.
            .downAfter(Duration.ofSeconds(2))
            .failoverTimeout(Duration.ofSeconds(60))
            .nodeConfig(1, "replica-priority 10", "user default on nopass ~* &* +@all -psync -sync")
            .nodeConfig(2, "replica-priority 50")
            .coordinatorConfig(
                "sentinel monitor dead 127.0.0.1 " + deadPort + " 5",
                "sentinel down-after-milliseconds dead 500");
    Cluster cluster = settings.start();
    cluster.letLead(cluster.coordinator(0));
    return cluster;
  }

  private void awaitDeadMasterSeen(Cluster cluster) {
    for (CoordinatorNode coordinator : cluster.coordinators()) {
      cluster.until(
          "the dead master is seen",
          WAIT,
          () -> coordinator.master("dead").get("flags"),
          flags -> flags.equals("s_down,master,disconnected"));
    }
  }

  private static void awaitRunningFailover(Cluster cluster) {
    CoordinatorNode leader = cluster.coordinator(0);
    cluster.until(
        "the failover waits for the second replica",
        WAIT,
        () -> replicaFlags(leader, cluster.node(2).address().port()),
        flags -> flags.contains("reconf_inprog"));
  }

  private static void awaitEnd(Cluster cluster) {
    cluster.awaitFailoverFrom(cluster.node(0), WAIT);
    for (CoordinatorNode coordinator : cluster.coordinators()) {
      cluster.until(
          coordinator + " sees the old master as a replica that is down",
          WAIT,
          () -> replicaFlags(coordinator, cluster.node(0).address().port()),
          flags -> flags.equals("s_down,slave,disconnected"));
      cluster.until(
          coordinator + " sees the other one in order",
          WAIT,
          () -> coordinator.replicas("mymaster"),
          replicas ->
              replicas.stream()
                      .filter(
                          r ->
                              "ok".equals(r.get("master-link-status"))
                                  && r.get("flags").equals("slave"))
                      .count()
                  == 1);
    }
  }

  private static String replicaFlags(CoordinatorNode coordinator, int port) {
    return coordinator.replicas("mymaster").stream()
        .filter(replica -> replica.get("port").equals(Integer.toString(port)))
        .map(replica -> replica.get("flags"))
        .findFirst()
        .orElse("unknown");
  }

  /**
   * One of the two.
   *
   * @param coordinator who is asked
   * @param placeholders what stands for ports and run ids in scripts
   * @param names the reverse, for replies
   */
  record Side(
      CoordinatorNode coordinator, Map<String, String> placeholders, Map<String, String> names) {
    static Side of(Cluster cluster, int deadPort) {
      Map<String, String> placeholders = new java.util.TreeMap<>();
      placeholders.put("dead.port", Integer.toString(deadPort));
      for (int i = 0; i < cluster.nodes().size(); i++) {
        placeholders.put("node" + i + ".port", Integer.toString(cluster.node(i).address().port()));
      }
      for (int i = 0; i < cluster.coordinators().size(); i++) {
        CoordinatorNode coordinator = cluster.coordinator(i);
        placeholders.put("c" + i + ".port", Integer.toString(coordinator.address().port()));
        placeholders.put("c" + i + ".id", coordinator.myId());
      }
      Map<String, String> names = new java.util.TreeMap<>();
      placeholders.forEach((name, value) -> names.put(value, "<" + name + ">"));
      return new Side(cluster.coordinator(0), placeholders, names);
    }
  }
}
