package io.vedette.quorum.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.model.MasterInfo;
import io.vedette.quorum.model.NodeInfo;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LineageTest {
  private static final String NONE = "0".repeat(40);

  private final Lineage lineage = new Lineage();

  @Test
  void whereNothingIsKnownNobodyIsForeign() {
    assertThat(lineage.isForeign(ids("a", NONE))).isFalse();
    lineage.masterSays(ids("", ""));
    assertThat(lineage.isForeign(ids("a", NONE))).isFalse();
  }

  @Test
  void aServerThatTellsNoIdIsNotForeign() {
    lineage.masterSays(ids("a", "b"));
    assertThat(lineage.isForeign(ids("", ""))).isFalse();
  }

  @Test
  void oneIdInCommonIsEnoughAndZerosAreNone() {
    lineage.masterSays(ids("a", "b"));
    assertThat(lineage.isForeign(ids("a", NONE))).isFalse();
    assertThat(lineage.isForeign(ids("b", NONE))).as("it has not followed yet").isFalse();
    assertThat(lineage.isForeign(ids("x", "a"))).as("promoted by somebody").isFalse();
    assertThat(lineage.isForeign(ids("x", NONE))).isTrue();
    lineage.masterSays(ids("a", NONE));
    assertThat(lineage.isForeign(ids("x", NONE))).isTrue();
    assertThat(lineage.isForeign(ids("b", NONE))).as("the master has given it up").isTrue();
  }

  @Test
  void nobodyIsForeignToAMasterThatHasNotSpokenYet() {
    lineage.connectedReplicaSays(ids("a", NONE));
    assertThat(lineage.isForeign(ids("x", NONE))).as("known from a replica only").isFalse();
    lineage.masterSays(ids("a", NONE));
    assertThat(lineage.isForeign(ids("x", NONE))).isTrue();
    lineage.anotherMaster();
    assertThat(lineage.isForeign(ids("x", NONE))).as("synchronised in full, perhaps").isFalse();
    lineage.masterSays(ids("c", "a"));
    assertThat(lineage.isForeign(ids("x", NONE))).isTrue();
    assertThat(lineage.isForeign(ids("c", NONE))).isFalse();
  }

  @Test
  void aReplicaThatWasStartedAnewKeepsItsDataUnderAnotherId() {
    lineage.masterSays(ids("a", NONE));
    lineage.restartedReplicaSays(ids("y", NONE));
    assertThat(lineage.isForeign(ids("y", NONE))).isFalse();
    assertThat(lineage.isForeign(ids("x", NONE))).isTrue();
    lineage.anotherMaster();
    lineage.masterSays(ids("c", "a"));
    assertThat(lineage.isForeign(ids("y", NONE))).as("it has had the time to follow").isTrue();
  }

  @Test
  void aReplicaThatWasStartedAnewWithoutDataIsNoStrangerButAsGoodAsNone() {
    lineage.masterSays(ids("a", NONE));
    lineage.restartedReplicaSays(ids("y", NONE));
    assertThat(lineage.isForeign(ids("y", NONE))).isFalse();
    assertThat(lineage.isEmptied(ids("y", NONE))).isTrue();
    assertThat(lineage.isEmptied(ids("a", NONE))).isFalse();
    lineage.restartedReplicaSays(ids("a", NONE));
    assertThat(lineage.isEmptied(ids("a", NONE)))
        .as("from a snapshot, which tells the id")
        .isFalse();
    lineage.restartedReplicaSays(
        MasterInfo.of(Optional.empty(), "y", NONE, 0, "aof_enabled:1\r\ndb0:keys=1,expires=0\r\n"));
    assertThat(lineage.isEmptied(ids("y", NONE))).as("its log has been read by now").isFalse();
  }

  @Test
  void aConnectedReplicaMayKnowTheMastersNewIdFirst() {
    lineage.masterSays(ids("a", NONE));
    lineage.connectedReplicaSays(ids("c", NONE));
    assertThat(lineage.isForeign(ids("c", NONE))).isFalse();
    assertThat(lineage.isForeign(ids("a", NONE))).isFalse();
  }

  @Test
  void whenTheMasterComesBackWithOtherDataThatBeforeStillCounts() {
    lineage.masterSays(ids("a", "b"));
    lineage.masterSays(ids("f", NONE));
    assertThat(lineage.isForeign(ids("a", NONE))).isFalse();
    lineage.masterSays(ids("f", NONE));
    assertThat(lineage.isForeign(ids("a", NONE))).as("however often it is said").isFalse();
    assertThat(lineage.isForeign(ids("x", NONE))).isTrue();
  }

  @Test
  void whatWasTheGroupsUnderAMasterThatTheNextOneDidNotFollowStillCounts() {
    lineage.masterSays(ids("a", NONE));
    lineage.anotherMaster();
    lineage.masterSays(ids("b", "a"));
    lineage.anotherMaster();
    lineage.masterSays(ids("c", "a"));
    assertThat(lineage.isForeign(ids("b", NONE))).as("from the one before, in full").isFalse();
    assertThat(lineage.isForeign(ids("b", "a"))).as("the one before itself").isFalse();
    assertThat(lineage.isForeign(ids("x", NONE))).isTrue();
    lineage.anotherMaster();
    lineage.masterSays(ids("d", "c"));
    assertThat(lineage.isForeign(ids("c", NONE))).isFalse();
    assertThat(lineage.isForeign(ids("b", NONE))).as("as long as that is not certain").isFalse();
  }

  @Test
  void ofTheDataBeforeOnlyTheLastCounts() {
    lineage.masterSays(ids("a", NONE));
    lineage.masterSays(ids("f", NONE));
    lineage.masterSays(ids("g", NONE));
    assertThat(lineage.isForeign(ids("f", NONE))).isFalse();
    assertThat(lineage.isForeign(ids("a", NONE))).isTrue();
  }

  @Test
  void whoHadLostItsDataUnderTheMasterBeforeIsAStrangerToTheNext() {
    lineage.masterSays(ids("a", NONE));
    lineage.restartedReplicaSays(ids("y", NONE));
    lineage.anotherMaster();
    lineage.masterSays(ids("c", "a"));
    assertThat(lineage.isEmptied(ids("y", NONE))).isFalse();
    assertThat(lineage.isForeign(ids("y", NONE))).as("it has had the time to follow").isTrue();
  }

  @Test
  void whomTheMasterItselfFollowsIsNoStrangerButAsGoodAsOneWithoutData() {
    lineage.masterSays(ids("a", NONE));
    assertThat(lineage.isForeign(ids("x", NONE))).isTrue();
    lineage.masterFollows(ids("x", NONE));
    assertThat(lineage.isForeign(ids("x", NONE))).isFalse();
    assertThat(lineage.isEmptied(ids("x", NONE))).isTrue();
    assertThat(lineage.isForeign(ids("a", NONE))).as("what there was before").isFalse();
  }

  private static NodeInfo ids(String replId, String replId2) {
    return MasterInfo.of(Optional.empty(), replId, replId2, 0, "");
  }
}
