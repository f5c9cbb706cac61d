package io.vedette.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.gossip.Hello;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.GroupSettings;
import io.vedette.quorum.model.LinkTarget;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.model.Timing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The login for peers: shown anew when it changes, and what follows when it is refused. */
class PeerLoginTest {
  private static final GroupName GROUP = new GroupName("mymaster");
  private static final Address MASTER = new Address("10.0.0.1", 6379);
  private static final RunId PEER = new RunId("b".repeat(40));

  private final Coordinator coordinator =
      Cores.watching(GroupConfig.fresh(GROUP, MASTER, GroupSettings.defaults(2, Timing.DEFAULT)));

  private Effect.Connect meetPeer() {
    coordinator.start(0);
    Address peer = new Address("10.0.1.2", 26379);
    Hello hello = new Hello(peer, PEER, Epoch.ZERO, GROUP, MASTER, Epoch.ZERO);
    return connectToPeer(coordinator.step(new Input.HelloHeard(Optional.empty(), hello), 10));
  }

  @Test
  void anotherLoginIsShownOnALinkThatStands() {
    Effect.Connect peer = meetPeer();
    coordinator.step(new Input.LinkUp(peer.link(), "10.0.1.1"), 20);

    List<Effect> effects = coordinator.step(new Input.PeerLoginChanged(), 30);

    assertThat(effects).contains(new Effect.LogIn(peer.link(), peer.target()));
    assertThat(effects).doesNotHaveAnyElementsOfTypes(Effect.Disconnect.class);
  }

  @Test
  void anAttemptUnderWayIsMadeAnew() {
    Effect.Connect peer = meetPeer();

    List<Effect> effects = new ArrayList<>(coordinator.step(new Input.PeerLoginChanged(), 5_000));
    for (long now = 5_000; now < 8_000; now += 100) {
      effects.addAll(coordinator.step(new Input.Timer(), now));
    }

    assertThat(effects).contains(new Effect.Disconnect(peer.link()));
    assertThat(connectToPeer(effects).link()).isNotEqualTo(peer.link());
  }

  @Test
  void aRefusalIsSaidOnceTriedAgainAndItsEndIsSaid() {
    Effect.Connect peer = meetPeer();
    coordinator.step(new Input.LinkUp(peer.link(), "10.0.1.1", Optional.of("WRONGPASS no")), 20);
    assertThat(refusal()).contains("WRONGPASS no");

    List<Effect> later = new ArrayList<>();
    for (long now = 100; now <= 6_000; now += 100) {
      later.addAll(coordinator.step(new Input.Timer(), now));
    }
    assertThat(later).containsOnlyOnce(new Effect.LogIn(peer.link(), peer.target()));
    assertThat(
            events(
                coordinator.step(
                    new Input.LoginReply(peer.link(), Optional.of("WRONGPASS no")), 6_010)))
        .isEmpty();
    assertThat(events(coordinator.step(new Input.LoginReply(peer.link(), Optional.empty()), 6_020)))
        .containsExactly(EventType.LOGIN_ACCEPTED);
    assertThat(refusal()).isEmpty();
  }

  @Test
  void aPeerThatLetsNobodyInIsDownForThatReason() {
    Effect.Connect peer = meetPeer();
    List<Effect> effects =
        new ArrayList<>(
            coordinator.step(
                new Input.LinkLost(peer.link(), Input.LinkLoss.AUTH, "WRONGPASS no"), 20));
    assertThat(events(effects)).containsExactly(EventType.LOGIN_REFUSED);
    for (long now = 100; now <= 31_000; now += 100) {
      effects.addAll(coordinator.step(new Input.Timer(), now));
    }
    assertThat(effects.stream().map(Object::toString))
        .anySatisfy(
            text -> assertThat(text).contains("SDOWN", "it refused our login: WRONGPASS no"));
  }

  private Optional<String> refusal() {
    return coordinator.view().groups().get(0).peers().get(0).link().refusal();
  }

  private static List<EventType> events(List<Effect> effects) {
    return effects.stream()
        .filter(Effect.Publish.class::isInstance)
        .map(effect -> ((Effect.Publish) effect).event().type())
        .filter(type -> type.channel().endsWith("auth-failed"))
        .toList();
  }

  private static Effect.Connect connectToPeer(List<Effect> effects) {
    return effects.stream()
        .filter(Effect.Connect.class::isInstance)
        .map(Effect.Connect.class::cast)
        .filter(connect -> connect.target() instanceof LinkTarget.Peer)
        .findFirst()
        .orElseThrow();
  }
}
