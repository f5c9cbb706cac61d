package io.vedette.quorum.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.Input;
import io.vedette.quorum.SettingChange;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.view.Flag;
import io.vedette.quorum.view.GroupView;
import io.vedette.quorum.view.NodeView;
import io.vedette.quorum.view.PeerView;
import io.vedette.quorum.view.ProcessView;
import io.vedette.quorum.view.ViewChange;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What others are shown of what the core knows. */
class ViewsTest {
  private World world;
  private Member c1;
  private Set<Flag> ofMaster = EnumSet.noneOf(Flag.class);
  private Set<Flag> ofReplicas = EnumSet.noneOf(Flag.class);
  private Set<Flag> ofPeers = EnumSet.noneOf(Flag.class);

  @BeforeEach
  void allIsWell() {
    world = new World(1, false, 2, 3, World.settings(2, 1_000, 10_000));
    world.processes().forEach(world::start);
    world.run(5_000);
    c1 = world.process("c1");
  }

  private GroupView group(Member of) {
    return of.core.view().groups().get(0);
  }

  /** Lets time go by, and keeps in mind which flags there were in any millisecond of it. */
  private void watch(Member who, long ms) {
    ofMaster = EnumSet.noneOf(Flag.class);
    ofReplicas = EnumSet.noneOf(Flag.class);
    ofPeers = EnumSet.noneOf(Flag.class);
    for (long i = 0; i < ms; i++) {
      world.run(1);
      ofMaster.addAll(group(who).master().flags());
      group(who).replicas().forEach(replica -> ofReplicas.addAll(replica.flags()));
      group(who).peers().forEach(peer -> ofPeers.addAll(peer.flags()));
    }
  }

  @Test
  void allThatIsKnownOfAGroupThatIsWell() {
    GroupView group = group(c1);
    assertThat(group.name()).isEqualTo(World.GROUP);
    assertThat(group.published()).isEqualTo(world.server("m").address);
    assertThat(group.stale()).isFalse();
    assertThat(group.configEpoch()).isEqualTo(Epoch.ZERO);
    assertThat(group.failoverState()).isEqualTo("none");
    NodeView master = group.master();
    assertThat(master.flags()).containsExactly(Flag.MASTER);
    assertThat(master.sDownSince()).isEqualTo(NodeView.NEVER);
    assertThat(master.oDownSince()).isEqualTo(NodeView.NEVER);
    assertThat(master.link().up()).isTrue();
    assertThat(master.link().shares()).isEqualTo(1);
    assertThat(master.info()).isPresent();
    assertThat(master.infoAt()).isPositive();
    assertThat(group.replicas())
        .extracting(NodeView::address)
        .containsExactly(world.server("r1").address, world.server("r2").address);
    assertThat(group.replicas())
        .allSatisfy(replica -> assertThat(replica.flags()).containsExactly(Flag.REPLICA));
    assertThat(group.peers())
        .extracting(PeerView::runId)
        .containsExactly(world.process("c2").runId, world.process("c3").runId);
    for (PeerView peer : group.peers()) {
      assertThat(peer.flags()).containsExactly(Flag.PEER);
      assertThat(peer.link().shares()).isEqualTo(1);
      assertThat(peer.lastHelloAt()).isPositive();
      assertThat(peer.sDownSince()).isEqualTo(NodeView.NEVER);
    }
    ProcessView process = c1.core.view().process();
    assertThat(process.self()).isEqualTo(c1.runId);
    assertThat(process.tiltSince()).isEqualTo(NodeView.NEVER);
    assertThat(process.unsaved()).isEmpty();
  }

  @Test
  void theLeaderShowsEachStepOfAFailover() {
    world.killServer(world.server("m"));
    world.killServer(world.server("r2"));
    world.run(500);
    Member c2 = world.process("c2");
    watch(c2, 4_000);
    world.server("r2").restart();
    Member leader =
        world.processes().stream()
            .filter(each -> group(each).leaderEpoch().equals(group(each).failoverEpoch()))
            .findFirst()
            .orElseThrow();
    assertThat(ofMaster)
        .contains(Flag.MASTER, Flag.S_DOWN, Flag.O_DOWN, Flag.DISCONNECTED)
        .doesNotContain(Flag.REPLICA, Flag.FORCE_FAILOVER, Flag.MASTER_REBOOT);
    assertThat(ofReplicas).contains(Flag.REPLICA, Flag.S_DOWN, Flag.DISCONNECTED);
    assertThat(ofPeers).contains(Flag.PEER, Flag.MASTER_DOWN);
    assertThat(group(leader).configEpoch()).isEqualTo(new Epoch(1));
    assertThat(group(leader).published()).isEqualTo(world.server("r1").address);
  }

