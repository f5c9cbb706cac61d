package io.vedette.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.GroupSettings;
import io.vedette.quorum.model.LinkId;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.model.Timing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Elections in several groups at once: a vote is for a group and an epoch. */
class ManyElectionsTest {
  private static final RunId PEER = new RunId("b".repeat(40));
  private static final RunId OTHER = new RunId("c".repeat(40));
  private static final long DOWN_AFTER_MS = 1_000;

  private final Coordinator core = Cores.watching(group(1), group(2), group(3));

  private long lastTicket;
  private long now;

  private static GroupConfig group(int number) {
    return new GroupConfig(
        new GroupName("group-" + number),
        master(number),
        GroupSettings.defaults(1, Timing.DEFAULT).change().downAfterMs(DOWN_AFTER_MS).build(),
        Epoch.ZERO,
        Epoch.ZERO,
        List.of(new Address("10.0.1." + number, 6379)),
        List.of(
            new GroupConfig.KnownPeer(new Address("10.0.2.1", 26379), PEER),
            new GroupConfig.KnownPeer(new Address("10.0.2.2", 26379), OTHER)));
  }

  private static Address master(int number) {
    return new Address("10.0.0." + number, 6379);
  }

  private Optional<RunId> vote(int group, long epoch, RunId candidate) {
    Ticket ticket = new Ticket(++lastTicket);
    return core
        .step(
            new Input.PeerAsks(ticket, master(group), new Epoch(epoch), Optional.of(candidate)),
            ++now)
        .stream()
        .filter(effect -> effect instanceof Effect.AnswerPeer)
        .map(effect -> (Effect.AnswerPeer) effect)
        .filter(answer -> answer.ticket().equals(ticket))
        .filter(answer -> answer.leaderEpoch().equals(new Epoch(epoch)))
        .findFirst()
        .flatMap(Effect.AnswerPeer::leader);
  }

  @Test
  void laterEpochOfOneGroupDoesNotOutdateAnEarlierOneOfAnother() {
    assertThat(vote(1, 5, PEER)).contains(PEER);
    assertThat(vote(2, 3, OTHER)).contains(OTHER);
    assertThat(core.view().process().currentEpoch()).isEqualTo(new Epoch(5));
  }

  @Test
  void inOneGroupThereIsOneVoteInAnEpochAndNoneInAnEarlierOne() {
    assertThat(vote(1, 5, PEER)).contains(PEER);
    assertThat(vote(1, 5, OTHER)).contains(PEER);
    assertThat(vote(1, 4, OTHER)).isEmpty();
  }

  @Test
  void whoStandsInManyGroupsAtOnceStandsInOneEpoch() {
    List<String> events = stand();
    assertThat(events.stream().filter(e -> e.startsWith("+try-failover"))).hasSize(3);
    assertThat(events.stream().filter(e -> e.startsWith("+vote-for-leader")))
        .containsOnly("+vote-for-leader " + Cores.SELF + " 1");
    assertThat(events.stream().filter(e -> e.startsWith("+new-epoch"))).hasSize(1);
  }

  @Test
  void whoStandsAndHasNobodyElsesVoteGivesWayToLaterCandidates() {
    stand();
    assertThat(vote(1, 1, PEER)).as("of the same epoch").contains(Cores.SELF);
    assertThat(core.view().groups().get(0).failoverState()).isEqualTo("wait_start");
    assertThat(vote(1, 2, PEER)).contains(PEER);
    assertThat(core.view().groups().get(0).failoverState()).isEqualTo("none");
    assertThat(core.view().groups().get(1).failoverState()).isEqualTo("wait_start");
    assertThat(vote(1, 3, OTHER)).as("its vote binds").isEmpty();
  }

  private List<String> stand() {
    List<String> events = new ArrayList<>();
    play(core.start(0), events);
    for (now = 1; now < 3 * DOWN_AFTER_MS; now++) {
      play(core.step(new Input.Timer(), now), events);
    }
    return events;
  }

  /** Nobody is reached. */
  private void play(List<Effect> effects, List<String> events) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Publish publish) {
        events.add(publish.event().type().channel() + " " + publish.event().payload());
      } else if (effect instanceof Effect.Connect connect) {
        lost(connect.link(), events);
      }
    }
  }

  private void lost(LinkId link, List<String> events) {
    play(core.step(new Input.LinkLost(link, Input.LinkLoss.REFUSED, "refused"), now), events);
  }
}
