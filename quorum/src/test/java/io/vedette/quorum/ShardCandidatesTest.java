package io.vedette.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.cluster.ClusterConfig;
import io.vedette.quorum.cluster.ClusterPicture;
import io.vedette.quorum.cluster.ClusterReport;
import io.vedette.quorum.cluster.FullCoverage;
import io.vedette.quorum.cluster.NodeId;
import io.vedette.quorum.cluster.NodeLine;
import io.vedette.quorum.cluster.NodeOptions;
import io.vedette.quorum.cluster.SlotSet;
import io.vedette.quorum.failover.ReplicaSelection;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.DataNode;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.GroupSettings;
import io.vedette.quorum.model.LinkId;
import io.vedette.quorum.model.MasterGroup;
import io.vedette.quorum.model.NameRules;
import io.vedette.quorum.model.Names;
import io.vedette.quorum.model.NodeInfo;
import io.vedette.quorum.model.Role;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.model.Timing;
import io.vedette.quorum.options.ClusterOption;
import io.vedette.quorum.options.OptionValues;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Why a replica of a shard is not told to become its master, on order or in a rescue. */
class ShardCandidatesTest {
  private static final long NOW = 100_000;
  private static final NodeId MASTER = new NodeId("a".repeat(40));
  private static final NodeId OTHER = new NodeId("b".repeat(40));
  private static final NodeId REPLICA = new NodeId("c".repeat(40));
  private static final Address AT_REPLICA = new Address("10.0.0.3", 6379);
  private static final SlotSet LOW = SlotSet.range(0, 8191);
  private static final SlotSet HIGH = SlotSet.range(8192, 16383);

  private final WatchedCluster cluster =
      new WatchedCluster(
          new ClusterConfig(
              new GroupName("shop"),
              OptionValues.DEFAULTS.withText(ClusterOption.NODES, "10.0.0.1:6379")),
          0);
  private final Shard shard = new Shard(group(), MASTER);
  private DataNode replica;

  @BeforeEach
  void aShardOfTwo() {
    shard.slots = LOW;
    shard.slotsEpoch = 5;
    replica = add(REPLICA, AT_REPLICA, 10, "c");
    cluster.picture = ClusterPicture.of(List.of(report(master(MASTER, 5, LOW))));
    cluster.observeEpoch(9, NOW);
    toldBy(MASTER, LOW, MASTER);
  }

  @Test
  void aReplicaThatIsInReachAndUpToDateIsTaken() {
    assertThat(chosen(false)).contains(replica);
    assertThat(chosen(true)).contains(replica);
  }

  @Test
  void theFurthestIsBestAndThenTheSmallestRunId() {
    NodeId id = new NodeId("d".repeat(40));
    DataNode further = add(id, new Address("10.0.0.4", 6379), 11, "d");
    assertThat(chosen(true)).contains(further);
    further.refresh(info(10, "b", true, ""), NOW);
    assertThat(chosen(true)).contains(further);
    further.refresh(info(10, "d", true, ""), NOW);
    assertThat(chosen(true)).contains(replica);
  }

  @Test
  void whoIsOutOfReachIsOut() {
    replica.link().answered(true, NOW - 5_001);
    assertThat(refusal(true)).isEqualTo("it last answered a PING 5001 ms ago");
    replica.link().answered(true, NOW - 5_000);
    assertThat(chosen(true)).isPresent();
    replica.link().lost(NOW);
    assertThat(refusal(true)).isEqualTo("there is no link to it");
    replica.markSDown(NOW);
    assertThat(refusal(true)).isEqualTo("it is down");
  }

  @Test
  void itsInfoMustBeFresherInARescueThanOnOrder() {
    replica.refresh(info(10, "c", true, ""), NOW - 5_001);
    assertThat(refusal(true)).isEqualTo("its INFO is 5001 ms old");
    assertThat(chosen(false)).isPresent();
    replica.refresh(info(10, "c", true, ""), NOW - 5_000);
    assertThat(chosen(true)).isPresent();
    replica.refresh(info(10, "c", true, ""), NOW - 30_001);
    assertThat(refusal(false)).isEqualTo("its INFO is 30001 ms old");
  }

  @Test
  void whoHasNotItsMastersDataIsOut() {
    replica.refresh(info(10, "c", true, "loading:1\r\n"), NOW);
    assertThat(refusal(true)).isEqualTo("it does not have its master's data yet");
    replica.refresh(info(10, "c", true, "master_sync_in_progress:1\r\n"), NOW);
    assertThat(refusal(true)).isEqualTo("it does not have its master's data yet");
    replica.refresh(info(0, "c", true, ""), NOW);
    assertThat(refusal(true)).isEqualTo("it does not have its master's data yet");
    replica.refresh(info(10, "c", false, ""), NOW);
    assertThat(refusal(false)).isEqualTo("its link to the master is down");
    assertThat(chosen(true)).as("as it is to be when the master is down").isPresent();
  }

