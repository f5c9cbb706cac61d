package io.vedette.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.gossip.Hello;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.GroupSettings;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.model.Timing;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is said of a coordinator at a new address that is known in two groups. */
class PeerMovesTest {
  private static final GroupName FIRST = new GroupName("first");
  private static final GroupName SECOND = new GroupName("second");
  private static final String PEER = "b".repeat(40);

  private final Coordinator coordinator = Cores.watching(group(FIRST), group(SECOND));

  @Test
  void otherGroupsThatKnowItFollowAndThatIsSaid() {
    hello(FIRST, "10.0.1.2");
    hello(SECOND, "10.0.1.2");

    assertThat(hello(FIRST, "10.0.1.3"))
        .containsExactly(
            "+sentinel-address-switch master first 10.0.0.1 6379 ip 10.0.1.3 port 26379 for "
                + PEER,
            "+sentinel-address-update sentinel "
                + PEER
                + " 10.0.1.3 26379 @ first 10.0.0.1 6379 1 additional matching instances");
    assertThat(hello(SECOND, "10.0.1.3")).isEmpty();
  }

  @Test
  void groupThatMeetsItAtANewAddressTellsTheOthersOfIt() {
    hello(FIRST, "10.0.1.2");

    assertThat(hello(SECOND, "10.0.1.3"))
        .containsExactly(
            "+sentinel sentinel " + PEER + " 10.0.1.3 26379 @ second 10.0.0.1 6379",
            "+sentinel-address-update sentinel "
                + PEER
                + " 10.0.1.3 26379 @ second 10.0.0.1 6379 1 additional matching instances");
  }

  @Test
  void onlyGroupThatKnowsItHasNobodyToTell() {
    hello(FIRST, "10.0.1.2");

    assertThat(hello(FIRST, "10.0.1.3"))
        .containsExactly(
            "+sentinel-address-switch master first 10.0.0.1 6379 ip 10.0.1.3 port 26379 for "
                + PEER);
  }

  private List<String> hello(GroupName group, String host) {
    Hello hello =
        new Hello(
            new Address(host, 26379),
            new RunId(PEER),
            Epoch.ZERO,
            group,
            new Address("10.0.0.1", 6379),
            Epoch.ZERO);
    return coordinator.step(new Input.HelloHeard(Optional.empty(), hello), 10).stream()
        .filter(Effect.Publish.class::isInstance)
        .map(effect -> ((Effect.Publish) effect).event().line())
        .toList();
  }

  private static GroupConfig group(GroupName name) {
    return GroupConfig.fresh(
        name, new Address("10.0.0.1", 6379), GroupSettings.defaults(2, Timing.DEFAULT));
  }
}
