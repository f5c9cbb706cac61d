package io.vedette.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vedette.tests.harness.ClusterMember;
import io.vedette.tests.harness.ClusterWriter;
import io.vedette.tests.harness.CoordinatorNode;
import io.vedette.tests.harness.RecordedEvent;
import io.vedette.tests.harness.RequiresRedis;
import io.vedette.tests.harness.ShardedCluster;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A Redis Cluster is watched: its shards are groups, and follow what the cluster does. */
@RequiresRedis
class RedisClusterTest {
  @Test
  void aShardThatTheClusterHasFailedOverIsPublishedUnderItsName() {
    ShardedCluster cluster = ShardedCluster.start(3, 3, "quorum = 2", "down-after-ms = 1000");
    ClusterMember old = cluster.master(0);
    String name = cluster.nameOf(old);
    assertThat(name).isEqualTo("shop-" + old.id().substring(0, 8));

    old.kill();

    cluster.awaitMaster(name, cluster.replica(0));
    cluster.until("all have said so", () -> cluster.events("+switch-master").size() >= 3);
    assertThat(cluster.events("+switch-master"))
        .hasSize(3)
        .allSatisfy(
            event ->
                assertThat(event.message())
                    .isEqualTo(
                        name
                            + " 127.0.0.1 "
                            + old.address().port()
                            + " 127.0.0.1 "
                            + cluster.replica(0).address().port()));
    assertThat(cluster.events("+odown")).as("by a quorum").isNotEmpty();
    assertThat(cluster.events("+try-failover")).as("it heals itself").isEmpty();

    old.restart();
    cluster.awaitHealthy();
    cluster.until("the old master is a replica", old::isReplicaInSync);
    cluster.until(
        "everybody sees it",
        () ->
            cluster.coordinators().stream()
                .allMatch(
                    c ->
                        c.replicas(name).stream()
                            .allMatch(
                                r ->
                                    r.get("flags").equals("slave")
                                        && r.get("master-link-status").equals("ok"))));

    CoordinatorNode restarted = cluster.coordinator(0);
    Set<String> names = cluster.shards(restarted).keySet();
    restarted.kill();
    restarted.restart();
    assertThat(restarted.masterOf(name))
        .as("at once, before it has asked anybody")
        .contains(cluster.replica(0).address());
    assertThat(cluster.shards(restarted).keySet()).isEqualTo(names);
    assertThat(restarted.configText()).as("sentinel.conf knows no shards").doesNotContain(name);
    assertThatThrownBy(() -> restarted.call("SENTINEL", "REMOVE", name))
        .hasMessageContaining("shard of a Redis Cluster");
  }

  @Test
  void twoOfThreeMastersGoneAtOnceAreRescuedWhereThatIsChosen() {
    ShardedCluster cluster = ShardedCluster.start(3, 3, "quorum = 2", "down-after-ms = 1000");
    String first = cluster.nameOf(cluster.master(0));
    String second = cluster.nameOf(cluster.master(1));
    try (ClusterWriter writer = new ClusterWriter(cluster.servers())) {
      cluster.until("something is written", () -> writer.acknowledged() > 1_000);
      long killedAt = System.nanoTime();
      cluster.master(0).kill();
      cluster.master(1).kill();

      cluster.until("both are objectively down", () -> cluster.events("+odown").size() >= 6);
      await()
          .during(Duration.ofMillis(3L * ShardedCluster.NODE_TIMEOUT_MS))
          .atMost(Duration.ofSeconds(30))
          .until(() -> !cluster.replica(0).isMaster() && !cluster.replica(1).isMaster());
      assertThat(cluster.events("+try-failover")).as("rescue is not chosen").isEmpty();
      assertThat(cluster.master(2).isStateOk()).as("it can't heal itself").isFalse();

      cluster.choose("quorum = 2", "down-after-ms = 1000", "rescue-after-ms = 2000");

      cluster.awaitMaster(first, cluster.replica(0));
      cluster.awaitMaster(second, cluster.replica(1));
      cluster.awaitHealthy();
      long healthyAt = System.nanoTime();
      cluster.until("it takes writes again", () -> writer.hasWrittenSince(healthyAt));
      assertThat(cluster.events("+cluster-rescue"))
          .as("one order for each, by one leader at a time")
          .extracting(RecordedEvent::message)
          .anyMatch(message -> message.endsWith("#takeover"))
          .allMatch(message -> message.matches(".* #(force|takeover)"));

      cluster.master(0).restart();
      cluster.master(1).restart();
      cluster.until("the dead are replicas", cluster.master(0)::isReplicaInSync);
      cluster.until("both of them", cluster.master(1)::isReplicaInSync);
      cluster.awaitHealthy();
      cluster.until("each slot has one owner, for all", cluster::isOfOneMind);
      assertThat(cluster.configEpochs()).doesNotHaveDuplicates().hasSize(3);

      Map<Long, Long> lost = writer.stopAndFindLost();
      System.out.println(
          lost.size() + " of " + writer.acknowledged() + " acknowledged writes are lost");
      assertThat(lost.values())
          .as("only what was written right before the masters died, and had not reached replicas")
          .allMatch(at -> Math.abs(at - killedAt) < Duration.ofSeconds(2).toNanos());
    }
  }

  @Test
  void aPlannedFailoverOfAShardLosesNothing() {
    ShardedCluster cluster = ShardedCluster.start(3, 3, "quorum = 2", "down-after-ms = 3000");
    String shard = cluster.nameOf(cluster.master(1));
    ClusterMember master = cluster.master(1);
    ClusterMember replica = cluster.replica(1);
    try (ClusterWriter writer = new ClusterWriter(cluster.servers())) {
      for (int round = 0; round < 3; round++) {
        long before = System.nanoTime();
        cluster.until("something is written", () -> writer.hasWrittenSince(before));
        CoordinatorNode coordinator = cluster.coordinator(round);
        cluster.until(
            "it is ordered: the replica has told that it follows this master",
            () -> coordinator.tryCall("SENTINEL", "FAILOVER", shard).isPresent());
        cluster.awaitMaster(shard, replica);
        ClusterMember old = master;
        master = replica;
        replica = old;
        cluster.until("the old master is a replica", replica::isReplicaInSync);
        cluster.awaitReady(shard);
      }
      assertThat(writer.stopAndFindLost()).isEmpty();
      assertThat(writer.acknowledged()).isPositive();
    }
  }
}
