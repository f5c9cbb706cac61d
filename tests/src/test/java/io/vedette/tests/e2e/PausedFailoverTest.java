package io.vedette.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.tests.harness.Cluster;
import io.vedette.tests.harness.CoordinatorNode;
import io.vedette.tests.harness.DataNode;
import io.vedette.tests.harness.RequiresRedis;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Maintenance: an operator wants no automatic failover of a group for a time. */
@RequiresRedis
class PausedFailoverTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @Test
  void aPauseOutlivesARestartAndEndsWhenItIsTold() {
    Cluster cluster = Cluster.ofThree().start();
    DataNode old = cluster.node(0);
    cluster
        .coordinators()
        .forEach(c -> assertThat(c.call("SENTINEL", "PAUSE", "mymaster", "600")).isEqualTo("OK"));
    CoordinatorNode restarted = cluster.coordinator(0);
    restarted.kill();
    restarted.restart();
    assertThat(remaining(restarted)).isBetween(1L, 600_000L);

    old.kill();
    cluster.coordinators().forEach(c -> awaitHeldBack(cluster, c));
    await()
        .during(Duration.ofSeconds(2))
        .atMost(SOON)
        .until(() -> cluster.events("+try-failover").isEmpty());
    cluster.coordinators().forEach(c -> assertThat(c.masterOf("mymaster")).hasValue(old.address()));

    cluster
        .coordinators()
        .forEach(c -> assertThat(c.call("SENTINEL", "RESUME", "mymaster")).isEqualTo("OK"));
    assertThat(cluster.awaitFailoverFrom(old, SOON)).isNotEqualTo(old);
    assertThat(restarted.master("mymaster")).doesNotContainKey("failover-paused-ms");
  }

  private static long remaining(CoordinatorNode coordinator) {
    return Long.parseLong(coordinator.master("mymaster").get("failover-paused-ms"));
  }

  private static void awaitHeldBack(Cluster cluster, CoordinatorNode coordinator) {
    cluster.until(
        coordinator + " says that it holds a failover back",
        SOON,
        () -> coordinator.logText().contains("+failover-held-back master mymaster"));
  }
}
