package io.vedette.quorum;

import io.vedette.quorum.failover.FailoverState;
import io.vedette.quorum.failover.Order;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.DataNode;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.Link;
import io.vedette.quorum.model.MasterGroup;
import io.vedette.quorum.model.NodeInfo;
import io.vedette.quorum.model.Role;
import java.util.Optional;

/**
 * Has a master that is alive hand over to a replica, with no write lost: its clients wait, until
 * the replica has all that was written and is master.
 *
 * <p>Valkey's Sentinel leaves it to the server to wait for the replica, which says once a second
 * how far it is. Here both are asked again and again meanwhile, so the clients wait for some
 * milliseconds only.
 */
final class HandOvers {
  /** For how long the master's clients wait at most, also if this coordinator dies meanwhile. */
  private static final long PAUSE_MS = 5_000;

  /** How long each half may take; so far from the end of the pause that nobody writes meanwhile. */
  private static final long PATIENCE_MS = 2_000;

  /** For how long they wait at most while a replica is promoted without the master's help. */
  private static final long SHORT_PAUSE_MS = 1_000;

  private final Self self;
  private final Outbox out;
  private final Registry registry;
  private final LinkCare links;
  private final Failovers failovers;

  HandOvers(Self self, Outbox out, Registry registry, LinkCare links, Failovers failovers) {
    this.self = self;
    this.out = out;
    this.registry = registry;
    this.links = links;
    this.failovers = failovers;
  }

  /** The first step: nobody writes any more. */
  void begin(MasterGroup group, FailoverState.SelectReplica state, DataNode chosen) {
    if (!group.master().link().isUp()) {
      fail(group, "there is no link to the master");
      return;
    }
    pause(group.master(), PAUSE_MS);
    group.failover(new FailoverState.PauseMaster(state.epoch(), self.now, chosen, state.order()));
  }

  /** Clients wait while a replica is promoted: what they write meanwhile would be lost. */
  void pauseBriefly(DataNode master) {
    if (master.link().isUp() && !master.isSDown() && !master.isPaused(self.now)) {
      pause(master, SHORT_PAUSE_MS);
    }
  }

  private void pause(DataNode master, long ms) {
    out.add(new Effect.PauseWrites(master.link().id(), ms));
    master.pausedUntil(self.now + ms);
  }

  void inPauseMaster(MasterGroup group, FailoverState.PauseMaster state) {
    if (!isHopeless(group, state.chosen(), state.since())) {
      return;
    }
    fail(group, "the master has not stopped its clients' writes");
  }

  /** The master has said whether it has stopped its clients' writes. */
  void onPauseReply(MasterGroup group, DataNode node, Optional<String> error) {
    if (error.isPresent()) {
      node.pausedUntil(Link.NEVER);
    }
    if (node != group.master() || !(group.failover() instanceof FailoverState.PauseMaster state)) {
      return;
    }
    if (error.isEmpty()) {
      group.failover(
          new FailoverState.AwaitSync(
              state.epoch(), state.since(), state.chosen(), state.order(), -1));
      links.askNow(node);
      links.askNow(state.chosen());
    } else if (state.order() == Order.COORDINATED) {
      fail(group, "the master does not stop its clients' writes: " + error.get());
    } else {
      promote(group, state.epoch(), state.chosen(), Order.PLAIN);
    }
    registry.touch(group);
  }

  /** An INFO of the master: while nobody writes, its offset is what the replica has to reach. */
  void onMasterInfo(MasterGroup group, NodeInfo info) {
    if (group.failover() instanceof FailoverState.AwaitSync state
        && state.masterOffset() < 0
        && info.role().equals(Optional.of(Role.MASTER))) {
      group.failover(
          new FailoverState.AwaitSync(
              state.epoch(),
              state.since(),
              state.chosen(),
              state.order(),
              info.masterReplOffset()));
    }
  }

