package io.vedette.quorum;

import io.vedette.quorum.cluster.ClusterPicture;
import io.vedette.quorum.cluster.Promotion;
import io.vedette.quorum.failover.FailoverState;
import io.vedette.quorum.failover.Order;
import io.vedette.quorum.failover.ReplicaSelection;
import io.vedette.quorum.model.DataNode;
import io.vedette.quorum.model.Link;
import io.vedette.quorum.model.MasterGroup;
import java.util.Locale;
import java.util.Optional;

/**
 * Fails shards of a cluster over: on order, by the cluster's own means; and where the cluster has
 * not replaced a master that is objectively down, and rescue is chosen, as the elected leader. Then
 * a replica is told to force an election where a majority of masters is left, and to take over
 * where there is none; one shard after the other.
 */
final class ShardFailovers implements FailoverState.Handler {
  /** How long the leader waits for the INFO it asked for when it stood for election. */
  private static final long FRESH_INFO_MS = 200;

  /** How often it is looked at whether a rescue may begin that had to wait for something. */
  private static final long LOOK_MS = 100;

  /** An election that the cluster itself has begun is over after this time, or tried anew. */
  private static final long OWN_ELECTION_MS = 2_000;

  /** How long a failover waits until a replica is known to be good enough. */
  private static final long SELECTION_MS = 5_000;

  /** How long a node goes on with what it was told by CLUSTER FAILOVER; Redis's, and some more. */
  private static final long MANUAL_FAILOVER_MS = 5_500;

  private static final String STILL_REACHED =
      "nodes of the cluster that can be asked still reach its master";

  private final Self self;
  private final Outbox out;
  private final Registry registry;
  private final LinkCare links;
  private final Restraint restraint;
  private final Failovers failovers;
  private final Clusters clusters;
  private MasterGroup group;

  ShardFailovers(
      Self self,
      Outbox out,
      Registry registry,
      LinkCare links,
      Restraint restraint,
      Failovers failovers,
      Clusters clusters) {
    this.self = self;
    this.out = out;
    this.registry = registry;
    this.links = links;
    this.restraint = restraint;
    this.failovers = failovers;
    this.clusters = clusters;
  }

  // On order.

  /** {@code SENTINEL FAILOVER} of a shard: the best replica is told, and the master helps it. */
  AdminAnswer.Code order(MasterGroup which) {
    if (which.failover().isRunning()) {
      return AdminAnswer.Code.FAILOVER_IN_PROGRESS;
    }
    if (which.master().isSDown() || !which.master().link().isUp()) {
      return AdminAnswer.Code.NO_GOOD_MASTER;
    }
    ReplicaSelection selection = selection(which, false);
    if (selection.chosen().isEmpty() && !canBeAsked(which)) {
      failovers.tellRefusals(which, selection);
      return AdminAnswer.Code.NO_GOOD_REPLICA;
    }
    out.master(EventType.TRY_FAILOVER, which, "ordered");
    if (selection.chosen().isPresent()) {
      choose(which, selection.chosen().get(), Order.PLAIN);
    } else {
      // What is known of its replicas may be from before the last failover.
      which.failover(
          new FailoverState.SelectReplica(self.currentEpoch, self.now, self.now, Order.PLAIN));
      askAnew(which);
    }
    return AdminAnswer.Code.OK;
  }

  /** Whether one may turn out to be good enough before an order is given up. */
  private boolean canBeAsked(MasterGroup which) {
    ShardCandidates candidates = candidates(which);
    return which.replicas().values().stream()
        .filter(replica -> replica.link().isUp() && !replica.isSDown())
        .anyMatch(replica -> candidates.mayStandAgainAt(replica) < self.now + SELECTION_MS);
  }

  /** Its replicas say how far they are, all of its nodes how they see the cluster. */
  private void askAnew(MasterGroup which) {
    which.replicas().values().stream()
        .filter(replica -> !replica.isInfoInFlight())
        .forEach(links::askNow);
    clusters.askNow(clusters.of(which), which);
  }

  private void selectOrdered(FailoverState.SelectReplica state) {
    if (group.master().isSDown()) {
      failovers.abort(group, EventType.ABORT_NO_GOOD_REPLICA, "the master is down");
      return;
    }
    ReplicaSelection selection = selection(group, false);
    if (selection.chosen().isPresent()) {
      choose(group, selection.chosen().get(), state.order());
    } else {
      lookAgain(state, selection);
    }
  }

  private void lookAgain(FailoverState.SelectReplica state, ReplicaSelection selection) {
    if (registry.groupAgenda.isDue(state.since() + SELECTION_MS)) {
      failovers.tellRefusals(group, selection);
      failovers.abort(group, EventType.ABORT_NO_GOOD_REPLICA, "no replica may take over");
    } else if (registry.groupAgenda.isDue(state.askedAt() + LOOK_MS)) {
      group.failover(
          new FailoverState.SelectReplica(state.epoch(), state.since(), self.now, state.order()));
      askAnew(group);
    }
  }

  private ReplicaSelection selection(MasterGroup which, boolean isRescue) {
    return candidates(which).select(isRescue);
  }

