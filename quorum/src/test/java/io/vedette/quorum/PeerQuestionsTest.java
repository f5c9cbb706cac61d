package io.vedette.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.gossip.Hello;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.GroupSettings;
import io.vedette.quorum.model.LinkId;
import io.vedette.quorum.model.LinkTarget;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.model.Timing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What coordinators ask each other of a master, and what they learn from it. */
class PeerQuestionsTest {
  private static final GroupName GROUP = new GroupName("mymaster");
  private static final Address MASTER = new Address("10.0.0.1", 6379);
  private static final RunId PEER = new RunId("b".repeat(40));
  private static final Ticket TICKET = new Ticket(1);

  private final Coordinator coordinator =
      Cores.watching(
          GroupConfig.fresh(
              GROUP,
              MASTER,
              GroupSettings.defaults(2, Timing.DEFAULT).change().downAfterMs(1_000).build()));

  private LinkId link;
  private long now;

  @BeforeEach
  void theOtherIsLinkedAndTheMasterIsNot() {
    coordinator.start(0);
    Hello hello =
        new Hello(new Address("10.0.1.2", 26379), PEER, Epoch.ZERO, GROUP, MASTER, Epoch.ZERO);
    link =
        coordinator.step(new Input.HelloHeard(Optional.empty(), hello), 10).stream()
            .filter(Effect.Connect.class::isInstance)
            .map(Effect.Connect.class::cast)
            .filter(connect -> connect.target() instanceof LinkTarget.Peer)
            .findFirst()
            .orElseThrow()
            .link();
    now = 20;
    answerPings(coordinator.step(new Input.LinkUp(link, "10.0.1.1"), now));
  }

  @Test
  void whoAsksForAMasterThatIsNotKnownHereIsAnsweredThatItIsNotDown() {
    assertThat(asked(new Address("10.0.0.77", 6379)))
        .contains(new Effect.AnswerPeer(TICKET, false, Optional.empty(), Epoch.ZERO));
  }

  @Test
  void anEpochOfAnAnswerIsAdoptedAndAskedWith() {
    List<Effect> effects = answer(new Epoch(7));
    assertThat(effects).contains(new Effect.SaveState());
    assertThat(coordinator.view().process().currentEpoch()).isEqualTo(new Epoch(7));
    untilDown();
    assertThat(questionsUntil(now + 500))
        .isNotEmpty()
        .containsOnly(new Effect.AskPeer(link, GROUP, MASTER, new Epoch(7), Optional.empty()));
  }

  @Test
  void inTheFirstSecondTheOthersAreAskedTenTimesAndThenOnce() {
    untilDown();
    assertThat(questionsUntil(now + 1_000)).hasSizeBetween(9, 11);
    assertThat(questionsUntil(now + 5_000)).hasSizeBetween(4, 6);
  }

  @Test
  void whoAsksIsAskedBackAtOnceButNotMoreOftenThanEveryTwentyMilliseconds() {
    untilDown();
    questionsUntil(now + 150);
    List<Long> at = new ArrayList<>();
    for (long end = now + 60; now < end; now++) {
      if (asked(MASTER).stream().anyMatch(Effect.AskPeer.class::isInstance)) {
        at.add(now);
      }
    }
    assertThat(at).hasSizeBetween(3, 4);
    for (int i = 1; i < at.size(); i++) {
      assertThat(at.get(i) - at.get(i - 1)).isEqualTo(20);
    }
  }

  private List<Effect> asked(Address master) {
    return coordinator.step(new Input.PeerAsks(TICKET, master, Epoch.ZERO, Optional.empty()), now);
  }

  private List<Effect> answer(Epoch leaderEpoch) {
    return coordinator.step(
        new Input.PeerReply(link, GROUP, MASTER, false, Optional.of(PEER), leaderEpoch), now);
  }

  private void untilDown() {
    while (coordinator.view().groups().get(0).master().sDownSince() < 0) {
      answerPings(coordinator.step(new Input.Timer(), ++now));
    }
  }

  private List<Effect> questionsUntil(long end) {
    List<Effect> questions = new ArrayList<>();
    for (; now < end; now++) {
      List<Effect> effects = coordinator.step(new Input.Timer(), now);
      answerPings(effects);
      effects.stream().filter(Effect.AskPeer.class::isInstance).forEach(questions::add);
    }
    return questions;
  }

  private void answerPings(List<Effect> effects) {
    if (effects.contains(new Effect.Ping(link))) {
      coordinator.step(new Input.PingReply(link, Input.PingAnswer.PONG), now);
    }
  }
}
