package io.vedette.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.gossip.Hello;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.CoordinatorConfig;
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
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DropPeerLinksTest {
  private static final GroupName GROUP = new GroupName("mymaster");
  private static final Address MASTER = new Address("10.0.0.1", 6379);
  private static final RunId PEER = new RunId("b".repeat(40));

  private final Coordinator coordinator =
      new Coordinator(
          new CoordinatorConfig(
              new RunId("a".repeat(40)),
              Epoch.ZERO,
              Optional.empty(),
              26379,
              Timing.DEFAULT,
              List.of(GroupConfig.fresh(GROUP, MASTER, GroupSettings.defaults(2, Timing.DEFAULT)))),
          new SplittableRandom(1),
          0);

  @Test
  void linksToPeersAreMadeAnewAndThoseToDataNodesStay() {
    coordinator.start(0);
    Address peer = new Address("10.0.1.2", 26379);
    Hello hello = new Hello(peer, PEER, Epoch.ZERO, GROUP, MASTER, Epoch.ZERO);
    Effect.Connect first =
        connectToPeer(coordinator.step(new Input.HelloHeard(Optional.empty(), hello), 10));
    coordinator.step(new Input.LinkUp(first.link(), "10.0.1.1"), 20);

    List<Effect> effects = new ArrayList<>(coordinator.step(new Input.DropPeerLinks(), 5_000));
    for (long now = 5_000; now < 8_000; now += 100) {
      effects.addAll(coordinator.step(new Input.Timer(), now));
    }

    assertThat(effects).contains(new Effect.Disconnect(first.link()));
    assertThat(effects.stream().filter(Effect.Disconnect.class::isInstance)).hasSize(1);
    assertThat(connectToPeer(effects).link()).isNotEqualTo(first.link());
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