  void inAwaitSync(MasterGroup group, FailoverState.AwaitSync state) {
    DataNode chosen = state.chosen();
    if (isHopeless(group, chosen, state.since())) {
      fail(
          group,
          "the replica has not caught up: it is at "
              + chosen.replOffset()
              + ", the master at "
              + state.masterOffset());
    } else if (state.masterOffset() >= 0 && hasAll(chosen, group.master(), state)) {
      out.add(new Effect.HandOver(group.master().link().id(), chosen.address()));
      out.node(EventType.STATE_WAIT_PROMOTION, group, chosen, "the master hands over");
      links.askNow(group.master());
      links.askNow(chosen);
      group.failover(
          new FailoverState.AwaitHandOver(state.epoch(), self.now, chosen, state.order()));
    }
  }

  private static boolean hasAll(DataNode chosen, DataNode master, FailoverState.AwaitSync state) {
    return chosen.infoAt() >= state.since()
        && chosen.roleReported() == Role.REPLICA
        && chosen.info().map(NodeInfo::replId).equals(master.info().map(NodeInfo::replId))
        && chosen.replOffset() >= state.masterOffset();
  }

  /** Whether it is too late, or one of the two is gone. */
  private boolean isHopeless(MasterGroup group, DataNode chosen, long since) {
    return registry.groupAgenda.isDue(since + PATIENCE_MS)
        || !group.master().link().isUp()
        || !chosen.link().isUp()
        || chosen.isSDown()
        || !self.maySwear();
  }

  void inAwaitHandOver(MasterGroup group, FailoverState.AwaitHandOver state) {
    if (state.chosen().isSDown() || registry.groupAgenda.isDue(state.since() + PATIENCE_MS)) {
      fail(group, "the master has not handed over");
    }
  }

  /** The master has said whether it hands over; if it can't, the replica is promoted as always. */
  void onHandOverReply(MasterGroup group, DataNode node, Optional<String> error) {
    if (error.isEmpty()
        || node != group.master()
        || !(group.failover() instanceof FailoverState.AwaitHandOver state)) {
      return;
    }
    out.node(EventType.REPLICAOF_REFUSED, group, node, error.get());
    promote(group, state.epoch(), state.chosen(), state.order());
    registry.touch(group);
  }

  private void promote(MasterGroup group, Epoch epoch, DataNode chosen, Order order) {
    group.failover(new FailoverState.SendReplicaofNoOne(epoch, self.now, chosen, order, self.now));
  }

  /** The replica is master: clients of both, whose roles have changed, are to ask anew. */
  void end(MasterGroup group, Address oldMaster) {
    releaseClients(group.master());
    DataNode old = group.replicas().get(oldMaster);
    old.pausedUntil(Link.NEVER);
    if (old.link().isUp()) {
      releaseClients(old);
      old.markTold(self.now);
      links.askNow(old);
      old.reconf(DataNode.Reconf.SENT);
      out.node(EventType.RECONF_SENT, group, old, "it has handed over");
    }
  }

  private void releaseClients(DataNode node) {
    out.add(new Effect.ReleaseClients(node.link().id()));
  }

  private void fail(MasterGroup group, String reason) {
    failovers.abort(group, EventType.ABORT_MASTER_TIMEOUT, reason);
  }

  /** A master that was told to hand over is not to do so any more. */
  void abort(MasterGroup group) {
    if (group.failover() instanceof FailoverState.AwaitHandOver && group.master().link().isUp()) {
      out.add(new Effect.AbortHandOver(group.master().link().id()));
    }
  }

  /** Clients that nobody keeps waiting any more go on, whatever has become of the failover. */
  void resume(MasterGroup group) {
    boolean isHeld = group.failover().mayPauseWrites();
    for (DataNode node : group.nodes()) {
      boolean isOver = !isHeld || node != group.master();
      if (isOver && node.isPaused(self.now) && node.link().isUp()) {
        out.add(new Effect.ResumeWrites(node.link().id()));
        node.pausedUntil(Link.NEVER);
        registry.groupAgenda.wakeAt(self.now);
      }
    }
  }
}
