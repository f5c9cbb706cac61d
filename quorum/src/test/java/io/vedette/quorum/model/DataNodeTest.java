package io.vedette.quorum.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is kept of what a server says, and for how long. */
class DataNodeTest {
  private static final Address MASTER = new Address("10.0.0.1", 6379);
  private static final Address OTHER = new Address("10.0.0.3", 6379);
  private static final RunId RUN = new RunId("a".repeat(40));

  private final DataNode node = new DataNode(new Address("10.0.0.2", 6379), Role.REPLICA, 100);

  private static NodeInfo replicaOf(Address master, long offset, String raw) {
    return new NodeInfo(
        Optional.of(RUN),
        Optional.of(Role.REPLICA),
        Optional.of(master),
        false,
        77,
        50,
        offset,
        true,
        999,
        "id",
        "",
        1,
        List.of(),
        -1,
        true,
        true,
        raw);
  }

  private static NodeInfo silentOfAll() {
    return new NodeInfo(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        0,
        100,
        0,
        true,
        5,
        "",
        "",
        0,
        List.of(),
        -1,
        false,
        false,
        "");
  }

  @Test
  void beforeItHasSaidAnythingItIsWhatIsExpected() {
    assertThat(node.roleReported()).isEqualTo(Role.REPLICA);
    assertThat(node.roleReportedAt()).isEqualTo(100);
    assertThat(node.priority()).isEqualTo(NodeInfo.DEFAULT_PRIORITY);
    assertThat(node.replOffset()).isZero();
    assertThat(node.masterLinkDownMs()).isZero();
    assertThat(node.isInfoInFlight()).isFalse();
    assertThat(node.isPaused(0)).isFalse();
  }

  @Test
  void whatItSaysIsKeptAndSinceWhen() {
    node.refresh(replicaOf(MASTER, 7, "loading:1\n"), 200);
    assertThat(node.followsSince()).as("another master than before").isEqualTo(200);
    assertThat(node.roleReportedAt()).as("the same role").isEqualTo(100);
    assertThat(node.runId()).contains(RUN);
    assertThat(node.priority()).isEqualTo(50);
    assertThat(node.replOffset()).isEqualTo(7);
    assertThat(node.masterLinkDownMs()).isEqualTo(77);
    assertThat(node.isLoading()).isTrue();
    node.refresh(replicaOf(MASTER, 8, ""), 300);
    assertThat(node.followsSince()).isEqualTo(200);
    assertThat(node.isLoading()).isFalse();
    node.refresh(replicaOf(OTHER, 8, ""), 400);
    assertThat(node.followsSince()).isEqualTo(400);
    node.refresh(MasterInfo.of(Optional.empty(), "id", "", 11, ""), 500);
    assertThat(node.roleReported()).isEqualTo(Role.MASTER);
    assertThat(node.roleReportedAt()).isEqualTo(500);
    assertThat(node.runId()).as("it did not say").contains(RUN);
    assertThat(node.replOffset()).as("its own").isEqualTo(11);
    node.refresh(silentOfAll(), 600);
    assertThat(node.roleReported()).isEqualTo(Role.MASTER);
    assertThat(node.infoAt()).isEqualTo(600);
  }

  @Test
  void whatAMasterHasSaidOfItsDataCountsWhenItIsToBeAReplica() {
    node.refresh(MasterInfo.of(Optional.empty(), "id", "", 11, ""), 200);
    node.expect(Role.REPLICA, 300);
    assertThat(node.replOffset()).isEqualTo(11);
    node.refresh(replicaOf(MASTER, 7, ""), 400);
    node.expect(Role.MASTER, 500);
    assertThat(node.replOffset()).as("and the other way round").isEqualTo(7);
  }

  @Test
  void aMasterThatWasReplacedIsThatUntilItSaysThatItIsAReplica() {
    node.depose();
    node.refresh(MasterInfo.of(Optional.empty(), "id", "", 11, ""), 200);
    assertThat(node.isDeposed()).isTrue();
    node.refresh(replicaOf(MASTER, 7, ""), 300);
    assertThat(node.isDeposed()).isFalse();
  }

  @Test
  void anotherRoleInTheGroupIsABeginningAnew() {
    node.refresh(replicaOf(MASTER, 7, ""), 200);
    node.markSDown(210);
    node.markTold(220);
    node.promoted(true);
    node.reconf(DataNode.Reconf.SENT);
    node.depose();
    node.restarted(true);
    node.tellAgainAt(1);
    node.handOverAbortedAt(1);
    node.refusal(Optional.of("no"));
    node.expect(Role.MASTER, 300);
    assertThat(node.roleReported()).isEqualTo(Role.MASTER);
    assertThat(node.roleReportedAt()).isEqualTo(300);
    assertThat(node.followsSince()).isEqualTo(300);
    assertThat(node.helloDueAt()).isEqualTo(300);
    assertThat(node.isSDown()).isFalse();
    assertThat(node.lastDownAt()).as("that it was down stays known").isEqualTo(210);
    assertThat(node.toldAt()).isEqualTo(Link.NEVER);
    assertThat(node.isPromoted()).isFalse();
    assertThat(node.isDeposed()).isFalse();
    assertThat(node.isRestarted()).isFalse();
    assertThat(node.reconf()).isEqualTo(DataNode.Reconf.NONE);
    assertThat(node.tellAgainAt()).isEqualTo(Link.NEVER);
    assertThat(node.handOverAbortedAt()).isEqualTo(Link.NEVER);
    assertThat(node.refusal()).isEmpty();
    assertThat(node.info()).as("what it said stays known").isPresent();
  }

  @Test
  void anInfoIsUnderWayUntilItIsAnsweredOrItsConnectionIsGone() {
    node.markInfoSent(200);
    assertThat(node.isInfoInFlight()).isTrue();
    node.refresh(replicaOf(MASTER, 7, ""), 200);
    assertThat(node.isInfoInFlight()).isFalse();
    node.markInfoSent(300);
    node.forgetInfoSent();
    assertThat(node.isInfoInFlight()).isFalse();
    assertThat(node.infoSentAt()).isEqualTo(Link.NEVER);
  }

  @Test
  void timeInWhichNothingCouldBeHeardDoesNotCount() {
    node.putOff(50, 1_000);
    assertThat(node.roleReportedAt()).isEqualTo(150);
    assertThat(node.followsSince()).isEqualTo(150);
    assertThat(node.rebootedAt()).isEqualTo(Link.NEVER);
    node.markRebooted(100);
    node.putOff(50, 1_000);
    assertThat(node.rebootedAt()).isEqualTo(150);
    node.putOff(5_000, 1_000);
    assertThat(node.roleReportedAt()).isEqualTo(1_000);
    assertThat(node.followsSince()).isEqualTo(1_000);
    assertThat(node.rebootedAt()).isEqualTo(1_000);
  }

  @Test
  void aScriptIsToBeKilledOncePerOutage() {
    node.markSDown(200);
    node.markScriptKillSent();
    assertThat(node.isScriptKillSent()).isTrue();
    node.clearSDown();
    assertThat(node.isScriptKillSent()).isFalse();
  }

  @Test
  void aPauseEndsByItself() {
    node.pausedUntil(300);
    assertThat(node.isPaused(299)).isTrue();
    assertThat(node.isPaused(300)).isFalse();
  }
}
