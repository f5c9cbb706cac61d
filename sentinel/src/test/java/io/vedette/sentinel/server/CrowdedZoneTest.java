package io.vedette.sentinel.server;

import static io.vedette.quorum.view.NodeView.NEVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.cluster.NodeId;
import io.vedette.quorum.cluster.SlotSet;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.NodeInfo;
import io.vedette.quorum.model.Role;
import io.vedette.quorum.model.Zones;
import io.vedette.quorum.view.ClusterNodeView;
import io.vedette.quorum.view.ClusterView;
import io.vedette.quorum.view.CoordinatorView;
import io.vedette.quorum.view.GroupView;
import io.vedette.quorum.view.NodeView;
import io.vedette.quorum.view.ShardView;
import io.vedette.sentinel.runtime.ClusterHealth;
import io.vedette.sentinel.runtime.LiveView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A zone that holds so many masters that without it a cluster can't heal itself is told. */
class CrowdedZoneTest {
  private static final Zones TWO = new Zones(Map.of("a", List.of("10.0.1.*")));

  private final List<ShardView> shards = new ArrayList<>();
  private final List<ClusterNodeView> nodes = new ArrayList<>();
  private final List<GroupView> groups = new ArrayList<>();

  private void shard(int number, String masterHost, String replicaHost, String zone) {
    NodeId id = new NodeId(Integer.toString(number).repeat(40));
    NodeId replicaId = new NodeId("f" + Integer.toString(number).repeat(39));
    Address master = new Address(masterHost, 7000 + number);
    Address replica = new Address(replicaHost, 8000 + number);
    SlotSet slots = SlotSet.range(number, number);
    GroupName name = new GroupName("shop-" + number);
    nodes.add(node(id, master, Optional.empty(), slots));
    nodes.add(node(replicaId, replica, Optional.of(id), SlotSet.NONE));
    shards.add(new ShardView(name, id, Map.of(id, master, replicaId, replica), slots));
    groups.add(Views.group(name.value(), master(master, zone)));
  }

  private static ClusterNodeView node(
      NodeId id, Address address, Optional<NodeId> master, SlotSet slots) {
    return new ClusterNodeView(id, address, master.isEmpty(), master, 1, slots, 0, true, 0, 0, 0);
  }

  private static NodeView master(Address address, String zone) {
    NodeView like = Views.master();
    NodeInfo info = Views.info(Views.MASTER_RUN, Role.MASTER, true);
    return new NodeView(
        address,
        like.flags(),
        like.link(),
        NEVER,
        NEVER,
        Optional.of(
            new NodeInfo(
                info.runId(),
                info.role(),
                info.master(),
                info.masterLinkUp(),
                info.masterLinkDownMs(),
                info.priority(),
                info.replOffset(),
                info.announced(),
                info.masterReplOffset(),
                info.replId(),
                info.replId2(),
                info.uptimeSeconds(),
                info.replicas(),
                info.ackAgeSeconds(),
                info.failoverKnown(),
                info.minReplicasSet(),
                info.remarks() + "availability_zone:" + zone + "\r\n")),
        like.infoAt(),
        Role.MASTER,
        like.roleReportedAt());
  }

  private List<String> troubles(Zones zones) {
    ClusterView cluster =
        new ClusterView(new GroupName("shop"), shards, nodes, 1_000, 9, NEVER, 0, zones);
    CoordinatorView view = new CoordinatorView(Views.process(), groups, List.of(cluster));
    return ClusterHealth.of(cluster, new LiveView(view), 0).troubles().stream()
        .filter(trouble -> trouble.contains(" holds "))
        .toList();
  }

  @Test
  void aHostIsAZoneWhereNothingElseIsSaid() {
    shard(1, "10.0.1.1", "10.0.1.2", "");
    shard(2, "10.0.1.2", "10.0.1.1", "");
    shard(3, "10.0.1.2", "10.0.1.3", "");
    assertThat(troubles(Zones.NONE))
        .containsExactly(
            "10.0.1.2 holds 2 of 3 masters: without it no majority is left to replace them");
  }

  @Test
  void evenlySpreadMastersAreNoTrouble() {
    shard(1, "10.0.1.1", "10.0.1.2", "");
    shard(2, "10.0.1.2", "10.0.1.3", "");
    shard(3, "10.0.1.3", "10.0.1.1", "");
    assertThat(troubles(Zones.NONE)).isEmpty();
  }

  @Test
  void ofAnEvenNumberHalfIsTooMany() {
    shard(1, "10.0.1.1", "10.0.2.1", "");
    shard(2, "10.0.1.2", "10.0.2.2", "");
    shard(3, "10.0.2.1", "10.0.1.1", "");
    shard(4, "10.0.3.1", "10.0.1.2", "");
    assertThat(troubles(TWO)).containsExactly(trouble("a", 2, 4));
  }

  @Test
  void theOptionsCountBeforeWhatServersSay() {
    shard(1, "10.0.1.1", "10.0.2.1", "x");
    shard(2, "10.0.2.2", "10.0.1.2", "x");
    shard(3, "10.0.3.1", "10.0.1.3", "y");
    assertThat(troubles(Zones.NONE)).containsExactly(trouble("x", 2, 3));
    assertThat(troubles(TWO)).isEmpty();
  }

  @Test
  void oneMachineWithEverythingIsNotWorthAWord() {
    shard(1, "127.0.0.1", "127.0.0.1", "");
    shard(2, "127.0.0.1", "127.0.0.1", "");
    shard(3, "127.0.0.1", "127.0.0.1", "");
    assertThat(troubles(Zones.NONE)).isEmpty();
  }

  @Test
  void withTwoMastersBothAreNeededWhereverTheyAre() {
    shard(1, "10.0.1.1", "10.0.1.2", "");
    shard(2, "10.0.1.2", "10.0.1.1", "");
    assertThat(troubles(Zones.NONE)).isEmpty();
  }

  private static String trouble(String zone, int masters, int of) {
    return zone
        + " holds "
        + masters
        + " of "
        + of
        + " masters: without it no majority is left to replace them";
  }
}
