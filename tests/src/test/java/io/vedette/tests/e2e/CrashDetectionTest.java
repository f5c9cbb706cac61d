package io.vedette.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.tests.harness.Cluster;
import io.vedette.tests.harness.ClusterSettings;
import io.vedette.tests.harness.CoordinatorKind;
import io.vedette.tests.harness.DataNode;
import io.vedette.tests.harness.RequiresRedis;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@RequiresRedis
class CrashDetectionTest {
  /** Sentinel's default: far beyond what these tests wait. */
  private static final Duration DOWN_AFTER = Duration.ofSeconds(30);

  private static final Duration BOUND = Duration.ofSeconds(3);

  private static ClusterSettings detecting(ClusterSettings settings) {
    return settings.downAfter(DOWN_AFTER).options("crash-detection = yes");
  }

  private static void crashIsSeenWithoutWaiting(Cluster cluster) {
    DataNode old = cluster.node(0);
    long before = System.nanoTime();
    old.kill();
    DataNode promoted = cluster.awaitFailoverFrom(old, BOUND);
    long tookMs = (System.nanoTime() - before) / 1_000_000;
    System.out.println("new address at a majority " + tookMs + " ms after SIGKILL");

    assertThat(promoted).isNotEqualTo(old);
    assertThat(promoted.call("SET", "after", "1")).isEqualTo("OK");
  }

  @Test
  void aCrashIsSeenWithoutWaitingForDownAfter() {
    crashIsSeenWithoutWaiting(detecting(Cluster.with(3, CoordinatorKind.VEDETTE)).start());
  }

  @Test
  void aQuorumOfVedettesIsEnoughBesideAStockSentinel() {
    crashIsSeenWithoutWaiting(
        detecting(Cluster.with(2, CoordinatorKind.VEDETTE).and(1, CoordinatorKind.SENTINEL))
            .start());
  }

  @Test
  void aHangIsNoCrash() {
    Cluster cluster = detecting(Cluster.with(3, CoordinatorKind.VEDETTE)).start();
    DataNode old = cluster.node(0);

    old.suspend();
    // Nothing is to happen in the time in which a crash would have been dealt with.
    await().during(BOUND).atMost(BOUND.plus(BOUND)).until(() -> cluster.events("+sdown").isEmpty());
    old.resume();

    assertThat(cluster.majorityMaster()).contains(old.address());
  }
}
