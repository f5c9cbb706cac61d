package io.vedette.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.tests.harness.ClusterMember;
import io.vedette.tests.harness.CoordinatorNode;
import io.vedette.tests.harness.OtherHost;
import io.vedette.tests.harness.RecordedEvent;
import io.vedette.tests.harness.RequiresRedis;
import io.vedette.tests.harness.RequiresRoot;
import io.vedette.tests.harness.ShardedCluster;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A Redis Cluster falls apart, with its coordinators, and comes together again. */
@RequiresRedis
@RequiresRoot
class ClusterPartitionTest {
  private static final String[] OPTIONS = {
    "quorum = 2", "down-after-ms = 1000", "rescue-after-ms = 2000"
  };

  /** What Redis says of CLUSTER FAILOVER TAKEOVER. */
  private static final String TAKEN_OVER = "Taking over the master (user request)";

  private static final Pattern MASTER_DOWN = Pattern.compile("\\+sdown master ");

  @Test
  void aMinorityWithTwoOfFiveMastersTakesNothingOver() {
    Set<String> there =
        Set.of("master0", "master1", "replica2", "replica3", "replica4", "vedette-0");
    try (OtherHost host = new OtherHost();
        ShardedCluster cluster = ShardedCluster.across(host, there, 5, 3, OPTIONS)) {
      awaitFed(cluster, 5);
      List<String> names = List.of(nameOf(cluster, 0), nameOf(cluster, 1));

      host.cut();
      for (int shard = 0; shard < 2; shard++) {
        awaitHere(cluster, names.get(shard), cluster.replica(shard));
      }
      CoordinatorNode outvoted = cluster.coordinator(0);
      cluster.until("the one there sees three masters down", () -> mastersDown(outvoted) == 3);
      await()
          .during(Duration.ofSeconds(4))
          .atMost(Duration.ofSeconds(30))
          .until(() -> !outvoted.logText().contains("+cluster-rescue"));
      host.heal();

      awaitOneOwnerEach(cluster, 5);
      for (int shard = 0; shard < 5; shard++) {
        assertThat(cluster.replica(shard).logText()).doesNotContain(TAKEN_OVER);
      }
      for (int shard = 0; shard < 2; shard++) {
        cluster.awaitMaster(names.get(shard), cluster.replica(shard));
      }
    }
  }

  /**
   * Those here can't know whether the other part is dead or only cut off; rescue was chosen, so
   * they take it for dead. The two masters there and their coordinator replace the third, and no
   * more.
   */
  @Test
  void theMajorityOfCoordinatorsRescuesWhomItCantReachAndNobodyElseDoes() {
    Set<String> there = Set.of("master0", "master1", "replica2", "vedette-0");
    try (OtherHost host = new OtherHost();
        ShardedCluster cluster = ShardedCluster.across(host, there, 3, 3, OPTIONS)) {
      awaitFed(cluster, 3);
      List<String> names = List.of(nameOf(cluster, 0), nameOf(cluster, 1));

      host.cut();
      for (int shard = 0; shard < 2; shard++) {
        awaitHere(cluster, names.get(shard), cluster.replica(shard));
      }
      CoordinatorNode outvoted = cluster.coordinator(0);
      cluster.until(
          "the cluster there has replaced the master here",
          () -> outvoted.logText().contains("+switch-master " + nameOf(cluster, 2)));
      assertThat(outvoted.logText()).doesNotContain("+cluster-rescue");
      host.heal();

      awaitOneOwnerEach(cluster, 3);
      for (int shard = 0; shard < 2; shard++) {
        cluster.awaitMaster(names.get(shard), cluster.replica(shard));
      }
      for (String name : names) {
        assertThat(cluster.events("+cluster-rescue"))
            .filteredOn(event -> event.message().contains(" " + name + " "))
            .as("nobody else took %s over", name)
            .extracting(RecordedEvent::by)
            .doesNotContain("vedette-0")
            .isNotEmpty();
      }
    }
  }

  private static String nameOf(ShardedCluster cluster, int shard) {
    return "shop-" + cluster.idOf(shard).substring(0, 8);
  }

  /** Before that a replica is known to have nothing, and nobody has it take over. */
  private static void awaitFed(ShardedCluster cluster, int shards) {
    cluster.until(
        "every replica has had something from its master",
        () -> IntStream.range(0, shards).allMatch(shard -> cluster.replica(shard).isFed()));
  }

  /** The two coordinators on this side give this address. */
  private static void awaitHere(ShardedCluster cluster, String shard, ClusterMember master) {
    cluster.until(
        "both here give " + master + " as master of " + shard,
        () ->
            cluster.coordinators().stream()
                .skip(1)
                .allMatch(c -> c.masterOf(shard).equals(Optional.of(master.address()))));
  }

  private static long mastersDown(CoordinatorNode coordinator) {
    return MASTER_DOWN.matcher(coordinator.logText()).results().count();
  }

  private static void awaitOneOwnerEach(ShardedCluster cluster, int masters) {
    cluster.awaitHealthy();
    cluster.until("each slot has one owner, for all", cluster::isOfOneMind);
    assertThat(cluster.configEpochs()).doesNotHaveDuplicates().hasSize(masters);
    cluster.until("all coordinators know its masters", cluster::isPublished);
  }
}
