package io.vedette.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.tests.harness.ClusterMember;
import io.vedette.tests.harness.ClusterWriter;
import io.vedette.tests.harness.CoordinatorNode;
import io.vedette.tests.harness.RequiresRedis;
import io.vedette.tests.harness.ShardedCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Shards are failed over on order, one after the other, while a client writes. */
@RequiresRedis
class PlannedShardFailoverTest {
  /** How many; {@code 50} to show more than the CI does. */
  private static final int ROUNDS = Integer.getInteger("vedette.cluster.planned", 6);

  private final Map<ClusterMember, Long> replacedAt = new LinkedHashMap<>();

  /** Redis's masters vote for a replica of the same master once in two node timeouts. */
  private boolean mayBeReplaced(ClusterMember master) {
    long patience = Duration.ofMillis(2L * ShardedCluster.NODE_TIMEOUT_MS + 500).toNanos();
    Long before = replacedAt.get(master);
    return before == null || System.nanoTime() - before > patience;
  }

  @Test
  void losesNothingHoweverSoonTheNextOneIsOrdered() {
    ShardedCluster cluster = ShardedCluster.start(3, 3, "quorum = 2", "down-after-ms = 3000");
    List<String> shards = new ArrayList<>();
    List<ClusterMember> masters = new ArrayList<>();
    List<ClusterMember> replicas = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      shards.add(cluster.nameOf(cluster.master(i)));
      masters.add(cluster.master(i));
      replicas.add(cluster.replica(i));
    }
    List<Duration> gaps = new ArrayList<>();
    try (ClusterWriter writer = new ClusterWriter(cluster.servers())) {
      for (int round = 0; round < ROUNDS; round++) {
        int shard = round % 3;
        long begin = System.nanoTime();
        cluster.until("something is written", () -> writer.hasWrittenSince(begin));
        ClusterMember master = masters.get(shard);
        cluster.until("masters vote for a replica of it again", () -> mayBeReplaced(master));
        replacedAt.put(master, System.nanoTime());
        long ordered = System.nanoTime();
        CoordinatorNode coordinator = cluster.coordinator(round / 3 % 3);
        assertThat(coordinator.call("SENTINEL", "FAILOVER", shards.get(shard))).isEqualTo("OK");
        cluster.awaitMaster(shards.get(shard), replicas.get(shard));
        masters.set(shard, replicas.get(shard));
        replicas.set(shard, master);
        cluster.until("the old master is a replica", master::isReplicaInSync);
        long end = System.nanoTime();
        cluster.until("writes go on", () -> writer.hasWrittenSince(end));
        gaps.add(writer.longestGap(ordered, end));
      }
      int lost = writer.stopAndFindLost().size();
      gaps.sort(null);
      System.out.printf(
          "%d planned failovers: %d of %d acknowledged writes lost; no write acknowledged for"
              + " %d ms (median), %d (p90), %d (longest)%n",
          ROUNDS,
          lost,
          writer.acknowledged(),
          gaps.get(ROUNDS / 2).toMillis(),
          gaps.get(ROUNDS * 9 / 10).toMillis(),
          gaps.get(ROUNDS - 1).toMillis());
      assertThat(lost).isZero();
      assertThat(cluster.events("+cluster-rescue")).isEmpty();
    }
  }
}