  private ShardCandidates candidates(MasterGroup which) {
    WatchedCluster cluster = clusters.of(which);
    Shard shard = cluster.shard(which).orElseThrow();
    return new ShardCandidates(cluster, shard, self.timing, self.now);
  }

  private void choose(MasterGroup which, DataNode chosen, Order order) {
    chosen.promoted(true);
    out.node(EventType.SELECTED_REPLICA, which, chosen, "offset " + chosen.replOffset());
    which.failover(
        new FailoverState.SendReplicaofNoOne(self.currentEpoch, self.now, chosen, order, self.now));
    registry.touch(which);
  }

  // Whether a rescue is due.

  /** Whether this coordinator may stand for election, to rescue a shard. */
  boolean mayStand(MasterGroup which) {
    if (!isDue(which)) {
      return false;
    }
    WatchedCluster cluster = clusters.of(which);
    if (isElecting(cluster)) {
      registry.groupAgenda.wakeAt(cluster.epochRoseAt + OWN_ELECTION_MS);
      return false;
    }
    boolean isItsTurn = mayBeRescued(cluster, which) && !mustWait(cluster, which);
    if (!isItsTurn || means(cluster).isEmpty()) {
      registry.groupAgenda.wakeAt(self.now + LOOK_MS);
      return false;
    }
    return true;
  }

  /** Whether the master of a shard has been down for so long that it is to be rescued. */
  private boolean isDue(MasterGroup which) {
    long rescueAfterMs = clusters.of(which).config.rescueAfterMs();
    return rescueAfterMs > 0
        && which.isODown()
        && registry.groupAgenda.isDue(which.oDownSince() + rescueAfterMs);
  }

  /** Whether the cluster has begun an election of its own that may still succeed. */
  private boolean isElecting(WatchedCluster cluster) {
    return cluster.epochRoseAt != Link.NEVER && self.now - cluster.epochRoseAt < OWN_ELECTION_MS;
  }

  /** Why it may not is said once for each outage. */
  private boolean mayBeRescued(WatchedCluster cluster, MasterGroup which) {
    Shard shard = cluster.shard(which).orElseThrow();
    boolean isHeldUp = cluster.isHeldUp(shard.master);
    ReplicaSelection selection = selection(which, true);
    boolean hasOne = selection.chosen().isPresent();
    long dueAt = which.oDownSince() + cluster.config.rescueAfterMs();
    boolean isToBeSaid =
        shard.refusedIn != which.oDownSince() && self.now >= dueAt + OWN_ELECTION_MS;
    if (isToBeSaid && (isHeldUp || !hasOne)) {
      shard.refusedIn = which.oDownSince();
      failovers.tellRefusals(which, selection);
      out.master(
          EventType.RESCUE_IMPOSSIBLE,
          which,
          isHeldUp ? STILL_REACHED : "no replica may take over");
    }
    return hasOne && !isHeldUp;
  }

  /** One shard after the other: of those that are due, in the order of their names everywhere. */
  private boolean mustWait(WatchedCluster cluster, MasterGroup which) {
    for (Shard other : cluster.shards.values()) {
      boolean isBefore = other.group.name().compareTo(which.name()) < 0;
      if (other.group.failover().isRunning() || (isBefore && comesFirst(cluster, other.group))) {
        return true;
      }
    }
    return false;
  }

  private boolean comesFirst(WatchedCluster cluster, MasterGroup other) {
    boolean isToBeRescued =
        other.isODown()
            && self.now >= other.oDownSince() + cluster.config.rescueAfterMs()
            && !restraint.isOn(other)
            && !isHeldUp(other)
            && selection(other, true).chosen().isPresent();
    boolean mayBeUnderWay =
        other.votedAt() != Link.NEVER
            && self.now - other.votedAt() < other.settings().failoverTimeoutMs();
    return isToBeRescued && (self.now >= other.quietUntil() || mayBeUnderWay);
  }

  private boolean isHeldUp(MasterGroup which) {
    WatchedCluster cluster = clusters.of(which);
    return cluster.isHeldUp(cluster.shard(which).orElseThrow().master);
  }

  /**
   * What a replica is to be told, by the masters that are left: those of whom a quorum of
   * coordinators has agreed that they are down are not, unless nodes that can be asked still reach
   * them: they can vote. Empty: it is in dispute whether they are a majority.
   */
  private Optional<Promotion> means(WatchedCluster cluster) {
    int all = cluster.picture.owners().size();
    int lost = 0;
    int alive = 0;
    for (ClusterPicture.Node owner : cluster.picture.owners()) {
      Optional<MasterGroup> its = cluster.groupOf(owner.id());
      boolean isHeldUp = cluster.isHeldUp(owner.id());
      boolean isLinked =
          its.filter(g -> g.master().link().isUp() && !g.master().isSDown()).isPresent();
      lost += its.filter(MasterGroup::isODown).isPresent() && !isHeldUp ? 1 : 0;
      alive += isLinked || isHeldUp ? 1 : 0;
    }
    int majority = all / 2 + 1;
    if (alive >= majority) {
      return Optional.of(Promotion.FORCE);
    }
    boolean isLost = all - lost < majority && !cluster.isMajorityReached();
    return isLost ? Optional.of(Promotion.TAKEOVER) : Optional.empty();
  }

