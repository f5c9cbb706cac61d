package io.vedette.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.tests.harness.ClusterMember;
import io.vedette.tests.harness.ClusterWriter;
import io.vedette.tests.harness.CoordinatorNode;
import io.vedette.tests.harness.ErrorReply;
import io.vedette.tests.harness.RequiresRedis;
import io.vedette.tests.harness.ShardedCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Shards are failed over on order, one after the other, while a client writes. */
@RequiresRedis
class PlannedShardFailoverTest {
  /** How many; {@code 50} to show more than the CI does. */
  private static final int ROUNDS = Integer.getInteger("vedette.cluster.planned", 6);

  /** Refused as long as the replica has been elected so lately that it can't be again. */
  private static boolean isAccepted(CoordinatorNode coordinator, String shard) {
    try {
      return "OK".equals(coordinator.call("SENTINEL", "FAILOVER", shard));
    } catch (ErrorReply e) {
      assertThat(e).hasMessageStartingWith("NOGOODSLAVE");
      return false;
    }
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
        CoordinatorNode coordinator = cluster.coordinator(round / 3 % 3);
        long ordered = System.nanoTime();
        cluster.until("it is ordered", () -> isAccepted(coordinator, shards.get(shard)));
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
