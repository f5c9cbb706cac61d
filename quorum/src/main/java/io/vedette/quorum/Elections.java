package io.vedette.quorum;

import io.vedette.quorum.election.CandidateOrder;
import io.vedette.quorum.election.VoteTally;
import io.vedette.quorum.failover.FailoverState;
import io.vedette.quorum.failover.Order;
import io.vedette.quorum.failover.ReplicaSelection;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.Link;
import io.vedette.quorum.model.MasterGroup;
import io.vedette.quorum.model.Peer;
import io.vedette.quorum.model.PeerLink;
import io.vedette.quorum.model.RunId;
import java.util.Optional;

/** Asks peers, answers them, and stands for election when it is this coordinator's turn. */
final class Elections {
  /** How often peers are asked in the first second after the master went down. */
  private static final long HURRIED_ASK_MS = 100;

  /** How long that hurry lasts. */
  private static final long HURRY_MS = 1_000;

  /** A peer that asks is asked back, at most this often. */
  private static final long ASK_BACK_MS = 20;

  /** How soon a leader that found no replica to promote looks again. */
  private static final long LACKED_AGAIN_MS = 1_000;

  /** As in Sentinel: how many failover-timeouts nobody else stands while one may be leading. */
  private static final int QUIET_TIMEOUTS = 2;

  private final Self self;
  private final Outbox out;
  private final Registry registry;
  private final LinkCare links;
  private final Lookups lookups;
  private final Restraint restraint;
  private final Rhythm rhythm;

  /** The epoch in which this coordinator stood last, in whichever group. */
  private Epoch stoodIn = Epoch.ZERO;

  Elections(
      Self self,
      Outbox out,
      Registry registry,
      LinkCare links,
      Lookups lookups,
      Restraint restraint,
      Rhythm rhythm) {
    this.rhythm = rhythm;
    this.self = self;
    this.out = out;
    this.registry = registry;
    this.links = links;
    this.lookups = lookups;
    this.restraint = restraint;
  }

  /** Stands for election if the master is objectively down and the turn has come. */
  void consider(MasterGroup group) {
    if (!group.isODown()
        || group.failover().isRunning()
        || !self.maySwear()
        || restraint.isOn(group)) {
      group.standAt(Link.NEVER);
      return;
    }
    if (!registry.groupAgenda.isDue(group.quietUntil())
        && !hasReplicaByNow(group)
        && !isLeaderGone(group)) {
      group.standAt(Link.NEVER);
      return;
    }
    if (group.standAt() == Link.NEVER) {
      int turns = CandidateOrder.turnsBefore(self.id, group, nextElection(group));
      group.standAt(self.now + turns * rhythm.turn());
    }
    if (registry.groupAgenda.isDue(group.standAt())) {
      stand(group, Order.NONE);
    }
  }

  /** The epoch after the last election of a group; there is none after the last of all. */
  private static Epoch nextElection(MasterGroup group) {
    Epoch last = group.electionEpoch();
    return Epoch.isPlausible(last.value()) ? last.next() : last;
  }

  /**
   * Whether this coordinator led before, in vain, and need not wait until it may stand again: there
   * is a replica now that can be promoted. Sentinel waits for twice failover-timeout.
   */
  private boolean hasReplicaByNow(MasterGroup group) {
    return group.lackedReplicaAt() != Link.NEVER
        && registry.groupAgenda.isDue(group.lackedReplicaAt() + LACKED_AGAIN_MS)
        && ReplicaSelection.of(group, self.timing, self.now).chosen().isPresent();
  }

  /**
   * Whether the one who was elected to replace a master that was alive has gone, and the master
   * after it: then nobody is leading.
   */
  private static boolean isLeaderGone(MasterGroup group) {
    boolean wasOrdered =
        group.votedAt() != Link.NEVER && group.votedAt() < group.master().sDownSince();
    return wasOrdered
        && group.ballot().leader().map(group.peers()::get).map(Peer::isSDown).orElse(false);
  }