  @Test
  void whoHasHadNothingFromAMasterThatHadNothingHasItAll() {
    replica.refresh(info(0, "c", false, ""), NOW);
    assertThat(refusal(true)).isEqualTo("it does not have its master's data yet");
    shard.group.lineage().masterSays(ofLineage(0, "e"));
    replica.refresh(ofLineage(0, "e"), NOW);
    assertThat(chosen(true)).as("by its id it has followed").contains(replica);
    DataNode further = add(new NodeId("d".repeat(40)), new Address("10.0.0.4", 6379), 14, "d");
    assertThat(chosen(true)).contains(further);
  }

  @Test
  void onOrderNobodyIsElectedTwiceInFourNodeTimeouts() {
    shard.electedAt.put(REPLICA, NOW - 7_999);
    assertThat(chosen(false)).as("its node timeout is not known").contains(replica);
    told(new NodeOptions(FullCoverage.UNKNOWN, 2_000));
    assertThat(refusal(false))
        .isEqualTo("it was elected a moment ago, and can be again in 1 ms only");
    assertThat(chosen(true)).as("the master is down").contains(replica);
    shard.electedAt.put(REPLICA, NOW - 8_000);
    assertThat(chosen(false)).contains(replica);
    told(new NodeOptions(FullCoverage.UNKNOWN, 500));
    shard.electedAt.put(REPLICA, NOW - 3_999);
    assertThat(refusal(false)).contains("in 1 ms only");
    shard.electedAt.put(REPLICA, NOW - 4_000);
    assertThat(chosen(false)).contains(replica);
  }

  private void told(NodeOptions options) {
    ClusterReport before = cluster.reports.get(REPLICA).report();
    ClusterReport report =
        new ClusterReport(
            before.self(), before.lines(), before.isStateOk(), before.currentEpoch(), options);
    cluster.reports.put(REPLICA, new WatchedCluster.Told(replica, report, NOW));
  }

  @Test
  void theFurthestByAnothersCountIsOut() {
    shard.group.lineage().masterSays(ofLineage(50, "e"));
    replica.refresh(ofLineage(1_000, "f"), NOW);
    assertThat(refusal(true))
        .isEqualTo("its data is not its master's: its replication id is " + "f".repeat(40));
    shard.group.lineage().restartedReplicaSays(ofLineage(0, "f"));
    assertThat(refusal(true)).isEqualTo("it was restarted without its data");
    shard.group.lineage().anotherMaster();
    assertThat(chosen(true)).as("the master has not said what its id is").contains(replica);
  }

  @Test
  void whoHasSaidNothingOfItselfIsOut() {
    DataNode silent = connected(new DataNode(AT_REPLICA, Role.REPLICA, NOW));
    shard.group.replicas().put(AT_REPLICA, silent);
    assertThat(refusal(true)).isEqualTo("it has not answered INFO yet");
  }

  @Test
  void itMustSayThatItFollowsTheMasterAndMayStand() {
    cluster.reports.clear();
    assertThat(refusal(false)).isEqualTo("it has not said lately how it sees the cluster");
    told(9, replica(REPLICA, OTHER, false), master(MASTER, 5, LOW));
    assertThat(refusal(false)).isEqualTo("it says that it follows another master");
    toldBy(MASTER, LOW, MASTER);
    told(9, replica(REPLICA, MASTER, true), master(MASTER, 5, LOW));
    assertThat(refusal(true)).isEqualTo("cluster-replica-no-failover is set there");
    assertThat(chosen(false)).as("who orders it knows that").isPresent();
  }

  @Test
  void whoHasNotHeardOfTheLatestEpochWouldBeginItAgain() {
    told(8, replica(REPLICA, MASTER, false), master(MASTER, 5, LOW));
    assertThat(refusal(true)).isEqualTo("it has not heard of epoch 9");
    assertThat(chosen(false)).isPresent();
  }

  @Test
  void whoWouldTakeOtherSlotsThanItsMasterHadIsStale() {
    told(9, replica(REPLICA, MASTER, false), master(MASTER, 4, LOW));
    assertThat(refusal(true)).contains("stale: 0 are missing, 0 are another's");
    told(9, replica(REPLICA, MASTER, false), master(MASTER, 5, SlotSet.range(0, 8181)));
    assertThat(refusal(true)).contains("stale: 10 are missing, 0 are another's");
    told(9, replica(REPLICA, MASTER, false));
    assertThat(refusal(true)).contains("stale: 8192 are missing, 0 are another's");
    told(9, replica(REPLICA, MASTER, false), master(MASTER, 5, LOW));
    cluster.picture =
        ClusterPicture.of(List.of(report(master(OTHER, 6, HIGH.and(SlotSet.range(8187, 8191))))));
    assertThat(refusal(true)).contains("stale: 0 are missing, 5 are another's");
  }

