package io.vedette.tests.simulation.invariant;

import io.vedette.quorum.Event;
import io.vedette.quorum.EventType;
import io.vedette.quorum.model.LinkTarget;
import io.vedette.quorum.view.GroupView;
import io.vedette.quorum.view.NodeView;
import io.vedette.quorum.view.PeerView;
import io.vedette.tests.simulation.world.Knowledge;
import io.vedette.tests.simulation.world.VedetteProcess;

/** See {@link #sentence()}. */
final class WritesAreStoppedWithReason extends Invariant {
  private static final int LOST_TENTHS = 3;

  private final Orders orders;
  private final Fences fences;

  WritesAreStoppedWithReason(Orders orders, Fences fences) {
    this.orders = orders;
    this.fences = fences;
  }

  @Override
  public String sentence() {
    return "A master's clients are kept from writing only by who was ordered to fail over, or who"
        + " has chosen fence-isolated-master and has had no answer for three tenths of down-after"
        + " from any replica, nor from so many coordinators that the rest is no majority; and then"
        + " until it is no more so, or, of a master that was replaced, until that is a replica.";
  }

  @Override
  public void onEvent(VedetteProcess who, Event event) {
    if (event.type() == EventType.MASTER_FENCED) {
      GroupView group = who.seen(event.group().orElseThrow()).orElseThrow();
      require(who.choices().fences(), () -> who.name() + " stops writes, which nobody wants");
      checkAlone(who, group);
    }
  }

  private void checkAlone(VedetteProcess who, GroupView group) {
    Knowledge.Group known = who.knowledge().group(group.name());
    long since = who.decidedAt() - group.settings().downAfterMs() / 10 * LOST_TENTHS;
    for (NodeView replica : group.replicas()) {
      require(
          known.node(replica.address()).goodAnswerAt() <= since,
          () -> who.name() + " stops writes, and has just heard of " + replica.address());
    }
    int lost = 0;
    for (PeerView peer : group.peers()) {
      lost += who.knowledge().peer(peer.runId()).goodAnswerAt() <= since ? 1 : 0;
    }
    int count = lost;
    require(
        count > (group.peers().size() + 1) / 2,
        () -> who.name() + " stops writes, and has lost " + count + " coordinators only");
  }

  @Override
  public void onPauseWrites(VedetteProcess who, LinkTarget.DataNode node) {
    GroupView group = who.seen(node.group()).orElseThrow();
    require(
        fences.hold(who, node) || orders.isOrdered(who, group),
        () -> who.name() + " stops writes at " + node.address() + " without a reason");
  }
}
