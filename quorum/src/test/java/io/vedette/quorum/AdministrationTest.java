package io.vedette.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.GroupSettings;
import io.vedette.quorum.model.NodeInfo;
import io.vedette.quorum.model.Role;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.model.Timing;
import io.vedette.quorum.options.GroupOption;
import io.vedette.quorum.options.GroupOptions;
import io.vedette.quorum.options.OptionValues;
import io.vedette.quorum.view.Flag;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What commands change, and that it holds at once. */
class AdministrationTest {
  private static final Input RESET = new Input.Reset(Site.TICKET, List.of(Site.GROUP));
  private static final long HELLO_MS = Timing.DEFAULT.publishPeriodMs();
  private static final OptionValues DATA_LOSS_COUNTS =
      OptionValues.DEFAULTS.with(GroupOption.FAILOVER_ON_DATA_LOSS, true);

  private final Site site = new Site(1);

  @BeforeEach
  void allIsKnown() {
    site.hello();
    site.run(4_500);
    assertThat(site.group().replicas()).hasSize(1);
    assertThat(site.group().peers()).hasSize(1);
    assertThat(site.step(new Input.Timer())).as("nothing is due").isEmpty();
  }

  @Test
  void resetForgetsOthersAndLooksForThemAtOnce() {
    Effect noReplica = new Effect.Disconnect(site.link(Site.REPLICA));
    Effect noPeer = new Effect.Disconnect(site.link(Site.PEER));
    List<Effect> done = site.step(RESET);
    assertThat(done).contains(noReplica, noPeer, new Effect.SaveState());
    assertThat(Site.events(done)).startsWith(EventType.RESET_MASTER).contains(EventType.REPLICA);
    assertThat(site.asked(done)).contains(Site.MASTER);
    assertThat(site.greeted(done)).contains(Site.MASTER);
    assertThat(site.group().peers()).isEmpty();
    assertThat(site.group().master().roleReportedAt()).isEqualTo(site.now);
  }

  @Test
  void resetOfNothingSavesNothing() {
    assertThat(site.step(new Input.Reset(Site.TICKET, List.of(new GroupName("other")))))
        .containsExactly(
            new Effect.AnswerAdmin(Site.TICKET, new AdminAnswer(AdminAnswer.Code.OK, 0)));
  }

  @Test
  void resetEndsAFailover() {
    order(false);
    assertThat(site.group().failoverState()).isEqualTo("wait_start");
    site.step(RESET);
    assertThat(site.group().failoverState()).isEqualTo("none");
  }

  @Test
  void resetForgetsForWhomItVoted() {
    site.step(
        new Input.PeerAsks(Site.TICKET, Site.MASTER, new Epoch(1), Optional.of(Site.PEER_ID)));
    assertThat(site.group().leader()).contains(Site.PEER_ID);
    site.step(RESET);
    assertThat(site.group().leader()).isEmpty();
    assertThat(site.group().leaderEpoch()).as("it does not vote again").isEqualTo(new Epoch(1));
  }

  @Test
  void aMasterThatIsDownIsSaidToBeSoAgainAndReplacedOnlyWhenOthersHaveSaidHello() {
    site.kill(Site.MASTER);
    assertThat(Site.events(site.run(1_500))).contains(EventType.ODOWN);
    assertThat(Site.events(site.step(RESET))).contains(EventType.ODOWN);
    assertThat(Site.events(site.run(2 * HELLO_MS - 1))).doesNotContain(EventType.TRY_FAILOVER);
    assertThat(Site.events(site.run(2 * HELLO_MS))).contains(EventType.TRY_FAILOVER);
  }

  @Test
  void aGroupThatIsMonitoredIsFailedOverOnlyWhenOthersHaveSaidHello() {
    Address dead = new Address("10.0.0.7", 6379);
    site.down.add(dead);
    GroupSettings settings =
        GroupSettings.defaults(1, Timing.DEFAULT).change().downAfterMs(1_000).build();
    site.step(
        new Input.Monitor(Site.TICKET, GroupConfig.fresh(new GroupName("second"), dead, settings)));
    List<EventType> early = Site.events(site.run(2 * HELLO_MS - 1));
    assertThat(early).contains(EventType.ODOWN).doesNotContain(EventType.TRY_FAILOVER);
    assertThat(Site.events(site.run(2 * HELLO_MS))).contains(EventType.TRY_FAILOVER);
  }