  /**
   * Stands in a new epoch, votes for itself, and has the peers asked at once.
   *
   * @param order who wants it
   */
  void stand(MasterGroup group, Order order) {
    boolean isNew = !maySharePresentEpoch(group);
    Epoch epoch = isNew ? self.currentEpoch.next() : self.currentEpoch;
    self.currentEpoch = epoch;
    stoodIn = epoch;
    group.observeElection(epoch);
    group.failoverEpoch(epoch);
    group.failover(new FailoverState.WaitStart(epoch, self.now, order));
    group.standAt(Link.NEVER);
    group.lackedReplicaAt(Link.NEVER);
    keepQuiet(group);
    if (isNew) {
      out.event(EventType.NEW_EPOCH, group, epoch.toString(), "");
    }
    out.master(EventType.TRY_FAILOVER, group, order == Order.NONE ? "" : "ordered");
    if (group.ballot().vote(self.id, epoch, group.electionEpoch())) {
      out.event(EventType.VOTE_FOR_LEADER, group, self.id + " " + epoch, "");
    }
    out.save();
    group.peers().values().forEach(Peer::askAnew);
    links.askReplicasNow(group);
  }

  /**
   * Whether the present epoch will do, which this coordinator has begun to stand in another group,
   * and in which nobody is known to have stood in this one. A vote is for a group and an epoch:
   * elections in a thousand groups at once need one epoch, and would only outdate each other's by a
   * thousand.
   */
  private boolean maySharePresentEpoch(MasterGroup group) {
    return self.currentEpoch.equals(stoodIn)
        && self.currentEpoch.isAfter(group.electionEpoch())
        && self.currentEpoch.isAfter(group.ballot().epoch())
        && self.currentEpoch.isAfter(group.configEpoch());
  }

  /** Asks the peers what is due to be asked while the master is down. */
  void ask(MasterGroup group) {
    boolean isStanding = group.failover() instanceof FailoverState.WaitStart;
    if (!group.master().isSDown() && !isStanding) {
      return;
    }
    boolean isHurried = !group.isODown() && self.now - group.master().sDownSince() < HURRY_MS;
    long usual = self.timing.askPeriodMs();
    for (Peer peer : group.peers().values()) {
      if (!peer.link().isUp()) {
        continue;
      }
      long period = isHurried ? rhythm.questions().period(usual, HURRIED_ASK_MS) : usual;
      if (registry.groupAgenda.isDue(
          peer.askedAt() == Link.NEVER ? self.now : peer.askedAt() + period)) {
        if (isHurried && peer.askedAt() != Link.NEVER) {
          rhythm.questions().spend();
        }
        peer.markAsked(self.now);
        registry.groupAgenda.wakeAt(self.now + period);
        out.add(question(group, peer));
      }
    }
  }

  private Effect question(MasterGroup group, Peer peer) {
    boolean wantsVote = group.failover() instanceof FailoverState.WaitStart;
    return new Effect.AskPeer(
        peer.link().id(),
        group.name(),
        self.names.shown(group.master().address()),
        wantsVote ? group.failoverEpoch() : self.currentEpoch,
        wantsVote ? Optional.of(self.id) : Optional.empty());
  }

  /** What a peer said. */
  void onReply(Input.PeerReply reply) {
    Optional<PeerLink> process = registry.peer(reply.link());
    Optional<MasterGroup> group = registry.group(reply.group());
    if (process.isEmpty() || group.isEmpty()) {
      return;
    }
    Peer peer = group.get().peers().get(process.get().runId());
    // An answer about a master that has been replaced meanwhile says nothing of the new one.
    if (peer == null || !self.names.areSame(reply.master(), group.get().master().address())) {
      return;
    }
    peer.reported(reply.masterDown(), reply.leader(), reply.leaderEpoch(), self.now);
    observeEpoch(reply.leaderEpoch(), group.get());
    group.get().observeElection(reply.leaderEpoch());
    registry.touch(group.get());
  }

  /** What a peer asks: answered by what is seen here, and with a vote if it wants one. */
  void onQuestion(Input.PeerAsks question) {
    Optional<MasterGroup> known = registry.groupOfMaster(question.master());
    if (known.isEmpty()) {
      // A name not heard of before is known by the next question.
      lookups.isSettled(question.master());
      answer(question, false, Optional.empty(), Epoch.ZERO);
      return;
    }
    MasterGroup group = known.get();
    boolean isDown = group.master().isSDown() && self.mayAct();
    if (question.candidate().isEmpty()) {
      answer(question, isDown, Optional.empty(), Epoch.ZERO);
    } else {
      vote(group, question.candidate().get(), question.epoch());
      // A vote that may not be on disk is not spoken of.
      boolean isSworn = self.maySwear();
      answer(
          question,
          isDown,
          isSworn ? group.ballot().leader() : Optional.empty(),
          isSworn ? group.ballot().epoch() : Epoch.ZERO);
    }
    askBack(group);
  }

