package io.vedette.quorum;

import io.vedette.quorum.election.VoteResult;
import io.vedette.quorum.election.VoteTally;
import io.vedette.quorum.failover.FailoverState;
import io.vedette.quorum.failover.Order;
import io.vedette.quorum.failover.ReplicaSelection;
import io.vedette.quorum.failover.RoleRepair;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.DataNode;
import io.vedette.quorum.model.DataNode.Reconf;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.MasterGroup;
import io.vedette.quorum.model.Role;
import java.util.Optional;

/**
 * Carries a failover through its states; the table is in {@link FailoverState}.
 *
 * <p>{@link #advance} goes on as far as it can at once, so that nothing waits for a tick.
 */
final class Failovers implements FailoverState.Handler {
  /** The exit code of a simulated crash; Sentinel's. */
  private static final int SIMULATED_CRASH = 99;

  /** How long the leader waits for the INFO it asked for when it stood for election. */
  private static final long FRESH_INFO_MS = 200;

  /** How long it waits for it if there is no candidate without it. */
  private static final long SLOW_INFO_MS = 5_000;

  /** How long an ordered failover waits for a majority before it goes on without. */
  private static final long ORDERED_MS = 1_000;

  /** When a replica that did not become a master is told again. */
  private static final long TELL_AGAIN_MS = 1_000;

  /** After how long every client that listens has heard of a switch. */
  private static final long SWITCH_KNOWN_MS = 500;

  /**
   * An election nobody can win any more is repeated after this long, and as long again at random.
   */
  private static final long RETRY_MS = 50;

  private static final int RETRY_SPREAD_MS = 200;

  private final Self self;
  private final Outbox out;
  private final Registry registry;
  private final LinkCare links;
  private final MasterSwitch masterSwitch;
  private final HandOvers handOvers;
  private final ClusterMode clusterMode;
  private MasterGroup group;

  Failovers(Self self, Outbox out, Registry registry, LinkCare links, MasterSwitch masterSwitch) {
    this.self = self;
    this.out = out;
    this.registry = registry;
    this.links = links;
    this.masterSwitch = masterSwitch;
    handOvers = new HandOvers(self, out, registry, links, this);
    clusterMode = new ClusterMode(out);
  }

  /** Goes on with a group's failover, if there is one, as far as it can now. */
  void advance(MasterGroup which) {
    if (!which.failover().isRunning()) {
      return;
    }
    group = which;
    FailoverState before;
    do {
      before = group.failover();
      before.dispatchTo(this);
    } while (group.failover() != before);
  }

  /** Goes on with an election, as long as it is one. */
  void stand(MasterGroup which) {
    group = which;
    if (which.failover() instanceof FailoverState.WaitStart state) {
      inWaitStart(state);
    }
  }

  @Override
  public void inWaitStart(FailoverState.WaitStart state) {
    VoteTally tally = VoteTally.of(group, state.epoch());
    VoteResult result = tally.resultFor(self.id);
    long patience = Math.min(self.timing.electionTimeoutMs(), group.settings().failoverTimeoutMs());
    if (!self.maySwear()) {
      abort(EventType.ABORT_NOT_ELECTED, "the state can't be saved");
    } else if (result == VoteResult.WON) {
      elected(state);
    } else if (state.order().isForced()) {
      goOnWithoutMajority(state, tally);
    } else if (result == VoteResult.LOST) {
      abort(EventType.ABORT_NOT_ELECTED, "another coordinator was elected");
    } else if (result == VoteResult.SPLIT) {
      abort(EventType.ABORT_NOT_ELECTED, "the vote was split");
      // Where answers take long, candidates must be further apart than these to hear of each other.
      retrySoon(2 * (int) (self.now - state.since()));
    } else if (registry.groupAgenda.isDue(state.since() + patience)) {
      abort(
          EventType.ABORT_NOT_ELECTED,
          tally.votesFor(self.id) + " of " + tally.needed() + " votes within " + patience + " ms");
    }
  }

  /**
   * An ordered failover needs no votes, but an epoch of its own: if anyone in reach has voted for
   * another in it, that one's failover counts. Sentinel asks nobody, and can end up with two
   * leaders of one epoch.
   */
  private void goOnWithoutMajority(FailoverState.WaitStart state, VoteTally tally) {
    if (tally.hasVotesForOthersThan(self.id)) {
      abort(EventType.ABORT_NOT_ELECTED, "another coordinator stands in the same epoch");
    } else if (tally.isComplete() || registry.groupAgenda.isDue(state.since() + ORDERED_MS)) {
      elected(state);
    }
  }

