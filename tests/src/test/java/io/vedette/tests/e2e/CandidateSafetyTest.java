package io.vedette.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.tests.harness.Cluster;
import io.vedette.tests.harness.DataNode;
import io.vedette.tests.harness.RequiresRedis;
import io.vedette.tests.harness.Server;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A replica that has another dataset by now is not made master, however far it has read. */
@RequiresRedis
class CandidateSafetyTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  /** By then it would be told to follow the right master again. */
  private static final Duration NO_REPAIR = Duration.ofSeconds(60);

  @Test
  void aReplicaOfAnotherMastersDataIsNotPromoted() {
    Cluster cluster = Cluster.ofThree().failoverTimeout(NO_REPAIR).start();
    DataNode old = cluster.node(0);
    DataNode good = cluster.node(1);
    DataNode foreign = cluster.node(2);
    old.call("SET", "ours", "1");
    cluster.until("the good one has it", SOON, () -> good.call("EXISTS", "ours").equals(1L));
    stealBy(cluster.addMaster(), foreign, cluster);
    assertThat(offset(foreign)).as("by its offset it would win").isGreaterThan(offset(good));

    old.kill();
    DataNode promoted = cluster.awaitFailoverFrom(old, SOON);

    assertThat(promoted).isEqualTo(good);
    assertThat(good.call("GET", "ours")).isEqualTo("1");
    assertThat(cluster.awaitEvent("+replica-refused", SOON).message())
        .startsWith("slave " + foreign.address() + " ");
    assertThat(
            cluster.runningCoordinators().stream()
                .map(Server::logText)
                .anyMatch(log -> log.contains("not of the master's lineage")))
        .as("the log says why")
        .isTrue();
  }

  /** Another deployment's master takes it over, and has written more than ours. */
  private static void stealBy(DataNode other, DataNode replica, Cluster cluster) {
    String port = Integer.toString(other.address().port());
    replica.call("REPLICAOF", "127.0.0.1", port);
    // What is written before that comes with the whole dataset, and moves no offset.
    cluster.until(
        "it follows it",
        SOON,
        () ->
            replica.info("replication").get("master_port").equals(port)
                && replica.info("replication").get("master_link_status").equals("up"));
    other.call("SET", "theirs", "x".repeat(100_000));
    cluster.until("it has theirs", SOON, () -> replica.call("EXISTS", "theirs").equals(1L));
    cluster.until("it has read what theirs has written", SOON, () -> offset(replica) > 50_000);
  }

  private static long offset(DataNode node) {
    Map<String, String> info = node.info("replication");
    return Long.parseLong(info.get("slave_repl_offset"));
  }
}