  @Test
  void anOrderedFailoverIsShownAsSuchWithAllThatItsReplicasGoThrough() {
    world.server("r2").neverSyncs = true;
    c1.step(new Input.Failover(c1.ticket(), World.GROUP, false));
    assertThat(group(c1).master().flags())
        .containsExactly(Flag.MASTER, Flag.FAILOVER_IN_PROGRESS, Flag.FORCE_FAILOVER);
    assertThat(group(c1).failoverState()).isEqualTo("wait_start");
    assertThat(group(c1).leader()).contains(c1.runId);
    assertThat(group(c1).failoverEpoch())
        .isEqualTo(new Epoch(1))
        .isEqualTo(group(c1).leaderEpoch());
    watch(c1, 3_000);
    assertThat(ofMaster).contains(Flag.FAILOVER_IN_PROGRESS).doesNotContain(Flag.S_DOWN);
    assertThat(ofReplicas)
        .contains(Flag.PROMOTED, Flag.RECONF_SENT, Flag.RECONF_IN_PROGRESS, Flag.RECONF_DONE)
        .doesNotContain(Flag.MASTER, Flag.S_DOWN);
    world.server("r2").neverSyncs = false;
    world.run(2_000);
    watch(c1, 1);
    assertThat(ofMaster).containsExactly(Flag.MASTER);
    assertThat(ofReplicas).containsExactly(Flag.REPLICA);
  }

  @Test
  void aPeerThatIsGoneIsShownSo() {
    world.process("c3").kill();
    watch(c1, 2_500);
    assertThat(group(c1).peers().get(1).flags())
        .containsExactly(Flag.S_DOWN, Flag.PEER, Flag.DISCONNECTED);
    assertThat(group(c1).peers().get(1).sDownSince()).isPositive();
    assertThat(group(c1).peers().get(1).link().up()).isFalse();
    assertThat(group(c1).peers().get(0).flags()).containsExactly(Flag.PEER);
  }

  @Test
  void aMasterThatRebootsIsShownSo() {
    c1.step(
        new Input.Set(
            c1.ticket(), World.GROUP, List.of(new SettingChange.MasterRebootDownAfter(60_000))));
    world.server("m").restart();
    world.server("m").loading = true;
    world.run(11_000);
    assertThat(group(c1).master().flags()).containsExactly(Flag.MASTER, Flag.MASTER_REBOOT);
    world.server("m").loading = false;
    world.run(2_000);
    assertThat(group(c1).master().flags()).containsExactly(Flag.MASTER);
  }

  @Test
  void whyReplicasWereRefusedIsShownUntilTheNextChoice() {
    world.server("r1").priority = 0;
    world.server("r2").priority = 0;
    world.run(11_000);
    c1.step(new Input.Failover(c1.ticket(), World.GROUP, false));
    Address r1 = world.server("r1").address;
    Address r2 = world.server("r2").address;
    assertThat(group(c1).outlook().refusals()).containsOnlyKeys(r1, r2);
    world.server("r1").priority = 1;
    world.run(11_000);
    c1.step(new Input.Failover(c1.ticket(), World.GROUP, false));
    world.run(1_000);
    assertThat(group(c1).published()).isEqualTo(r1);
    assertThat(group(c1).outlook().refusals()).isEmpty();
  }

  @Test
  void onlyWhatMayHaveChangedIsTakenAndOnlyOnce() {
    c1.core.takeViewChange();
    ViewChange quiet = c1.core.takeViewChange();
    assertThat(quiet.changed()).isEmpty();
    assertThat(quiet.removed()).isEmpty();
    c1.step(new Input.Pause(c1.ticket(), World.GROUP, 5_000));
    ViewChange paused = c1.core.takeViewChange();
    assertThat(paused.changed()).hasSize(1);
    assertThat(paused.changed().get(0).outlook().pausedUntil()).isEqualTo(world.now() + 5_000);
    c1.step(new Input.Remove(c1.ticket(), World.GROUP));
    ViewChange removed = c1.core.takeViewChange();
    assertThat(removed.changed()).isEmpty();
    assertThat(removed.removed()).containsExactly(World.GROUP);
    assertThat(c1.core.view().groups()).isEmpty();
  }

  @Test
  void whatTheProcessIsToldIsShown() {
    c1.step(new Input.Announce(Optional.of("vip"), 7_000));
    c1.step(new Input.StateUnsaved("disk full"));
    c1.step(new Input.SimulateFailure(c1.ticket(), true, false));
    ProcessView process = c1.core.view().process();
    assertThat(process.announceHost()).contains("vip");
    assertThat(process.announcePort()).isEqualTo(7_000);
    assertThat(process.unsaved()).contains("disk full");
    assertThat(process.exitAfterElection()).isTrue();
    assertThat(process.exitAfterPromotion()).isFalse();
  }
}
