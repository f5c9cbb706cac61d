package io.vedette.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vedette.tests.harness.Cluster;
import io.vedette.tests.harness.ErrorReply;
import io.vedette.tests.harness.RequiresRedis;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

@RequiresRedis
class QuorumTest {
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(3);

  @Test
  void withoutQuorumNothingIsFailedOverUntilItIsBack() {
    Cluster cluster = Cluster.ofThree().quorum(3).failoverTimeout(Duration.ofSeconds(2)).start();
    cluster.coordinator(2).kill();
    cluster.node(0).kill();

    cluster.until(
        "both coordinators see the master down",
        Duration.ofSeconds(10),
        () ->
            cluster.runningCoordinators().stream()
                .allMatch(c -> isDown(c.master(cluster.group()))));
    assertNothingIsPromoted(cluster);
    assertThat(cluster.events("+odown")).isEmpty();
    assertThat(cluster.events("+try-failover")).isEmpty();

    cluster.coordinator(2).restart();
    assertThat(cluster.awaitStable(cluster.settings().recoveryBound()))
        .isNotEqualTo(cluster.node(0));
  }

  @Test
  void withoutMajorityNobodyIsElectedUntilItIsBack() {
    Cluster cluster = Cluster.ofThree().quorum(1).failoverTimeout(Duration.ofSeconds(2)).start();
    cluster.coordinator(1).kill();
    cluster.coordinator(2).kill();
    cluster.until(
        "the peers are seen down",
        Duration.ofSeconds(10),
        () -> cluster.coordinator(0).peers(cluster.group()).stream().allMatch(p -> isDown(p)));
    assertThatThrownBy(() -> cluster.coordinator(0).call("SENTINEL", "CKQUORUM", cluster.group()))
        .isInstanceOf(ErrorReply.class)
        .hasMessageStartingWith("NOQUORUM 1 usable Sentinels.");

    cluster.node(0).kill();

    cluster.awaitEvent("+odown", Duration.ofSeconds(5));
    assertNothingIsPromoted(cluster);
    assertThat(cluster.events("+elected-leader")).isEmpty();

    cluster.coordinator(1).restart();
    cluster.coordinator(2).restart();
    assertThat(cluster.awaitStable(cluster.settings().recoveryBound()))
        .isNotEqualTo(cluster.node(0));
  }

  private static boolean isDown(Map<String, String> instance) {
    return instance.get("flags").startsWith("s_down,");
  }

  private static void assertNothingIsPromoted(Cluster cluster) {
    await("no replica is promoted")
        .during(LONG_ENOUGH)
        .atMost(LONG_ENOUGH.plusSeconds(2))
        .until(() -> !cluster.node(1).isMaster() && !cluster.node(2).isMaster());
  }
}