  @Test
  void onOrderItsMasterAndMastersThatVoteMustKnowWhomItFollows() {
    toldBy(MASTER, LOW, OTHER);
    assertThat(refusal(false)).isEqualTo("its master has not said lately that it follows it");
    assertThat(chosen(true)).as("its master is down").isPresent();
    toldBy(MASTER, LOW, MASTER);
    cluster.picture =
        ClusterPicture.of(List.of(report(master(MASTER, 5, LOW)), report(master(OTHER, 6, HIGH))));
    assertThat(refusal(false))
        .isEqualTo("too few masters have said lately that it follows its master: they must vote");
    toldBy(OTHER, HIGH, MASTER);
    assertThat(chosen(false)).isPresent();
  }

  private Optional<DataNode> chosen(boolean isRescue) {
    return select(isRescue).chosen();
  }

  private String refusal(boolean isRescue) {
    ReplicaSelection selection = select(isRescue);
    assertThat(selection.chosen()).isEmpty();
    assertThat(selection.refusals()).hasSize(1);
    return selection.refusals().get(0).reason();
  }

  private ReplicaSelection select(boolean isRescue) {
    return new ShardCandidates(cluster, shard, Timing.DEFAULT, NOW).select(isRescue);
  }

  private DataNode add(NodeId id, Address address, long offset, String runIdDigit) {
    DataNode node = connected(new DataNode(address, Role.REPLICA, NOW));
    node.refresh(info(offset, runIdDigit, true, ""), NOW);
    shard.group.replicas().put(address, node);
    shard.members.put(id, address);
    cluster.reports.put(
        id,
        new WatchedCluster.Told(
            node, report(replica(id, MASTER, false), master(MASTER, 5, LOW)), NOW));
    return node;
  }

  private static DataNode connected(DataNode node) {
    node.link().connecting(new LinkId(1), NOW);
    node.link().connected("10.0.1.1", NOW);
    node.link().answered(true, NOW);
    return node;
  }

  private void told(long epoch, NodeLine... lines) {
    cluster.reports.put(REPLICA, new WatchedCluster.Told(replica, report(epoch, lines), NOW));
  }

  /** A master says of the replica whom it follows. */
  private void toldBy(NodeId master, SlotSet slots, NodeId followed) {
    cluster.reports.put(
        master,
        new WatchedCluster.Told(
            shard.group.master(),
            report(master(master, 5, slots), replica(REPLICA, followed, false)),
            NOW));
  }

  private static ClusterReport report(NodeLine... lines) {
    return report(9, lines);
  }

  /** By the first. */
  private static ClusterReport report(long epoch, NodeLine... lines) {
    Map<NodeId, NodeLine> byId = new TreeMap<>();
    for (NodeLine line : lines) {
      byId.put(line.id(), line);
    }
    return new ClusterReport(lines[0].id(), byId, true, epoch, NodeOptions.UNKNOWN);
  }

  private static NodeLine master(NodeId id, long epoch, SlotSet slots) {
    return line(id, true, Optional.empty(), epoch, slots, false);
  }

  private static NodeLine replica(NodeId id, NodeId of, boolean refusesFailover) {
    return line(id, false, Optional.of(of), 5, SlotSet.NONE, refusesFailover);
  }

  private static NodeLine line(
      NodeId id,
      boolean isMaster,
      Optional<NodeId> master,
      long epoch,
      SlotSet slots,
      boolean refusesFailover) {
    return new NodeLine(
        id,
        Optional.of(AT_REPLICA),
        isMaster,
        master,
        epoch,
        slots,
        0,
        false,
        false,
        true,
        refusesFailover);
  }

  private static MasterGroup group() {
    return new MasterGroup(
        GroupConfig.fresh(
            new GroupName("shop-1"),
            new Address("10.0.0.1", 6379),
            GroupSettings.defaults(2, Timing.DEFAULT)),
        new Names(NameRules.OFF),
        0);
  }

  private static NodeInfo info(long offset, String runIdDigit, boolean isUp, String raw) {
    return info(offset, runIdDigit, isUp, raw, "");
  }

  /** Whose link to its master is down. */
  private static NodeInfo ofLineage(long offset, String replIdDigit) {
    return info(offset, "c", false, "", replIdDigit.repeat(40));
  }

  private static NodeInfo info(
      long offset, String runIdDigit, boolean isUp, String raw, String replId) {
    return new NodeInfo(
        Optional.of(new RunId(runIdDigit.repeat(40))),
        Optional.of(Role.REPLICA),
        Optional.of(new Address("10.0.0.1", 6379)),
        isUp,
        0,
        NodeInfo.DEFAULT_PRIORITY,
        offset,
        true,
        offset,
        replId,
        "",
        1,
        List.of(),
        -1,
        true,
        true,
        raw);
  }
}