  private void answer(
      Input.PeerAsks question, boolean isDown, Optional<RunId> leader, Epoch leaderEpoch) {
    out.add(new Effect.AnswerPeer(question.ticket(), isDown, leader, leaderEpoch));
  }

  private void vote(MasterGroup group, RunId candidate, Epoch epoch) {
    if (!self.maySwear()) {
      return;
    }
    observeEpoch(epoch, group);
    group.observeElection(epoch);
    if (restraint.forbidsVote(group)
        || isBoundToAnother(group, candidate)
        || !epoch.isAfter(group.configEpoch())
        || !group.ballot().vote(candidate, epoch, group.electionEpoch())) {
      return;
    }
    if (group.failover() instanceof FailoverState.WaitStart) {
      out.master(EventType.ABORT_NOT_ELECTED, group, "gives way to " + candidate);
      group.failover(new FailoverState.None());
    }
    group.votedAt(self.now);
    out.event(EventType.VOTE_FOR_LEADER, group, candidate + " " + epoch, "");
    out.save();
    if (!candidate.equals(self.id)) {
      keepQuiet(group);
      group.standAt(Link.NEVER);
      group.lackedReplicaAt(Link.NEVER);
    }
    registry.touch(group);
  }

  /**
   * Whether another than this candidate may be leading by this coordinator's vote. Sentinel votes
   * anew in every higher epoch, so that a candidate that comes a moment late makes a second leader
   * beside the first; here, while the master is down, a vote binds for as long as an election may
   * take, and who leads, or has another's vote, votes for nobody else until it is done.
   */
  private boolean isBoundToAnother(MasterGroup group, RunId candidate) {
    Optional<RunId> leader = group.ballot().leader();
    if (leader.isEmpty() || leader.get().equals(candidate) || isLeaderGone(group)) {
      return false;
    }
    if (leader.get().equals(self.id)) {
      return group.failover().isBeforeSwitch() && !mayGiveWay(group);
    }
    return group.master().isSDown()
        && group.votedAt() != Link.NEVER
        && self.now - group.votedAt() < electionMs(group);
  }

  /**
   * Whether this coordinator stands, by itself, and nobody else has voted for it: then it gives way
   * to a candidate of a later epoch. Were it to wait for its own election's end, candidates that
   * hear of each other late would refuse each other again and again.
   */
  private boolean mayGiveWay(MasterGroup group) {
    return group.failover() instanceof FailoverState.WaitStart standing
        && standing.order() == Order.NONE
        && VoteTally.of(group, standing.epoch()).votesFor(self.id) <= 1;
  }

  /** How long a candidate waits for votes, at most; Sentinel's. */
  private long electionMs(MasterGroup group) {
    return Math.min(self.timing.electionTimeoutMs(), group.settings().failoverTimeoutMs());
  }

  /** A peer asks because it sees the master down: if this one does too, it wants to know that. */
  private void askBack(MasterGroup group) {
    boolean wantsToKnow =
        group.master().isSDown()
            && !group.isODown()
            && self.now - group.master().sDownSince() < HURRY_MS;
    if (!wantsToKnow) {
      return;
    }
    for (Peer peer : group.peers().values()) {
      if (self.now - peer.askedAt() >= ASK_BACK_MS) {
        peer.askAnew();
      }
    }
    registry.touch(group);
  }

  private void keepQuiet(MasterGroup group) {
    group.quietUntil(self.now + QUIET_TIMEOUTS * group.settings().failoverTimeoutMs());
  }

  /** Adopts a higher epoch. */
  void observeEpoch(Epoch epoch, MasterGroup group) {
    if (epoch.isAfter(self.currentEpoch) && Epoch.isPlausible(epoch.value())) {
      self.currentEpoch = epoch;
      out.event(EventType.NEW_EPOCH, group, epoch.toString(), "");
      out.save();
    }
  }
}
