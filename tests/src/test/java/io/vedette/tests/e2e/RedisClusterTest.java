package io.vedette.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.tests.harness.ClusterMember;
import io.vedette.tests.harness.CoordinatorNode;
import io.vedette.tests.harness.RequiresRedis;
import io.vedette.tests.harness.ShardedCluster;
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
}
