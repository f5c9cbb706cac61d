package io.vedette.quorum.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.GroupSettings;
import io.vedette.quorum.model.LinkId;
import io.vedette.quorum.model.MasterGroup;
import io.vedette.quorum.model.NameRules;
import io.vedette.quorum.model.Names;
import io.vedette.quorum.model.Peer;
import io.vedette.quorum.model.PeerLink;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.model.Timing;
import org.junit.jupiter.api.Test;

class ConfirmationTest {
  private static final Epoch EPOCH = new Epoch(5);
  private static final long NOW = 100_000;

  private final MasterGroup group = group();

  @Test
  void aMajorityOfAllKnownCoordinatorsIsNeeded() {
    peer(1, 10_000);
    peer(2, 10_000);
    peer(3, 10_000);
    Peer fourth = peer(4, 10_000);
    group.peers().values().forEach(peer -> peer.heardHello(EPOCH, NOW - 100));
    assertThat(isConfirmed()).isTrue();
    group.peers().values().forEach(peer -> peer.heardHello(new Epoch(4), NOW - 100));
    fourth.heardHello(EPOCH, NOW - 100);
    assertThat(isConfirmed()).as("2 of 5").isFalse();
  }

  @Test
  void whatWasSaidLongAgoDoesNotCount() {
    peer(1, 10_000).heardHello(EPOCH, NOW - 4_001);
    peer(2, 10_000);
    assertThat(isConfirmed()).isFalse();
  }

  @Test
  void whatWasSaidBeforeDoesNotCount() {
    peer(1, 10_000).heardHello(EPOCH, NOW - 100);
    peer(2, 10_000);
    assertThat(Confirmation.isConfirmed(group, Timing.DEFAULT, NOW, NOW - 99)).isFalse();
  }

  /** Its first hello may have been under way since before it could not be reached. */
  @Test
  void aPeerThatIsJustBackDoesNotCountYet() {
    peer(1, 2_000).heardHello(EPOCH, NOW - 100);
    peer(2, 10_000);
    assertThat(isConfirmed()).isFalse();
    assertThat(Confirmation.isConfirmed(group, Timing.DEFAULT, NOW + 1, 0)).isTrue();
  }

  @Test
  void aHelloOfTheMomentInWhichAPeerIsBackDoesNotCount() {
    peer(1, 3_000).heardHello(EPOCH, NOW - 3_000);
    peer(2, 10_000);
    assertThat(isConfirmed()).isFalse();
    group.peers().values().iterator().next().heardHello(EPOCH, NOW - 2_999);
    assertThat(isConfirmed()).isTrue();
  }

  @Test
  void aPeerThatDoesNotAnswerDoesNotCount() {
    peer(1, 10_000).heardHello(EPOCH, NOW - 100);
    peer(2, 10_000);
    assertThat(isConfirmed()).isTrue();
    group.peers().values().iterator().next().link().lost(NOW);
    assertThat(isConfirmed()).isFalse();
  }

  /** Where down-after is short, before its link counts as unsteady. */
  @Test
  void aPeerThatIsDownDoesNotCount() {
    Peer peer = peer(1, 10_000);
    peer(2, 10_000);
    peer.heardHello(EPOCH, NOW - 100);
    peer.markSDown(NOW - 50);
    assertThat(isConfirmed()).isFalse();
    peer.clearSDown();
    assertThat(isConfirmed()).isTrue();
  }

  @Test
  void theOnlyCoordinatorNeedsNobody() {
    assertThat(isConfirmed()).isTrue();
  }

  private boolean isConfirmed() {
    return Confirmation.isConfirmed(group, Timing.DEFAULT, NOW, 0);
  }

  /** One whose link has been answering for so long. */
  private Peer peer(int number, long steadyMs) {
    RunId runId = new RunId(Integer.toString(number).repeat(RunId.LENGTH));
    PeerLink process = new PeerLink(runId, new Address("10.0.1." + number, 26379), 0);
    process.link().connecting(new LinkId(number), NOW - steadyMs);
    process.link().connected("10.0.1.9", NOW - steadyMs);
    for (long at = NOW - steadyMs; at <= NOW; at += 1_000) {
      process.link().answered(true, at);
    }
    Peer peer = new Peer(process, group, NOW - steadyMs);
    group.peers().put(runId, peer);
    return peer;
  }

  private static MasterGroup group() {
    GroupConfig fresh =
        GroupConfig.fresh(
            new GroupName("mymaster"),
            new Address("10.0.0.1", 6379),
            GroupSettings.defaults(2, Timing.DEFAULT));
    MasterGroup group = new MasterGroup(fresh, new Names(NameRules.OFF), 0);
    group.configEpoch(EPOCH);
    return group;
  }
}