  private void elected(FailoverState.WaitStart state) {
    out.master(EventType.ELECTED_LEADER, group, "");
    if (self.exitAfterElection) {
      out.add(new Effect.Exit(SIMULATED_CRASH));
    }
    out.master(EventType.STATE_SELECT_REPLICA, group, "");
    group.failover(
        new FailoverState.SelectReplica(state.epoch(), self.now, state.since(), state.order()));
  }

  @Override
  public void inSelectReplica(FailoverState.SelectReplica state) {
    if (!self.maySwear()) {
      abort(EventType.ABORT_NOT_ELECTED, "the state can't be saved");
      return;
    }
    if (isInfoMissing(group, state.askedAt())
        && !registry.groupAgenda.isDue(state.since() + FRESH_INFO_MS)) {
      return;
    }
    ReplicaSelection selection = ReplicaSelection.of(group, self.timing, self.now);
    if (selection.chosen().isEmpty()
        && isInfoMissing(group, state.askedAt())
        && !registry.groupAgenda.isDue(state.since() + SLOW_INFO_MS)) {
      return;
    }
    tellRefusals(group, selection);
    if (selection.chosen().isEmpty()) {
      abort(
          EventType.ABORT_NO_GOOD_REPLICA,
          group.replicas().isEmpty() ? "there is no replica" : "every replica was refused");
      group.lackedReplicaAt(self.now);
      return;
    }
    DataNode chosen = selection.chosen().get();
    tellWhatItLacks(chosen);
    chosen.promoted(true);
    out.node(
        EventType.SELECTED_REPLICA,
        group,
        chosen,
        "priority " + chosen.priority() + ", offset " + chosen.replOffset());
    out.node(EventType.STATE_SEND_REPLICAOF_NO_ONE, group, chosen, "");
    if (state.order().handsOver()) {
      handOvers.begin(group, state, chosen);
    } else {
      group.failover(
          new FailoverState.SendReplicaofNoOne(
              state.epoch(), self.now, chosen, state.order(), self.now));
    }
  }

  private void tellWhatItLacks(DataNode chosen) {
    if (group.isODown()) {
      ReplicaSelection.lackOf(chosen, group, self.now)
          .ifPresent(lack -> out.node(EventType.CANDIDATE_BEHIND, group, chosen, lack));
    }
  }

  /** Says why replicas are out, and keeps it for those who ask later. */
  void tellRefusals(MasterGroup which, ReplicaSelection selection) {
    which.replicas().values().forEach(replica -> replica.refusal(Optional.empty()));
    for (ReplicaSelection.Refusal refusal : selection.refusals()) {
      refusal.replica().refusal(Optional.of(refusal.reason()));
      out.node(EventType.REPLICA_REFUSED, which, refusal.replica(), refusal.reason());
    }
  }

