package io.vedette.quorum.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.DataLoss;
import io.vedette.quorum.model.DataNode;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.GroupSettings;
import io.vedette.quorum.model.LastKnown;
import io.vedette.quorum.model.LinkId;
import io.vedette.quorum.model.MasterGroup;
import io.vedette.quorum.model.MasterInfo;
import io.vedette.quorum.model.NameRules;
import io.vedette.quorum.model.Names;
import io.vedette.quorum.model.NodeInfo;
import io.vedette.quorum.model.Role;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.model.Timing;
import io.vedette.quorum.options.GroupOption;
import io.vedette.quorum.options.OptionValues;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReplicaSelectionTest {
  private static final long NOW = 100_000;
  private static final Address MASTER = new Address("10.0.0.1", 6379);
  private MasterGroup group;

  @BeforeEach
  void aMasterThatHasBeenDownForASecond() {
    group =
        new MasterGroup(
            GroupConfig.fresh(
                new GroupName("g"),
                MASTER,
                GroupSettings.defaults(2, Timing.DEFAULT).change().downAfterMs(1_000).build()),
            new Names(NameRules.OFF),
            0);
    group.master().markSDown(NOW - 1_000);
  }

  @Test
  void theLowestPriorityIsBest() {
    replica(2, 50, 10, "f");
    replica(3, 100, 999, "a");
    assertThat(chosen()).isEqualTo(2);
  }

  @Test
  void amongEqualPrioritiesTheHighestOffsetIsBest() {
    replica(2, 100, 10, "a");
    replica(3, 100, 11, "f");
    assertThat(chosen()).isEqualTo(3);
  }

  @Test
  void amongEqualOffsetsTheSmallestRunIdIsBestWithoutRegardToCase() {
    replica(2, 100, 10, "b");
    replica(3, 100, 10, "A");
    assertThat(chosen()).isEqualTo(3);
  }

  @Test
  void anUnknownRunIdComesLast() {
    replica(2, 100, 10, "");
    replica(3, 100, 10, "f");
    assertThat(chosen()).isEqualTo(3);
  }

  @Test
  void aReplicaThatIsDownIsRefused() {
    replica(2, 100, 10, "a").markSDown(NOW - 10);
    assertThat(refusal()).isEqualTo("it is down");
  }

  @Test
  void aReplicaWithoutALinkIsRefused() {
    replica(2, 100, 10, "a").link().lost(NOW);
    assertThat(refusal()).isEqualTo("there is no link to it");
  }

  @Test
  void theMasterItselfUnderAnotherAddressIsRefusedUnlessItIsDownUnderItsOwn() {
    replica(2, 100, 10, "a");
    group.master().refresh(info(100, 10, "a", 0), NOW);
    assertThat(chosen()).as("it can be reached there only").isEqualTo(2);
    group.master().clearSDown();
    assertThat(refusal()).isEqualTo("it is the master itself, under another address");
  }

  @Test
  void priorityZeroIsRefused() {
    replica(2, 0, 10, "a");
    assertThat(refusal()).isEqualTo("its priority is 0");
  }

  @Test
  void aReplicaThatHasNotAnsweredForFivePingPeriodsIsRefused() {
    DataNode replica = replica(2, 100, 10, "a");
    replica.link().answered(true, NOW - 5_001);
    assertThat(refusal()).isEqualTo("it last answered a PING 5001 ms ago");
    replica.link().answered(true, NOW - 5_000);
    assertThat(chosen()).isEqualTo(2);
  }

  @Test
  void anInfoOlderThanFiveSecondsIsTooOldWhileTheMasterIsDown() {
    DataNode replica = replica(2, 100, 10, "a");
    replica.refresh(info(100, 10, "a", 0), NOW - 5_001);
    assertThat(refusal()).isEqualTo("its INFO is 5001 ms old");
    replica.refresh(info(100, 10, "a", 0), NOW - 5_000);
    assertThat(chosen()).isEqualTo(2);
    replica.refresh(info(100, 10, "a", 0), NOW - 5_001);
    group.master().clearSDown();
    assertThat(chosen()).as("30 s while the master is up").isEqualTo(2);
    replica.refresh(info(100, 10, "a", 0), NOW - 30_001);
    assertThat(refusal()).isEqualTo("its INFO is 30001 ms old");
  }

  @Test
  void aReplicaThatHasNotAnsweredInfoIsRefused() {
    group.replicas().put(address(2), connected(new DataNode(address(2), Role.REPLICA, NOW)));
    assertThat(refusal()).isEqualTo("it has not answered INFO yet");
  }

  @Test
  void aReplicaCutOffFromItsMasterForTooLongIsRefused() {
    DataNode replica = replica(2, 100, 10, "a");
    replica.refresh(info(100, 10, "a", 11_001), NOW);
    assertThat(refusal())
        .isEqualTo("its link to the master has been down for 11001 ms, more than 11000");
    replica.refresh(info(100, 10, "a", 11_000), NOW);
    assertThat(chosen()).as("down for 1 s, and ten times down-after").isEqualTo(2);
  }

  @Test
  void aMasterThatIsAReplicaItselfFeedsNobodyLongBeforeItCountsAsDown() {
    DataNode replica = replica(2, 100, 10, "a");
    replica.refresh(info(100, 10, "a", 32_000), NOW);
    group.master().refresh(info(100, 10, "d", 32_000), NOW - 22_000);
    assertThat(chosen()).as("for 22 s, and ten times down-after").isEqualTo(2);
    replica.refresh(info(100, 10, "a", 32_001), NOW);
    assertThat(refusal())
        .isEqualTo("its link to the master has been down for 32001 ms, more than 32000");
  }

  @Test
  void aReplicaOfAnotherLineageIsRefusedUnlessThatIsAllowed() {
    group.lineage().masterSays(info("b", "c"));
    DataNode replica = replica(2, 100, 10, "a");
    replica.refresh(info("d", "e"), NOW);
    assertThat(refusal())
        .isEqualTo("its data is not of the master's lineage: its replication id is d");
    group.options(OptionValues.DEFAULTS.with(GroupOption.CHECK_CANDIDATE_LINEAGE, false));
    assertThat(chosen()).isEqualTo(2);
  }

  @Test
  void aReplicaThatWasRestartedWithoutItsDataIsBetterThanNobodyOnly() {
    group.lineage().masterSays(info("b", "c"));
    group.lineage().restartedReplicaSays(info("d", ""));
    replica(2, 10, 0, "a").refresh(info(10, 0, "a", 0, "d", ""), NOW);
    assertThat(chosen()).as("there is no other").isEqualTo(2);
    replica(3, 100, 10, "f").refresh(info("b", ""), NOW);
    assertThat(chosen()).as("whatever their priorities").isEqualTo(3);
    assertThat(ReplicaSelection.of(group, Timing.DEFAULT, NOW).refusals().get(0).reason())
        .isEqualTo("it does not have the group's data any more, which another has");
    group.options(OptionValues.DEFAULTS.with(GroupOption.CHECK_CANDIDATE_LINEAGE, false));
    assertThat(chosen()).as("nobody looks at that").isEqualTo(2);
  }

  @Test
  void aReplicaThatHasReadTooMuchLessThanTheFurthestIsRefusedWhateverItsPriority() {
    group.options(OptionValues.DEFAULTS.with(GroupOption.MAX_CANDIDATE_LAG_BYTES, 100L));
    replica(2, 10, 1_000, "a");
    replica(3, 100, 1_101, "b");
    ReplicaSelection selection = ReplicaSelection.of(group, Timing.DEFAULT, NOW);
    assertThat(chosen()).isEqualTo(3);
    assertThat(selection.refusals().get(0).reason())
        .isEqualTo("it lags 101 bytes behind the furthest, more than 100");

    replica(2, 10, 1_001, "a");
    assertThat(chosen()).as("priority decides among those that are near enough").isEqualTo(2);
  }

  @Test
  void aReplicaThatMayNotBePromotedSetsNoMark() {
    group.options(OptionValues.DEFAULTS.with(GroupOption.MAX_CANDIDATE_LAG_BYTES, 100L));
    replica(2, 100, 1_000, "a");
    replica(3, 0, 9_000, "b");
    assertThat(chosen()).as("nobody would be left").isEqualTo(2);
  }

  @Test
  void whatAMasterHasLostCountsAsLongAsAReplicaHasIt() {
    group.options(OptionValues.DEFAULTS.with(GroupOption.FAILOVER_ON_DATA_LOSS, true));
    LastKnown before = new LastKnown(Epoch.ZERO, Optional.empty(), "d", 900);
    group.dataLoss(Optional.of(new DataLoss(before, 5, NOW)));
    DataNode ahead = replica(2, 10, 1_000, "a");
    ahead.refresh(info("e", "d"), NOW);
    DataNode keeps = replica(3, 100, 10, "b");
    keeps.refresh(info("d", ""), NOW);
    ReplicaSelection selection = ReplicaSelection.of(group, Timing.DEFAULT, NOW);
    assertThat(chosen()).isEqualTo(3);
    assertThat(selection.refusals().get(0).reason())
        .isEqualTo("it does not have the data that the master has lost");

    keeps.refresh(info("e", "d"), NOW);
    assertThat(chosen()).as("nobody has it any more").isEqualTo(2);
  }

  @Test
  void theBestThereIsMayBePromotedAfterATimeIfThatIsWanted() {
    replica(2, 100, 10, "a").refresh(info(100, 10, "a", 99_000), NOW);
    group.oDownSince(NOW - 900);
    group.options(OptionValues.DEFAULTS.with(GroupOption.PROMOTE_BEST_AFTER_MS, 901L));
    assertThat(refusal()).contains("its link to the master has been down for 99000 ms");
    group.oDownSince(NOW - 901);
    assertThat(chosen()).isEqualTo(2);
    group.replicas().get(address(2)).markSDown(NOW);
    assertThat(refusal()).as("not at any price").isEqualTo("it is down");
  }

  @Test
  void aReplicaThatCameBackBehindWaitsForTheNewestIfThatIsWanted() {
    group.lastKnown(new LastKnown(group.configEpoch(), Optional.empty(), "d", 900));
    group.options(OptionValues.DEFAULTS.with(GroupOption.AWAIT_NEWEST_MS, 60_000L));
    group.oDownSince(NOW - 100);
    DataNode replica = replica(2, 100, 10, "a");
    replica.refresh(info("d", ""), NOW);
    assertThat(refusal())
        .isEqualTo(
            "it is 890 bytes behind the data that was seen last;"
                + " newer data may come back within 60000 ms");
    group.oDownSince(NOW - 60_000);
    assertThat(chosen()).as("long enough").isEqualTo(2);
    group.oDownSince(NOW - 100);
    group.configEpoch(new Epoch(8));
    assertThat(chosen()).as("of another master than that of the data").isEqualTo(2);
  }

  @Test
  void whatAMasterHasLostCountsForAWhileOnly() {
    group.options(OptionValues.DEFAULTS.with(GroupOption.FAILOVER_ON_DATA_LOSS, true));
    LastKnown before = new LastKnown(Epoch.ZERO, Optional.empty(), "d", 900);
    replica(2, 10, 1_000, "a").refresh(info("e", "d"), NOW);
    replica(3, 100, 10, "b").refresh(info("d", ""), NOW);
    group.dataLoss(Optional.of(new DataLoss(before, 5, NOW - 9_999)));
    assertThat(chosen()).isEqualTo(3);
    group.dataLoss(Optional.of(new DataLoss(before, 5, NOW - 10_000)));
    assertThat(chosen()).as("what it has by now is worth more").isEqualTo(2);
  }

  @Test
  void aReplicaThatWasThereWhenTheMasterDiedWaitsForNobody() {
    group.lastKnown(new LastKnown(group.configEpoch(), Optional.empty(), "d", 900));
    group.options(OptionValues.DEFAULTS.with(GroupOption.AWAIT_NEWEST_MS, 60_000L));
    group.oDownSince(NOW - 100);
    group.master().refresh(MasterInfo.of(Optional.empty(), "d", "", 900, ""), NOW - 5_000);
    group.master().link().answered(true, NOW - 1);
    replica(2, 100, 10, "a").refresh(info("d", ""), NOW);
    assertThat(refusal()).as("it came later").startsWith("it is 890 bytes behind");
    group.master().link().answered(true, NOW);
    assertThat(chosen()).as("it has what could be had").isEqualTo(2);
  }

  private int chosen() {
    ReplicaSelection selection = ReplicaSelection.of(group, Timing.DEFAULT, NOW);
    return selection.chosen().map(node -> node.address().port() - 6379).orElse(0);
  }

  private String refusal() {
    ReplicaSelection selection = ReplicaSelection.of(group, Timing.DEFAULT, NOW);
    assertThat(selection.chosen()).isEmpty();
    assertThat(selection.refusals()).hasSize(1);
    return selection.refusals().get(0).reason();
  }

  private DataNode replica(int number, int priority, long offset, String runIdDigit) {
    DataNode replica = connected(new DataNode(address(number), Role.REPLICA, NOW));
    replica.refresh(info(priority, offset, runIdDigit, 0), NOW);
    group.replicas().put(replica.address(), replica);
    return replica;
  }

  private static DataNode connected(DataNode node) {
    node.link().connecting(new LinkId(1), NOW);
    node.link().connected("10.0.1.1", NOW);
    node.link().answered(true, NOW);
    return node;
  }

  private static Address address(int number) {
    return new Address("10.0.0.2", 6379 + number);
  }

  private static NodeInfo info(int priority, long offset, String runIdDigit, long linkDownMs) {
    return info(priority, offset, runIdDigit, linkDownMs, "", "");
  }

  private static NodeInfo info(String replId, String replId2) {
    return info(100, 10, "a", 0, replId, replId2);
  }

  private static NodeInfo info(
      int priority,
      long offset,
      String runIdDigit,
      long linkDownMs,
      String replId,
      String replId2) {
    return new NodeInfo(
        runIdDigit.isEmpty() ? Optional.empty() : Optional.of(new RunId(runIdDigit.repeat(40))),
        Optional.of(Role.REPLICA),
        Optional.of(MASTER),
        linkDownMs == 0,
        linkDownMs,
        priority,
        offset,
        true,
        offset,
        replId,
        replId2,
        1,
        List.of(),
        -1,
        true,
        true,
        "");
  }
}
