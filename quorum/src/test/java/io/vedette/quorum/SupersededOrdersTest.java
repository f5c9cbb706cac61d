package io.vedette.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.gossip.Hello;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.GroupSettings;
import io.vedette.quorum.model.LinkId;
import io.vedette.quorum.model.NodeInfo;
import io.vedette.quorum.model.Role;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.model.Timing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a coordinator does that decides on an order, and in the same step hears of a switch. */
class SupersededOrdersTest {
  private static final GroupName GROUP = new GroupName("mymaster");
  private static final Address MASTER = new Address("10.0.0.1", 6379);
  private static final Address REPLICA = new Address("10.0.0.2", 6379);
  private static final LinkId TO_MASTER = new LinkId(1);
  private static final LinkId TO_REPLICA = new LinkId(2);

  private final Coordinator coordinator =
      Cores.watching(GroupConfig.fresh(GROUP, MASTER, GroupSettings.defaults(1, Timing.DEFAULT)));
  private long now;

  @BeforeEach
  void aReplicaHasSaidForAlmostLongEnoughThatItIsAMaster() {
    answer(coordinator.start(0), new ArrayList<>());
    assertThat(runUntil(8_500)).isEmpty();
  }

  @Test
  void itIsToldToFollowTheMaster() {
    assertThat(runUntil(30_000)).contains(new Effect.Replicaof(TO_REPLICA, Optional.of(MASTER)));
  }

  @Test
  void whatWasDecidedBeforeTheNextMasterWasHeardOfIsTakenBack() {
    coordinator.take(new Input.InfoReply(TO_MASTER, info("a", List.of(REPLICA))), now);
    coordinator.take(new Input.InfoReply(TO_REPLICA, info("b", List.of())), now);
    Hello hello =
        new Hello(
            new Address("10.0.1.2", 26379),
            new RunId("b".repeat(RunId.LENGTH)),
            new Epoch(1),
            GROUP,
            REPLICA,
            new Epoch(1));
    coordinator.take(new Input.HelloHeard(Optional.empty(), hello), now);
    List<Effect> effects = coordinator.settle(now);
    assertThat(effects)
        .as("it was decided")
        .anyMatch(
            effect ->
                effect instanceof Effect.Publish publish
                    && publish.event().type() == EventType.CONVERT_TO_REPLICA)
        .noneMatch(effect -> effect instanceof Effect.Replicaof);
    assertThat(coordinator.view().groups().get(0).published()).isEqualTo(REPLICA);
  }

  /** Everyone answers at once; what servers are told to be. */
  private List<Effect> runUntil(long end) {
    List<Effect> orders = new ArrayList<>();
    for (; now < end; now = Math.max(now + 1, coordinator.nextDeadline())) {
      answer(coordinator.step(new Input.Timer(), now), orders);
    }
    return orders;
  }

  private void answer(List<Effect> effects, List<Effect> orders) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Connect connect) {
        answer(coordinator.step(new Input.LinkUp(connect.link(), "10.0.0.9"), now), orders);
      } else if (effect instanceof Effect.Ping ping) {
        Input pong = new Input.PingReply(ping.link(), Input.PingAnswer.PONG);
        answer(coordinator.step(pong, now), orders);
      } else if (effect instanceof Effect.Info question) {
        boolean isMaster = question.link().equals(TO_MASTER);
        NodeInfo said = isMaster ? info("a", List.of(REPLICA)) : info("b", List.of());
        answer(coordinator.step(new Input.InfoReply(question.link(), said), now), orders);
      } else if (effect instanceof Effect.Replicaof) {
        orders.add(effect);
      }
    }
  }

  private static NodeInfo info(String runIdDigit, List<Address> replicas) {
    return new NodeInfo(
        Optional.of(new RunId(runIdDigit.repeat(RunId.LENGTH))),
        Optional.of(Role.MASTER),
        Optional.empty(),
        false,
        0,
        NodeInfo.DEFAULT_PRIORITY,
        0,
        true,
        100,
        "",
        "",
        1,
        replicas,
        -1,
        false,
        false,
        "");
  }
}