  @Test
  void aMasterThatHandsOverIsToldToGiveUpBeforeItsGroupIsRemoved() {
    order(true);
    Input vote =
        new Input.PeerReply(
            site.link(Site.PEER),
            Site.GROUP,
            Site.MASTER,
            false,
            Optional.of(Cores.SELF),
            new Epoch(1));
    assertThat(site.step(vote)).contains(new Effect.HandOver(site.link(Site.MASTER), Site.REPLICA));
    assertThat(site.step(new Input.Remove(Site.TICKET, Site.GROUP)))
        .containsSubsequence(
            new Effect.AbortHandOver(site.link(Site.MASTER)),
            new Effect.ResumeWrites(site.link(Site.MASTER)),
            new Effect.Disconnect(site.link(Site.MASTER)),
            new Effect.SaveState());
  }

  @Test
  void aShorterDownAfterCountsAtOnce() {
    Site calm = new Site(GroupSettings.defaults(1, Timing.DEFAULT));
    calm.hello();
    calm.run(4_500);
    calm.down.add(Site.MASTER);
    calm.run(700);
    Input shorter =
        new Input.Set(Site.TICKET, Site.GROUP, List.of(new SettingChange.DownAfter(100)));
    List<Effect> done = calm.step(shorter);
    assertThat(Site.events(done)).contains(EventType.SET, EventType.SDOWN);
    assertThat(done).as("it is pinged more often").contains(new Effect.Ping(calm.link(Site.PEER)));
  }

  @Test
  void anOptionCountsAtOnce() {
    loseData();
    assertThat(site.group().master().flags()).doesNotContain(Flag.S_DOWN);
    site.step(new Input.SetOptions(GroupOptions.of(DATA_LOSS_COUNTS)));
    assertThat(site.group().master().flags()).contains(Flag.S_DOWN);
  }

  @Test
  void resetTakesTheMasterAsItIs() {
    site.step(new Input.SetOptions(GroupOptions.of(DATA_LOSS_COUNTS)));
    loseData();
    assertThat(site.group().master().flags()).contains(Flag.S_DOWN);
    site.step(RESET);
    site.run(1_000);
    assertThat(site.group().replicas()).hasSize(1);
    assertThat(site.group().master().flags()).doesNotContain(Flag.S_DOWN);
  }

  @Test
  void theStateIsSavedWhenThatIsOrdered() {
    assertThat(site.step(new Input.FlushConfig(Site.TICKET)))
        .containsExactly(
            new Effect.SaveState(), new Effect.AnswerAdmin(Site.TICKET, AdminAnswer.OK));
  }

  private void order(boolean coordinated) {
    assertThat(site.step(new Input.Failover(Site.TICKET, Site.GROUP, coordinated)))
        .contains(new Effect.AnswerAdmin(Site.TICKET, AdminAnswer.OK));
  }

  /** The master has been restarted without its data; its replica has not heard of it yet. */
  private void loseData() {
    NodeInfo empty =
        new NodeInfo(
            Optional.of(new RunId("9".repeat(RunId.LENGTH))),
            Optional.of(Role.MASTER),
            Optional.empty(),
            false,
            0,
            NodeInfo.DEFAULT_PRIORITY,
            0,
            true,
            0,
            "9".repeat(RunId.LENGTH),
            "",
            1,
            List.of(Site.REPLICA),
            -1,
            true,
            false,
            "");
    site.says.put(Site.MASTER, empty);
    assertThat(Site.events(site.step(new Input.InfoReply(site.link(Site.MASTER), empty))))
        .contains(EventType.DATA_LOST);
    site.step(new Input.InfoReply(site.link(Site.REPLICA), site.says.get(Site.REPLICA)));
  }
}