  /** Whether a possible candidate has not yet said how far it is. */
  static boolean isInfoMissing(MasterGroup of, long askedAt) {
    for (DataNode replica : of.replicas().values()) {
      if (replica.link().isUp() && !replica.isSDown() && replica.infoAt() < askedAt) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void inSendReplicaofNoOne(FailoverState.SendReplicaofNoOne state) {
    if (!self.maySwear()) {
      abort(EventType.ABORT_REPLICA_TIMEOUT, "the state can't be saved");
      return;
    }
    if (gaveUp(state.chosen(), state.since())
        || !registry.groupAgenda.isDue(state.notBefore())
        || !state.chosen().link().isUp()) {
      return;
    }
    boolean isFirstTime = state.notBefore() == state.since();
    if (state.order() != Order.NONE && isFirstTime) {
      handOvers.pauseBriefly(group);
    }
    tell(state.chosen(), Optional.empty());
    if (!state.isRepetition()) {
      out.node(EventType.STATE_WAIT_PROMOTION, group, state.chosen(), "");
    }
    group.failover(
        new FailoverState.WaitPromotion(
            state.epoch(), state.since(), state.chosen(), state.order(), self.now));
  }

  @Override
  public void inWaitPromotion(FailoverState.WaitPromotion state) {
    if (gaveUp(state.chosen(), state.since())) {
      return;
    }
    DataNode chosen = state.chosen();
    boolean saysNo =
        chosen.infoAt() >= state.toldAt() + TELL_AGAIN_MS && chosen.roleReported() == Role.REPLICA;
    if (saysNo) {
      tellAgain(state, 0);
    }
  }

  private void tellAgain(FailoverState.WaitPromotion state, long delayMs) {
    group.failover(
        new FailoverState.SendReplicaofNoOne(
            state.epoch(), state.since(), state.chosen(), state.order(), self.now + delayMs));
  }

  /** Ends the failover if the chosen replica is down, or has had failover-timeout in vain. */
  private boolean gaveUp(DataNode chosen, long since) {
    if (chosen.isSDown()) {
      abort(EventType.ABORT_REPLICA_TIMEOUT, "the chosen replica is down");
      retrySoon(0);
      return true;
    }
    long timeout = group.settings().failoverTimeoutMs();
    if (registry.groupAgenda.isDue(since + timeout)) {
      abort(EventType.ABORT_REPLICA_TIMEOUT, "not promoted within " + timeout + " ms");
      return true;
    }
    return false;
  }

  /** A data node has said what it thinks of being told its role. */
  void onReplicaofReply(MasterGroup which, DataNode node, Optional<String> error) {
    if (error.isEmpty()) {
      return;
    }
    group = which;
    out.node(EventType.REPLICAOF_REFUSED, group, node, error.get());
    clusterMode.onRefusal(group, error.get());
    if (HandOvers.isStuck(error.get())) {
      handOvers.release(node);
    }
    if (group.failover() instanceof FailoverState.WaitPromotion state && state.chosen() == node) {
      tellAgain(state, TELL_AGAIN_MS);
    }
    registry.touch(group);
  }

  @Override
  public void inPauseMaster(FailoverState.PauseMaster state) {
    handOvers.inPauseMaster(group, state);
  }

  @Override
  public void inAwaitSync(FailoverState.AwaitSync state) {
    handOvers.inAwaitSync(group, state);
  }

  @Override
  public void inAwaitHandOver(FailoverState.AwaitHandOver state) {
    handOvers.inAwaitHandOver(group, state);
  }

  /** Whether a group's servers are of a kind that can be failed over is heard there. */
  ClusterMode clusterMode() {
    return clusterMode;
  }

  /** What comes of handing over is heard there. */
  HandOvers handOvers() {
    return handOvers;
  }

  /** A replica's INFO says that it is a master: if that was the order, the group switches. */
  boolean onMasterReported(MasterGroup which, DataNode node) {
    if (which.failover() instanceof FailoverState.WaitPromotion state && state.chosen() == node) {
      boolean isAlive = !which.master().isSDown();
      Address oldMaster = which.master().address();
      promoted(which, node, state.epoch());
      if (isAlive) {
        // A master that is alive takes writes until it is told: it comes first.
        demote(group.replicas().get(oldMaster));
      }
      return true;
    }
    if (which.failover() instanceof FailoverState.AwaitHandOver state && state.chosen() == node) {
      Address oldMaster = which.master().address();
      promoted(which, node, state.epoch());
      handOvers.end(group, oldMaster);
      sendAwayLate(group.replicas().get(oldMaster));
      return true;
    }
    return false;
  }

  private void promoted(MasterGroup which, DataNode node, Epoch epoch) {
    group = which;
    group.configEpoch(epoch);
    out.node(EventType.PROMOTED_REPLICA, group, node, "");
    if (self.exitAfterPromotion) {
      out.add(new Effect.Exit(SIMULATED_CRASH));
    }
    out.master(EventType.STATE_RECONF_REPLICAS, group, "");
    masterSwitch.switchTo(group, node.address(), true);
    group.failover(new FailoverState.ReconfReplicas(epoch, self.now));
  }

  private void demote(DataNode oldMaster) {
    repoint(oldMaster);
    sendAwayLate(oldMaster);
  }

  /**
   * It is told once more a little later: a client that came back between this and the other
   * coordinators' +switch-master may have been sent to this node again, and not every one leaves it
   * by itself.
   */
  private void sendAwayLate(DataNode oldMaster) {
    oldMaster.tellAgainAt(self.now + SWITCH_KNOWN_MS);
  }

  @Override
  public void inReconfReplicas(FailoverState.ReconfReplicas state) {
    if (group.isODown()) {
      end(EventType.FAILOVER_END_FOR_TIMEOUT, "the new master is down");
      return;
    }
    int moving = 0;
    for (DataNode replica : group.replicas().values()) {
      if (isNotToFollow(group, replica)) {
        replica.reconf(Reconf.DONE);
      }
      if (isMoving(replica)) {
        moving++;
      }
    }
    boolean isComplete = true;
    for (DataNode replica : group.replicas().values()) {
      if (replica.reconf() == Reconf.NONE
          && mayBeTold(group, replica)
          && replica.link().isUp()
          && !replica.isSDown()
          && moving < group.settings().parallelSyncs()) {
        repoint(replica);
        moving++;
      }
      isComplete &= replica.reconf() == Reconf.DONE || replica.isSDown();
    }
    if (isComplete) {
      end(EventType.FAILOVER_END, "");
    } else if (registry.groupAgenda.isDue(state.since() + group.settings().failoverTimeoutMs())) {
      endForTimeout();
    }
  }

  /**
   * Whether it is on its way; one that has not reacted for too long counts as done, as in Sentinel.
   * In TILT nobody looked whether it has.
   */
  private boolean isMoving(DataNode replica) {
    if (replica.reconf() == Reconf.SENT
        && registry.groupAgenda.isDue(replica.toldAt() + self.timing.replicaReconfTimeoutMs())) {
      if (group.isFollowedBy(replica)) {
        inProgress(replica);
      } else {
        out.node(EventType.RECONF_SENT_TIMEOUT, group, replica, "");
        replica.reconf(Reconf.DONE);
      }
    }
    return !replica.isSDown()
        && (replica.reconf() == Reconf.SENT || replica.reconf() == Reconf.IN_PROGRESS);
  }

  private static boolean isNotToFollow(MasterGroup of, DataNode replica) {
    return of.isMasterItself(replica) || RoleRepair.isAnothers(replica, of);
  }

  /** Who has not said yet who it is may be the master itself, under another address. */
  static boolean mayBeTold(MasterGroup of, DataNode replica) {
    return replica.info().isPresent()
        && of.isToldFromMaster(replica)
        && !isNotToFollow(of, replica);
  }

  private void repoint(DataNode replica) {
    if (!replica.link().isUp() || !mayBeTold(group, replica)) {
      return;
    }
    tell(replica, Optional.of(group.master().address()));
    replica.reconf(Reconf.SENT);
    out.node(EventType.RECONF_SENT, group, replica, "");
  }

  /** A replica's INFO: has it moved on? */
  void onReplicaReported(MasterGroup which, DataNode replica) {
    group = which;
    boolean follows = group.isFollowedBy(replica);
    if (replica.reconf() == Reconf.SENT && follows) {
      inProgress(replica);
    }
    boolean isUp = replica.info().map(info -> info.masterLinkUp()).orElse(false);
    if (replica.reconf() == Reconf.IN_PROGRESS && follows && isUp) {
      replica.reconf(Reconf.DONE);
      out.node(EventType.RECONF_DONE, group, replica, "");
    }
  }

  private void inProgress(DataNode replica) {
    replica.reconf(Reconf.IN_PROGRESS);
    out.node(EventType.RECONF_IN_PROGRESS, group, replica, "");
  }

  private void endForTimeout() {
    out.master(EventType.FAILOVER_END_FOR_TIMEOUT, group, "");
    for (DataNode replica : group.replicas().values()) {
      if (replica.reconf() == Reconf.NONE && replica.link().isUp() && mayBeTold(group, replica)) {
        tell(replica, Optional.of(group.master().address()));
        out.node(EventType.RECONF_SENT_BEST_EFFORT, group, replica, "");
      }
    }
    end(EventType.FAILOVER_END, "not every replica has followed in time");
  }

  private void end(EventType how, String reason) {
    out.master(how, group, reason);
    group.replicas().values().forEach(replica -> replica.reconf(Reconf.NONE));
    group.failover(new FailoverState.None());
    registry.touch(group);
  }

  /** Tells a node its role and asks at once what came of it. */
  void tell(DataNode node, Optional<Address> master) {
    out.add(new Effect.Replicaof(node.link().id(), master.map(self.names::shown)));
    node.markTold(self.now);
    links.askNow(node);
  }

  private void abort(EventType how, String reason) {
    abort(group, how, reason);
  }

  /** Ends a group's failover before it has come to anything. */
  void abort(MasterGroup which, EventType how, String reason) {
    out.master(how, which, reason);
    stop(which);
    registry.touch(which);
  }

  /** Forgets a failover that runs, silently. */
  void stop(MasterGroup which) {
    handOvers.abort(which);
    which.failover(new FailoverState.None());
    which.replicas().values().forEach(replica -> replica.promoted(false));
  }

  /**
   * Nobody can be leading: the next attempt may follow soon, at another time than another's.
   *
   * @param moreMs by how much later that may be than usual
   */
  private void retrySoon(int moreMs) {
    group.quietUntil(self.now + RETRY_MS + self.random.nextInt(RETRY_SPREAD_MS + moreMs));
    registry.groupAgenda.wakeAt(group.quietUntil());
  }
}
