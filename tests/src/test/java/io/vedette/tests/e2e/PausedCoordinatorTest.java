package io.vedette.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.tests.harness.Cluster;
import io.vedette.tests.harness.CoordinatorNode;
import io.vedette.tests.harness.RecordedEvent;
import io.vedette.tests.harness.RequiresRedis;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A coordinator that was stopped takes nobody for dead, and is of use again within moments. */
@RequiresRedis
class PausedCoordinatorTest {
  private static final Duration DOWN_AFTER = Duration.ofSeconds(3);

  /** Sentinel's is 30 s. */
  private static final Duration TILT_BOUND = Duration.ofSeconds(15);

  @Test
  void nobodyIsDownForItAndItActsSoonAfterwards() throws Exception {
    Cluster cluster = Cluster.ofThree().downAfter(DOWN_AFTER).start();
    CoordinatorNode paused = cluster.coordinator(0);

    // With TILT out of the way, the deadlines alone must do.
    paused.call("SENTINEL", "DEBUG", "tilt-trigger", "600000");
    stopForTwiceDownAfter(cluster, paused);
    assertThat(downBy(cluster, paused)).isEmpty();
    assertThat(cluster.events("+tilt")).isEmpty();

    paused.call("SENTINEL", "DEBUG", "tilt-trigger", "2000");
    stopForTwiceDownAfter(cluster, paused);
    cluster.awaitEvent("+tilt", TILT_BOUND);
    cluster.awaitEvent("-tilt", TILT_BOUND);
    assertThat(downBy(cluster, paused)).isEmpty();

    // It is needed for the majority.
    cluster.coordinator(2).kill();
    cluster.node(0).kill();
    assertThat(cluster.awaitFailoverFrom(cluster.node(0), cluster.settings().recoveryBound()))
        .isNotEqualTo(cluster.node(0));
    cluster.awaitEvent("+switch-master", TILT_BOUND);
  }

  /** The time is the fault itself, not something that is waited for. */
  private static void stopForTwiceDownAfter(Cluster cluster, CoordinatorNode paused)
      throws InterruptedException {
    paused.suspend();
    Thread.sleep(DOWN_AFTER.multipliedBy(2).toMillis());
    paused.resume();
    cluster.until("it answers again", TILT_BOUND, paused::answersPing);
    // By now whoever had been judged by what was missed would be down.
    Thread.sleep(DOWN_AFTER.toMillis() / 2);
  }

  private static List<RecordedEvent> downBy(Cluster cluster, CoordinatorNode paused) {
    return cluster.events("+sdown").stream()
        .filter(event -> event.by().equals(paused.name()))
        .toList();
  }
}
