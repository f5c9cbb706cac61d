package io.vedette.quorum.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.DataNode;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailoverStateTest {
  private static final Epoch EPOCH = new Epoch(3);
  private static final DataNode CHOSEN =
      new DataNode(new Address("10.0.0.2", 6379), Role.REPLICA, 0);

  /** What tools find under failover-state in SENTINEL MASTERS. */
  @Test
  void everyStateHasTheWordThatSentinelHasForIt() {
    assertThat(states(Order.NONE).stream().map(FailoverState::wire))
        .containsExactly(
            "none",
            "wait_start",
            "select_slave",
            "send_slaveof_noone",
            "send_slaveof_noone",
            "wait_promotion",
            "send_slaveof_noone",
            "wait_promotion",
            "reconf_slaves");
  }

  @Test
  void clientsOfAMasterThatIsDownArePausedByNobody() {
    assertThat(states(Order.NONE).stream().filter(FailoverState::mayPauseWrites))
        .as("only while it hands over")
        .allMatch(FailoverState::isHandOver)
        .hasSize(3);
  }

  @Test
  void whereTheFailoverWasOrderedTheyMayBePausedUntilTheReplicaIsMaster() {
    assertThat(states(Order.PLAIN).stream().filter(FailoverState::mayPauseWrites))
        .extracting(FailoverState::wire)
        .containsExactly(
            "send_slaveof_noone",
            "send_slaveof_noone",
            "wait_promotion",
            "send_slaveof_noone",
            "wait_promotion");
  }

  /** One of each, in the order of the table. */
  private static List<FailoverState> states(Order order) {
    return List.of(
        new FailoverState.None(),
        new FailoverState.WaitStart(EPOCH, 1, order),
        new FailoverState.SelectReplica(EPOCH, 1, 1, order),
        new FailoverState.PauseMaster(EPOCH, 1, CHOSEN, order),
        new FailoverState.AwaitSync(EPOCH, 1, CHOSEN, order, 0),
        new FailoverState.AwaitHandOver(EPOCH, 1, CHOSEN, order),
        new FailoverState.SendReplicaofNoOne(EPOCH, 1, CHOSEN, order, 1),
        new FailoverState.WaitPromotion(EPOCH, 1, CHOSEN, order, 1),
        new FailoverState.ReconfReplicas(EPOCH, 1));
  }
}
