package io.vedette.quorum.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.failover.RoleRepair.Fault;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.DataNode;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.GroupSettings;
import io.vedette.quorum.model.MasterGroup;
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

class RoleRepairTest {
  private static final long NOW = 100_000;
  private static final Address MASTER = new Address("10.0.0.1", 6379);
  private static final Address REPLICA = new Address("10.0.0.2", 6379);
  private static final Address ELSEWHERE = new Address("172.16.0.1", 6379);
  private MasterGroup group;
  private DataNode replica;

  @BeforeEach
  void aMasterAndAReplica() {
    group =
        new MasterGroup(
            GroupConfig.fresh(
                new GroupName("g"),
                MASTER,
                GroupSettings.defaults(2, Timing.DEFAULT)
                    .change()
                    .failoverTimeoutMs(3_000)
                    .build()),
            new Names(NameRules.OFF),
            0);
    replica = new DataNode(REPLICA, Role.REPLICA, 0);
    group.replicas().put(REPLICA, replica);
  }

  @Test
  void aReplicaThatFollowsAnotherIsRepairedAfterFailoverTimeout() {
    group.master().refresh(master("a", List.of()), NOW);
    replica.refresh(replica(ELSEWHERE, true, "a"), NOW - 3_000);
    assertThat(fault()).isEqualTo(Fault.FOLLOWS_ANOTHER);
    assertThat(isDue(NOW)).isFalse();
    assertThat(isDue(NOW + 1)).isTrue();
  }

  @Test
  void beforeThatTheMasterHasItsSay() {
    group.master().refresh(master("a", List.of()), NOW - 3_001);
    replica.refresh(replica(ELSEWHERE, true, "a"), NOW - 3_000);
    assertThat(isDue(NOW + 1)).isFalse();
    group.master().refresh(master("a", List.of(REPLICA)), NOW);
    assertThat(fault()).as("it feeds it").isEqualTo(Fault.NONE);
    group.master().refresh(master("a", List.of()), NOW);
    assertThat(isDue(NOW + 1)).isTrue();
  }

  @Test
  void whoeverIsConnectedAnewMayBeFedByTheMasterUntilThatHasBeenAsked() {
    replica.refresh(replica(ELSEWHERE, false, "a"), NOW - 3_001);
    group.master().refresh(master("a", List.of()), NOW - 1_000);
    assertThat(isDue(NOW)).as("it is not connected with whomever it follows").isTrue();
    replica.refresh(replica(ELSEWHERE, true, "a"), NOW);
    assertThat(RoleRepair.isMasterToBeAsked(replica, group)).isTrue();
    assertThat(isDue(NOW)).as("the master has not been asked since it is").isFalse();
    group.master().refresh(master("a", List.of()), NOW);
    assertThat(isDue(NOW)).as("the master does not feed it").isTrue();
    group.master().refresh(master("a", List.of(REPLICA)), NOW);
    assertThat(fault()).isEqualTo(Fault.NONE);
    group.master().refresh(master("a", List.of()), NOW + 1_000);
    replica.refresh(replica(ELSEWHERE, true, "a"), NOW + 2_000);
    assertThat(isDue(NOW + 2_000)).as("what stays as it was needs no new word").isTrue();
  }

  @Test
  void whoeverHasLatelyBeenDownIsLeftInPeaceForTheSameTime() {
    group.master().refresh(master("a", List.of()), NOW);
    replica.refresh(replica(ELSEWHERE, true, "a"), NOW - 60_000);
    replica.markSDown(NOW - 3_000);
    replica.clearSDown();
    assertThat(isDue(NOW)).isFalse();
    assertThat(isDue(NOW + 1)).isTrue();
  }

  @Test
  void whatTheMasterSaidTwoInfoPeriodsAgoProvesNothing() {
    group.master().refresh(master("a", List.of()), NOW);
    replica.refresh(replica(ELSEWHERE, true, "a"), NOW);
    assertThat(isDue(NOW + 19_999)).isTrue();
    assertThat(isDue(NOW + 20_000)).isFalse();
  }

  @Test
  void whoSpokeLastBeforeTheMasterWasStartedAnewMayHaveBeenTheMaster() {
    RunId before = new RunId("a".repeat(40));
    RunId after = new RunId("b".repeat(40));
    group.master().refresh(saidBy(before), NOW - 30_000);
    replica.refresh(saidBy(before), NOW - 30_000);
    replica.depose();
    replica.refresh(saidBy(before), NOW - 100);
    group.master().refresh(saidBy(after), NOW);
    assertThat(fault()).isEqualTo(Fault.IS_MASTER);
    assertThat(group.isToldFromMaster(replica)).isFalse();
    assertThat(isDue(NOW + 9_000)).isFalse();
    replica.refresh(saidBy(after), NOW + 100);
    assertThat(fault()).as("known by two addresses").isEqualTo(Fault.NONE);
    replica.refresh(saidBy(before), NOW + 200);
    assertThat(group.isToldFromMaster(replica)).as("another one, after all").isFalse();
    group.master().refresh(saidBy(after), NOW + 200);
    assertThat(group.isToldFromMaster(replica)).isTrue();
  }