  // The steps.

  /** Goes on with a shard's failover, if there is one, as far as it can now. */
  void advance(MasterGroup which) {
    FailoverState before;
    do {
      group = which;
      before = group.failover();
      before.dispatchTo(this);
    } while (group.failover() != before);
  }

  @Override
  public void inWaitStart(FailoverState.WaitStart state) {
    if (group.isODown()) {
      failovers.stand(group);
    } else {
      failovers.abort(group, EventType.ABORT_NOT_ELECTED, "the master is back");
    }
  }

  @Override
  public void inSelectReplica(FailoverState.SelectReplica state) {
    if (state.order() != Order.NONE) {
      selectOrdered(state);
      return;
    }
    if (!group.isODown()) {
      failovers.abort(group, EventType.ABORT_NOT_ELECTED, "the master is back");
      return;
    }
    if (Failovers.isInfoMissing(group, state.askedAt())
        && !registry.groupAgenda.isDue(state.since() + FRESH_INFO_MS)) {
      return;
    }
    ReplicaSelection selection = selection(group, true);
    boolean mayBeTold = selection.chosen().isPresent() && !isElecting(clusters.of(group));
    if (mayBeTold) {
      failovers.tellRefusals(group, selection);
      choose(group, selection.chosen().get(), Order.NONE);
    } else {
      // It may not have heard yet of the epoch that the last rescue began.
      lookAgain(state, selection);
    }
  }

  @Override
  public void inSendReplicaofNoOne(FailoverState.SendReplicaofNoOne state) {
    DataNode chosen = state.chosen();
    if (!registry.groupAgenda.isDue(state.notBefore())) {
      return;
    }
    boolean isRescue = state.order() == Order.NONE;
    if (isRescue && (!group.isODown() || isHeldUp(group))) {
      String reason = group.isODown() ? STILL_REACHED : "the master is back";
      failovers.abort(group, EventType.ABORT_REPLICA_TIMEOUT, reason);
      return;
    }
    Optional<Promotion> how = isRescue ? means(clusters.of(group)) : Optional.of(Promotion.PLANNED);
    if (!self.maySwear() || !chosen.link().isUp() || how.isEmpty()) {
      failovers.abort(group, EventType.ABORT_REPLICA_TIMEOUT, "it can't be told");
      return;
    }
    out.event(
        isRescue ? EventType.RESCUE : EventType.SHARD_FAILOVER,
        group,
        Outbox.wording(group, chosen) + " #" + how.get().name().toLowerCase(Locale.ROOT),
        isRescue ? whyRescued(how.get()) : "ordered");
    out.add(new Effect.PromoteInShard(chosen.link().id(), how.get()));
    chosen.markTold(self.now);
    links.askNow(chosen);
    group.failover(
        new FailoverState.WaitPromotion(
            state.epoch(), state.since(), chosen, state.order(), self.now));
  }

  private String whyRescued(Promotion how) {
    return "its master is down for "
        + (self.now - group.oDownSince())
        + " ms, and the cluster has not replaced it; "
        + (how == Promotion.FORCE
            ? "a majority of masters is left to vote"
            : "no majority of masters is left to vote");
  }

  /** What it waits for is seen in what the cluster says: {@link Shards} ends it. */
  @Override
  public void inWaitPromotion(FailoverState.WaitPromotion state) {
    if (state.chosen().isSDown()) {
      failovers.abort(group, EventType.ABORT_REPLICA_TIMEOUT, "the chosen replica is down");
    } else if (registry.groupAgenda.isDue(state.toldAt() + MANUAL_FAILOVER_MS)) {
      failovers.abort(
          group,
          EventType.ABORT_REPLICA_TIMEOUT,
          "not promoted within " + (self.now - state.toldAt()) + " ms");
    }
  }

  /** A replica has said what it thinks of being told to become master. */
  void onReply(MasterGroup which, DataNode node, Optional<String> error) {
    boolean isAwaited =
        which.failover() instanceof FailoverState.WaitPromotion state && state.chosen() == node;
    if (isAwaited && error.isPresent()) {
      failovers.abort(which, EventType.ABORT_REPLICA_TIMEOUT, "it refused: " + error.get());
    }
  }

  @Override
  public void inPauseMaster(FailoverState.PauseMaster state) {
    throw new IllegalStateException("a shard's master hands over by itself");
  }

  @Override
  public void inAwaitSync(FailoverState.AwaitSync state) {
    throw new IllegalStateException("a shard's master hands over by itself");
  }

  @Override
  public void inAwaitHandOver(FailoverState.AwaitHandOver state) {
    throw new IllegalStateException("a shard's master hands over by itself");
  }

  @Override
  public void inReconfReplicas(FailoverState.ReconfReplicas state) {
    throw new IllegalStateException("a shard's replicas turn to the new master by themselves");
  }
}
