package io.vedette.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.tests.harness.ClusterMember;
import io.vedette.tests.harness.ClusterWriter;
import io.vedette.tests.harness.CoordinatorNode;
import io.vedette.tests.harness.RequiresRedis;
import io.vedette.tests.harness.ShardedCluster;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Shards keep their names while slots, replicas and nodes come and go, and a client writes. */
@RequiresRedis
class ReshardingTest {
  private ShardedCluster cluster;
  private CoordinatorNode coordinator;

  @Test
  void isFollowedByTheCoordinators() {
    cluster = ShardedCluster.start(3, 3, "quorum = 2", "down-after-ms = 3000");
    coordinator = cluster.coordinator(0);
    Set<String> names = names();
    ClusterMember first = cluster.master(0);
    String firstName = cluster.nameOf(first);
    try (ClusterWriter writer = new ClusterWriter(cluster.servers())) {
      slotOnItsWayIsShown(first, cluster.master(1));

      cluster.reshard(first, cluster.master(1), 100);
      untilSlots(first, 16_384 / 3 - 100);
      assertThat(names()).isEqualTo(names);

      ClusterMember added = cluster.join("added");
      cluster.until(
          "it is shown, a master without slots",
          () -> show(added).getOrDefault("role", "").equals("master"));
      assertThat(names()).as("who has no slots is no shard").isEqualTo(names);
      cluster.reshard(first, added, 50);
      String newName = "shop-" + added.id().substring(0, 8);
      Set<String> more = new TreeSet<>(names);
      more.add(newName);
      cluster.until("a new shard is named after it", () -> names().equals(more));

      replicaMoves(firstName, newName, added);

      cluster.reshard(added, first, 50);
      cluster.until("the shard without slots is no more", () -> names().equals(names));
      String id = added.id();
      cluster.remove(added);
      cluster.until(
          "nobody shows it any more",
          () -> cluster.coordinators().stream().allMatch(c -> cluster.nodeOf(c, id).isEmpty()));

      assertThat(writer.stopAndFindLost()).isEmpty();
      assertThat(writer.acknowledged()).isPositive();
    }
    assertThat(cluster.events("+switch-master")).isEmpty();
    assertThat(cluster.events("+try-failover")).isEmpty();
    assertThat(cluster.nameOf(first)).isEqualTo(firstName);
  }

  private void slotOnItsWayIsShown(ClusterMember from, ClusterMember to) {
    to.call("CLUSTER", "SETSLOT", "0", "IMPORTING", from.id());
    from.call("CLUSTER", "SETSLOT", "0", "MIGRATING", to.id());
    cluster.until(
        "it is shown at both ends",
        () -> cluster.health(coordinator).get("slots-moving").equals("2"));
    assertThat(show(from)).containsEntry("slots-moving", "1");
    from.call("CLUSTER", "SETSLOT", "0", "STABLE");
    to.call("CLUSTER", "SETSLOT", "0", "STABLE");
    cluster.until("it stays", () -> cluster.health(coordinator).get("slots-moving").equals("0"));
  }

  /** As it does by itself when a master has lost its last one. */
  private void replicaMoves(String from, String to, ClusterMember newMaster) {
    ClusterMember replica = cluster.replica(0);
    cluster.until(
        "the new master has no replica",
        () -> cluster.health(coordinator).get("masters-without-replica").equals(to));
    replica.call("CLUSTER", "REPLICATE", newMaster.id());
    cluster.until(
        "now the other has none",
        () -> cluster.health(coordinator).get("masters-without-replica").equals(from));
    assertThat(show(replica)).containsEntry("shard", to);
    replica.call("CLUSTER", "REPLICATE", cluster.master(0).id());
    cluster.until(
        "and back", () -> cluster.health(coordinator).get("masters-without-replica").equals(to));
  }

  private void untilSlots(ClusterMember master, int slots) {
    cluster.until(
        "all coordinators know its slots",
        () ->
            cluster.coordinators().stream()
                .allMatch(c -> count(cluster.nodeOf(c, master.id()).get("slots")) == slots));
  }

  private static int count(String slots) {
    int count = 0;
    for (String range : slots.split(",", -1)) {
      String[] ends = range.split("-", 2);
      count += Integer.parseInt(ends[ends.length - 1]) - Integer.parseInt(ends[0]) + 1;
    }
    return count;
  }

  private Map<String, String> show(ClusterMember member) {
    return cluster.nodeOf(coordinator, member.id());
  }

  private Set<String> names() {
    Set<String> names = new TreeSet<>();
    cluster.coordinators().forEach(c -> names.addAll(cluster.shards(c).keySet()));
    return names;
  }
}
