package io.vedette.quorum;

import io.vedette.quorum.failover.FailoverState;
import io.vedette.quorum.failover.Order;
import io.vedette.quorum.gossip.Confirmation;
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
  /** How long each half may take at most: until the replica has all, and until it is master. */
  private static final long PATIENCE_MS = 2_000;

  private static final long SHORTEST_PATIENCE_MS = 100;

  /**
   * How many of them go into one down-after: the other coordinators' hellos wait at the master
   * while it is paused, and with them their PINGs. It must not look dead to them.
   */
  private static final long PATIENCES_PER_DOWN_AFTER = 3;

  /** How often a server that is stuck in handing over is released, at most. */
  private static final long RELEASE_AGAIN_MS = 1_000;

  /** For how long a master has to be stuck until those release it who did not order it. */
  private static final long STUCK_MS = 5_000;

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

  private static long patienceMs(MasterGroup group) {
    long share = group.settings().downAfterMs() / PATIENCES_PER_DOWN_AFTER;
    return Math.min(PATIENCE_MS, Math.max(SHORTEST_PATIENCE_MS, share));
  }

  /**
   * For how long the master's clients wait at most, also if this coordinator dies meanwhile: longer
   * than both halves may take, so that nobody writes before it is known what became of it.
   */
  private static long pauseMs(MasterGroup group) {
    return patienceMs(group) * 5 / 2;
  }

  /** The first step: nobody writes any more. */
  void begin(MasterGroup group, FailoverState.SelectReplica state, DataNode chosen) {
    if (!group.master().link().isUp()) {
      fail(group, "there is no link to the master");
      return;
    }
    if (!chosen.info().map(NodeInfo::masterLinkUp).orElse(false)) {
      fail(group, "the replica's link to the master is down");
      return;
    }
    pause(group.master(), pauseMs(group));
    group.failover(new FailoverState.PauseMaster(state.epoch(), self.now, chosen, state.order()));
  }

  /** Clients wait while a replica is promoted: what they write meanwhile would be lost. */
  void pauseBriefly(MasterGroup group) {
    DataNode master = group.master();
    if (master.link().isUp() && !master.isSDown() && !master.isPaused(self.now)) {
      pause(master, Math.min(SHORT_PAUSE_MS, pauseMs(group)));
    }
  }

  private void pause(DataNode master, long ms) {
    out.add(new Effect.PauseWrites(master.link().id(), ms));
    master.pausedUntil(self.now + ms);
  }

  void inPauseMaster(MasterGroup group, FailoverState.PauseMaster state) {
    whyHopeless(group, state.chosen())
        .or(() -> whyLate(group, state.since(), "the master has not stopped its clients' writes"))
        .ifPresent(reason -> fail(group, reason));
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
    Optional<String> reason =
        whyHopeless(group, chosen)
            .or(
                () ->
                    whyLate(
                        group,
                        state.since(),
                        "the replica has not caught up: it is at "
                            + chosen.replOffset()
                            + ", the master at "
                            + state.masterOffset()));
    if (reason.isPresent()) {
      fail(group, reason.get());
    } else if (state.masterOffset() >= 0 && hasAll(chosen, group.master(), state)) {
      handOver(group, state);
    }
  }

  private void handOver(MasterGroup group, FailoverState.AwaitSync state) {
    DataNode chosen = state.chosen();
    if (!canHandOver(group.master())) {
      promote(group, state.epoch(), chosen, state.order());
      return;
    }
    out.add(new Effect.HandOver(group.master().link().id(), chosen.address()));
    out.node(EventType.STATE_WAIT_PROMOTION, group, chosen, "the master hands over");
    links.askNow(group.master());
    links.askNow(chosen);
    group.failover(new FailoverState.AwaitHandOver(state.epoch(), self.now, chosen, state.order()));
  }

  /** Whether a master has a way to do it: before Redis 6.2 it has not. */
  static boolean canHandOver(DataNode master) {
    return master.info().map(NodeInfo::failoverKnown).orElse(false);
  }

  private static boolean hasAll(DataNode chosen, DataNode master, FailoverState.AwaitSync state) {
    return chosen.infoAt() >= state.since()
        && chosen.roleReported() == Role.REPLICA
        && chosen.info().map(NodeInfo::replId).equals(master.info().map(NodeInfo::replId))
        && chosen.replOffset() >= state.masterOffset();
  }

  /** One of the two is gone, or this coordinator may not lead any more. */
  private Optional<String> whyHopeless(MasterGroup group, DataNode chosen) {
    if (!group.master().link().isUp()) {
      return Optional.of("the link to the master is gone");
    }
    if (!chosen.link().isUp() || chosen.isSDown()) {
      return Optional.of("the chosen replica is gone");
    }
    return self.maySwear() ? Optional.empty() : Optional.of("the state can't be saved");
  }

  private Optional<String> whyLate(MasterGroup group, long since, String reason) {
    return registry.groupAgenda.isDue(since + patienceMs(group))
        ? Optional.of(reason)
        : Optional.empty();
  }

  void inAwaitHandOver(MasterGroup group, FailoverState.AwaitHandOver state) {
    DataNode master = group.master();
    if (state.chosen().isSDown()) {
      fail(group, "the replica has gone down while the master handed over");
    } else if (!master.link().isUp()) {
      // It has all that was written, whether or not it is master already.
      out.node(EventType.STATE_SEND_REPLICAOF_NO_ONE, group, state.chosen(), "the master is gone");
      promote(group, state.epoch(), state.chosen(), state.order());
    } else if (isTooLate(group, state)) {
      fail(group, "the master has not handed over");
    }
  }

  /** One that is a replica already has no way back: the chosen one is about to become master. */
  private boolean isTooLate(MasterGroup group, FailoverState.AwaitHandOver state) {
    long timeout = group.settings().failoverTimeoutMs();
    boolean isMasterStill = group.master().roleReported() == Role.MASTER;
    return registry.groupAgenda.isDue(state.since() + patienceMs(group))
        && (isMasterStill || registry.groupAgenda.isDue(state.since() + timeout));
  }

  /** The master has said whether it hands over; if it can't, the replica is promoted as always. */
  void onHandOverReply(MasterGroup group, DataNode node, Optional<String> error) {
    if (error.isEmpty()
        || node != group.master()
        || !(group.failover() instanceof FailoverState.AwaitHandOver state)) {
      return;
    }
    out.node(EventType.REPLICAOF_REFUSED, group, node, error.get());
    // Here it does not hand over by this coordinator's order, so there is none to take back.
    promote(group, state.epoch(), state.chosen(), state.order());
    if (isOtherHandOver(error.get())) {
      fail(group, "somebody else has it hand over");
    }
    registry.touch(group);
  }

  /** The two answers of a server that is handing over by another order, or has done so. */
  private static boolean isOtherHandOver(String error) {
    return error.contains("already in progress") || error.contains("server is a replica");
  }

  /**
   * Whether a server refuses its role because it goes on handing over, to a replica that is gone:
   * it would do so for ever.
   */
  static boolean isStuck(String error) {
    return error.contains("while failing over");
  }

  /** Such a server is told to give up, and then its role again; once a second at most. */
  void release(DataNode node) {
    long at = node.handOverAbortedAt();
    if (at == Link.NEVER || self.now - at >= RELEASE_AGAIN_MS) {
      out.add(new Effect.AbortHandOver(node.link().id()));
      node.handOverAbortedAt(self.now);
      node.tellAgainAt(self.now);
    } else {
      node.tellAgainAt(at + RELEASE_AGAIN_MS);
    }
  }

  /**
   * A master that hands over to a replica which is down goes on trying for ever, and its clients
   * wait. Who ordered it takes the order back; if that one is gone, or can't reach the master,
   * whoever sees it does, if a majority still takes it for the master: nobody has all the data but
   * these two.
   */
  void releaseMaster(MasterGroup group) {
    DataNode master = group.master();
    Optional<DataNode> heir = master.handsOverTo().flatMap(group::replica);
    boolean isStuck =
        heir.isPresent()
            && heir.get().isSDown()
            && master.link().isUp()
            && !group.failover().isRunning()
            && registry.groupAgenda.isDue(master.roleReportedAt() + STUCK_MS)
            && registry.groupAgenda.isDue(
                Math.max(master.roleReportedAt(), master.handOverAbortedAt() + RELEASE_AGAIN_MS))
            && Confirmation.isConfirmed(group, self.timing, self.now, 0);
    if (isStuck) {
      out.add(new Effect.AbortHandOver(master.link().id()));
      master.handOverAbortedAt(self.now);
      links.askNow(master);
      out.master(
          EventType.HAND_OVER_ENDED,
          group,
          "it hands over to " + Outbox.spaced(heir.get().address()) + ", which is down");
    }
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
    // Nobody is leading: if the master dies now, nothing is to be waited for.
    group.quietUntil(Link.NEVER);
  }

  /** A master that was told to hand over is not to do so any more. */
  void abort(MasterGroup group) {
    if (group.failover() instanceof FailoverState.AwaitHandOver && group.master().link().isUp()) {
      out.add(new Effect.AbortHandOver(group.master().link().id()));
    }
  }

  /** Clients that nobody keeps waiting any more go on, whatever has become of the failover. */
  void resume(MasterGroup group) {
    if (!group.failover().mayPauseWrites()) {
      resume(group.master());
    }
    group.replicas().values().forEach(this::resume);
  }

  private void resume(DataNode node) {
    if (node.fence().isEmpty() && letGo(node)) {
      registry.groupAgenda.wakeAt(self.now);
    }
  }

  /** The group is not watched any more: no client of it is to wait for what nobody does. */
  void letGo(MasterGroup group) {
    group.nodes().forEach(this::letGo);
  }

  private boolean letGo(DataNode node) {
    boolean isKept = node.isPaused(self.now) && node.link().isUp();
    if (isKept) {
      out.add(new Effect.ResumeWrites(node.link().id()));
      node.pausedUntil(Link.NEVER);
    }
    return isKept;
  }
}
