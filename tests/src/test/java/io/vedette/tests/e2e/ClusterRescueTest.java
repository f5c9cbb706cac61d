package io.vedette.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.tests.harness.ClusterMember;
import io.vedette.tests.harness.ClusterWriter;
import io.vedette.tests.harness.RecordedEvent;
import io.vedette.tests.harness.RequiresRedis;
import io.vedette.tests.harness.Server;
import io.vedette.tests.harness.ShardedCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/**
 * Two of three masters die at once: the cluster has no majority to heal itself. Without rescue it
 * stays down; with it all slots are served soon after the configured time.
 */
@RequiresRedis
class ClusterRescueTest {
  private static final int DOWN_AFTER_MS = 1_000;
  private static final int RESCUE_AFTER_MS = 2_000;
  private static final int CONFIGURED_MS = DOWN_AFTER_MS + RESCUE_AFTER_MS;

  /** How long it is watched that nothing happens; {@code 60} to show more than the CI does. */
  private static final int UNRESCUED_SECONDS = Integer.getInteger("vedette.cluster.unrescued", 6);

  /** How often two masters are killed with rescue chosen. */
  private static final int ROUNDS = Integer.getInteger("vedette.cluster.rescues", 1);

  /** For machines that do other things, too; a quiet one takes less than two seconds more. */
  private static final Duration BOUND = Duration.ofMillis(CONFIGURED_MS + 20_000);

  private static final String QUORUM = "quorum = 2";
  private static final String DOWN_AFTER = "down-after-ms = " + DOWN_AFTER_MS;
  private static final String RESCUE_AFTER = "rescue-after-ms = " + RESCUE_AFTER_MS;

  private final List<Long> killedAt = new ArrayList<>();

  @Test
  void onlyWhereItIsChosenAreTwoOfThreeMastersReplaced() {
    ShardedCluster cluster = ShardedCluster.start(3, 3, QUORUM, DOWN_AFTER);
    try (ClusterWriter writer = new ClusterWriter(cluster.servers())) {
      cluster.until("something is written", () -> writer.acknowledged() > 1_000);
      String first = cluster.nameOf(cluster.master(0));
      String second = cluster.nameOf(cluster.master(1));
      kill(cluster.master(0), cluster.master(1));

      cluster.until("both are objectively down", () -> cluster.events("+odown").size() >= 6);
      await()
          .during(Duration.ofSeconds(UNRESCUED_SECONDS))
          .atMost(Duration.ofSeconds(UNRESCUED_SECONDS + 30))
          .until(
              () ->
                  !cluster.replica(0).isMaster()
                      && !cluster.replica(1).isMaster()
                      && !cluster.master(2).isStateOk());
      assertThat(cluster.events("+try-failover")).as("rescue is not chosen").isEmpty();

      cluster.choose(QUORUM, DOWN_AFTER, RESCUE_AFTER);
      cluster.awaitMaster(first, cluster.replica(0));
      cluster.awaitMaster(second, cluster.replica(1));
      cluster.awaitHealthy();
      assertThat(cluster.events("+cluster-rescue"))
          .as("by one leader at a time, and by TAKEOVER where there is no majority")
          .extracting(RecordedEvent::message)
          .anyMatch(message -> message.endsWith("#takeover"))
          .allMatch(message -> message.matches(".* #(force|takeover)"));
      bringBack(cluster, cluster.master(0), cluster.master(1));

      for (int round = 0; round < ROUNDS; round++) {
        rescue(cluster, round % 2 == 0);
      }
      check(cluster, writer);
    }
  }

  /** Kills the masters of the first two shards, and measures until all slots are served again. */
  private void rescue(ShardedCluster cluster, boolean areReplicas) {
    ClusterMember first = areReplicas ? cluster.replica(0) : cluster.master(0);
    ClusterMember second = areReplicas ? cluster.replica(1) : cluster.master(1);
    ClusterMember firstHeir = areReplicas ? cluster.master(0) : cluster.replica(0);
    ClusterMember secondHeir = areReplicas ? cluster.master(1) : cluster.replica(1);
    kill(first, second);
    long at = killedAt.get(killedAt.size() - 1);
    long replacedMs = msUntil(at, () -> firstHeir.isMaster() && secondHeir.isMaster());
    long servedMs = msUntil(at, cluster::servesAllSlots);
    System.out.printf(
        "the masters are replaced the configured %d + %d ms after they were killed, all slots are"
            + " served %d ms after that time%n",
        CONFIGURED_MS, replacedMs - CONFIGURED_MS, servedMs - CONFIGURED_MS);
    assertThat(replacedMs).as("not too soon").isGreaterThanOrEqualTo(RESCUE_AFTER_MS);
    bringBack(cluster, first, second);
  }

  private static long msUntil(long fromNanos, Callable<Boolean> condition) {
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .atMost(BOUND)
        .until(condition);
    return Duration.ofNanos(System.nanoTime() - fromNanos).toMillis();
  }

  private void kill(ClusterMember one, ClusterMember other) {
    one.kill();
    other.kill();
    killedAt.add(System.nanoTime());
  }

  private static void bringBack(ShardedCluster cluster, ClusterMember one, ClusterMember other) {
    one.restart();
    other.restart();
    cluster.until("one of the dead is a replica", one::isReplicaInSync);
    cluster.until("so is the other", other::isReplicaInSync);
    cluster.awaitHealthy();
    cluster.until("each slot has one owner, for all", cluster::isOfOneMind);
    assertThat(cluster.configEpochs()).doesNotHaveDuplicates().hasSize(3);
    cluster.awaitAllReady();
    cluster.until(
        "masters stream to them",
        () ->
            cluster.servers().stream()
                .filter(ClusterMember::isMaster)
                .allMatch(ClusterMember::isStreaming));
  }

  private void check(ShardedCluster cluster, ClusterWriter writer) {
    long healthyAt = System.nanoTime();
    cluster.until("it takes writes again", () -> writer.hasWrittenSince(healthyAt));
    Map<Long, Long> lost = writer.stopAndFindLost();
    System.out.println(
        lost.size() + " of " + writer.acknowledged() + " acknowledged writes are lost");
    assertThat(lost.values())
        .as("only what was written right before masters died, and had not reached replicas")
        .allMatch(at -> killedAt.stream().anyMatch(killed -> isClose(at, killed)));
    assertThat(cluster.servers()).allMatch(Server::isRunning);
  }

  private static boolean isClose(long at, long killed) {
    return Math.abs(at - killed) < Duration.ofSeconds(2).toNanos();
  }
}
