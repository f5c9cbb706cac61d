package io.vedette.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.tests.harness.Cluster;
import io.vedette.tests.harness.DataNode;
import io.vedette.tests.harness.RequiresRedis;
import io.vedette.tests.harness.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Servers that come back without data that the group had. */
@RequiresRedis
class LostDataTest {
  private static final Duration SOON = Duration.ofSeconds(40);

  /** A supervisor starts a master without persistence again before anybody calls it down. */
  @Test
  void aMasterThatComesBackEmptyIsReplacedByAReplicaThatStillHasTheData() {
    Cluster cluster =
        Cluster.ofThree()
            .downAfter(Duration.ofSeconds(30))
            .options("failover-on-data-loss = yes")
            // Redis's default: a replica that asks for all the data waits so long.
            .everyNode("repl-diskless-sync-delay 5")
            .start();
    DataNode old = cluster.node(0);
    old.call("SET", "precious", "1");
    for (DataNode replica : cluster.nodes().subList(1, 3)) {
      cluster.until("it is replicated", SOON, () -> replica.call("EXISTS", "precious").equals(1L));
    }

    old.kill();
    old.restart();
    DataNode promoted = cluster.awaitFailoverFrom(old, SOON);

    assertThat(promoted.call("GET", "precious")).isEqualTo("1");
    assertThat(cluster.awaitEvent("+data-lost", SOON).message())
        .startsWith("master mymaster " + old.address().host() + " " + old.address().port());
    assertThat(cluster.awaitStable(SOON)).isEqualTo(promoted);
    assertThat(old.call("GET", "precious")).isEqualTo("1");
  }

  /** Power comes back, and the first to be there is the master before the last one. */
  @Test
  void afterAnOutageOfAllAnOldMasterWaitsForTheNewest() throws IOException {
    Cluster cluster =
        Cluster.ofThree()
            .replicas(1)
            .everyNode("save 3600 1", "shutdown-on-sigterm save")
            .options("await-newest-ms = 600000")
            .start();
    DataNode old = cluster.node(0);
    assertThat(old.call("SAVE")).isEqualTo("OK");
    old.kill();
    DataNode newest = cluster.awaitFailoverFrom(old, SOON);
    newest.call("SET", "newer", "1");
    assertThat(newest.call("SAVE")).isEqualTo("OK");
    String replId = newest.info("replication").get("master_replid");
    cluster.until(
        "all remember whose data is the newest",
        SOON,
        () -> cluster.coordinators().stream().allMatch(c -> memoryOf(c).contains(replId)));

    newest.kill();
    cluster.coordinators().forEach(Server::kill);
    old.restart();
    cluster.coordinators().forEach(Server::restart);
    cluster.until(
        "the old master is refused",
        SOON,
        () -> cluster.events("+replica-refused").stream().anyMatch(e -> isOf(e.message(), old)));
    assertThat(cluster.coordinators())
        .allSatisfy(c -> assertThat(c.masterOf("mymaster")).hasValue(newest.address()));

    newest.restart();
    assertThat(cluster.awaitStable(SOON)).isEqualTo(newest);
    assertThat(old.call("GET", "newer")).isEqualTo("1");
  }

  private static boolean isOf(String message, DataNode node) {
    return message.startsWith("slave " + node.address() + " ");
  }

  private static String memoryOf(Server coordinator) {
    Path config = coordinator.config();
    String name = config.getFileName().toString().replace(".conf", ".memory");
    try {
      Path file = config.resolveSibling(name);
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      return "";
    }
  }
}