  @Test
  void whoeverIsANewProcessMayBeTheMastersUntilTheMasterHasSaidWhoItIs() {
    RunId before = new RunId("a".repeat(40));
    RunId after = new RunId("b".repeat(40));
    group.master().refresh(saidBy(before), NOW - 30_000);
    replica.refresh(saidBy(before), NOW - 30_000);
    assertThat(fault()).as("known by two addresses").isEqualTo(Fault.NONE);
    replica.depose();
    replica.refresh(saidBy(after), NOW);
    assertThat(fault()).isEqualTo(Fault.IS_MASTER);
    assertThat(isDue(NOW + 9_000)).as("the master has not been asked since").isFalse();
    assertThat(group.isToldFromMaster(replica)).isFalse();
    group.master().refresh(saidBy(before), NOW);
    assertThat(group.isToldFromMaster(replica)).isTrue();
    assertThat(isDue(NOW + 8_000)).as("and for long enough as this process").isFalse();
    assertThat(isDue(NOW + 8_001)).isTrue();
    group.master().refresh(saidBy(after), NOW);
    assertThat(fault()).isEqualTo(Fault.NONE);
  }

  @Test
  void nobodyIsToldToFollowAMasterThatHasNotSaidThatItIsOne() {
    group.master().refresh(replica(ELSEWHERE, true, "a"), NOW);
    group.master().expect(Role.MASTER, NOW);
    replica.refresh(replica(ELSEWHERE, true, "a"), NOW - 3_000);
    assertThat(isDue(NOW + 1)).as("it was a replica when it was last asked").isFalse();
    group.master().refresh(master("a", List.of()), NOW + 1);
    assertThat(isDue(NOW + 1)).isTrue();
  }

  @Test
  void aReplicaThatTheMasterFeedsFollowsItByWhateverAddress() {
    replica.refresh(replica(ELSEWHERE, true, "a"), NOW);
    group.master().refresh(master("a", List.of(REPLICA)), NOW);
    assertThat(fault()).isEqualTo(Fault.NONE);
  }

  @Test
  void whatOnlyOneOfTheTwoSaysIsNoProofOfThat() {
    group.master().refresh(master("a", List.of(REPLICA)), NOW - 1);
    replica.refresh(replica(ELSEWHERE, true, "a"), NOW);
    assertThat(fault()).as("the master's word is older").isEqualTo(Fault.FOLLOWS_ANOTHER);
    group.master().refresh(master("a", List.of(ELSEWHERE)), NOW);
    assertThat(fault()).as("a replica of a replica").isEqualTo(Fault.FOLLOWS_ANOTHER);
    group.master().refresh(master("a", List.of(REPLICA)), NOW);
    replica.refresh(replica(ELSEWHERE, true, "b"), NOW);
    assertThat(fault()).as("of other data").isEqualTo(Fault.FOLLOWS_ANOTHER);
    replica.refresh(replica(ELSEWHERE, false, "a"), NOW);
    assertThat(fault()).as("not connected").isEqualTo(Fault.FOLLOWS_ANOTHER);
  }

  @Test
  void whatIsInUseInAnotherDeploymentIsLeftAlone() {
    group.master().refresh(master("a", List.of()), NOW);
    group.lineage().masterSays(master("a", List.of()));
    replica.refresh(replica(ELSEWHERE, true, "b"), NOW);
    assertThat(RoleRepair.isAnothers(replica, group)).as("a replica of theirs").isTrue();
    replica.refresh(master("b", List.of(ELSEWHERE)), NOW);
    assertThat(RoleRepair.isAnothers(replica, group)).as("their master").isTrue();
    group.options(OptionValues.DEFAULTS.with(GroupOption.CHECK_CANDIDATE_LINEAGE, false));
    assertThat(RoleRepair.isAnothers(replica, group)).as("nobody is to look at data").isFalse();
  }

  @Test
  void aServerOfTheGroupThatHasLostItsWayIsNobodyElses() {
    group.master().refresh(master("a", List.of()), NOW);
    group.lineage().masterSays(master("a", List.of()));
    replica.refresh(replica(ELSEWHERE, true, "a"), NOW);
    assertThat(RoleRepair.isAnothers(replica, group)).as("it has the group's data").isFalse();
    replica.refresh(replica(ELSEWHERE, false, "b"), NOW);
    assertThat(RoleRepair.isAnothers(replica, group)).as("an address of old").isFalse();
    replica.refresh(replica(MASTER, true, "b"), NOW);
    assertThat(RoleRepair.isAnothers(replica, group)).isFalse();
    replica.refresh(master("b", List.of()), NOW);
    assertThat(RoleRepair.isAnothers(replica, group)).as("started anew without data").isFalse();
    replica.depose();
    replica.refresh(master("b", List.of(ELSEWHERE)), NOW);
    assertThat(RoleRepair.isAnothers(replica, group)).as("the master before").isFalse();
  }

  private Fault fault() {
    return RoleRepair.faultOf(replica, group);
  }

  private boolean isDue(long now) {
    return RoleRepair.isDue(fault(), replica, group, Timing.DEFAULT, now);
  }

  private static NodeInfo master(String replId, List<Address> replicas) {
    return info(Optional.empty(), false, replId, replicas);
  }

  private static NodeInfo replica(Address of, boolean isUp, String replId) {
    return info(Optional.of(of), isUp, replId, List.of());
  }

  private static NodeInfo saidBy(RunId runId) {
    return info(Optional.of(runId), Optional.empty(), false, "a", List.of());
  }

  private static NodeInfo info(
      Optional<Address> master, boolean isUp, String replId, List<Address> replicas) {
    return info(Optional.empty(), master, isUp, replId, replicas);
  }

  private static NodeInfo info(
      Optional<RunId> runId,
      Optional<Address> master,
      boolean isUp,
      String replId,
      List<Address> replicas) {
    return new NodeInfo(
        runId,
        Optional.of(master.isPresent() ? Role.REPLICA : Role.MASTER),
        master,
        isUp,
        0,
        NodeInfo.DEFAULT_PRIORITY,
        10,
        true,
        10,
        replId,
        "",
        1,
        replicas,
        -1,
        true,
        true,
        "");
  }
}
