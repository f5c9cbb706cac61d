package io.vedette.quorum;

import io.vedette.quorum.cluster.ClusterPicture;
import io.vedette.quorum.cluster.ClusterReport;
import io.vedette.quorum.cluster.NodeId;
import io.vedette.quorum.cluster.NodeLine;
import io.vedette.quorum.cluster.SlotSet;
import io.vedette.quorum.failover.Lineage;
import io.vedette.quorum.failover.ReplicaSelection;
import io.vedette.quorum.failover.ReplicaSelection.Refusal;
import io.vedette.quorum.model.DataNode;
import io.vedette.quorum.model.Link;
import io.vedette.quorum.model.NodeInfo;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.model.Timing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which replica of a shard is to become its master, and why each of the others is not: the one that
 * has read most of the master's stream. Replica priority is nothing to a cluster.
 */
final class ShardCandidates {
  /** How many PING periods old the last answer of a candidate may be. */
  private static final int PING_PERIODS = 5;

  /** How many INFO periods old its INFO may be while the master is up. */
  private static final int INFO_PERIODS = 3;

  /**
   * A node of a cluster begins no election in so many of its node timeouts after its last one, nor
   * in less than the time below; one that is told to meanwhile does not answer its master in time,
   * or counts the votes of the last one, and the cluster does not believe it.
   */
  private static final int ELECTION_TIMEOUTS = 4;

  private static final long LEAST_BETWEEN_ELECTIONS_MS = 4_000;

  private static final Comparator<DataNode> BEST_FIRST =
      Comparator.comparingLong(DataNode::replOffset)
          .reversed()
          .thenComparing(node -> node.runId().map(RunId::value).orElse("~"));

  private final WatchedCluster cluster;
  private final Shard shard;
  private final Timing timing;
  private final long now;

  ShardCandidates(WatchedCluster cluster, Shard shard, Timing timing, long now) {
    this.cluster = cluster;
    this.shard = shard;
    this.timing = timing;
    this.now = now;
  }

  /**
   * Chooses.
   *
   * @param isRescue whether it is to go without the master: else that one helps
   */
  ReplicaSelection select(boolean isRescue) {
    List<DataNode> good = new ArrayList<>();
    List<Refusal> refusals = new ArrayList<>();
    for (DataNode replica : shard.group.replicas().values()) {
      Optional<String> why = refusal(replica, isRescue);
      if (why.isPresent()) {
        refusals.add(new Refusal(replica, why.get()));
      } else {
        good.add(replica);
      }
    }
    good.sort(BEST_FIRST);
    return new ReplicaSelection(good.stream().findFirst(), List.copyOf(refusals));
  }

  private Optional<String> refusal(DataNode replica, boolean isRescue) {
    return whyOutOfReach(replica)
        .or(() -> isRescue ? Optional.empty() : whyTooSoon(replica))
        .or(() -> whyWithoutData(replica, isRescue))
        .or(() -> whyStale(replica, isRescue));
  }

  private Optional<String> whyOutOfReach(DataNode replica) {
    Link link = replica.link();
    long silence = now - link.lastOkReplyAt();
    if (replica.isSDown()) {
      return Optional.of("it is down");
    }
    if (!link.isUp()) {
      return Optional.of("there is no link to it");
    }
    return silence > PING_PERIODS * timing.pingPeriodMs()
        ? Optional.of("it last answered a PING " + silence + " ms ago")
        : Optional.empty();
  }

  private Optional<String> whyWithoutData(DataNode replica, boolean isRescue) {
    if (replica.info().isEmpty()) {
      return Optional.of("it has not answered INFO yet");
    }
    NodeInfo info = replica.info().get();
    long mayBeOld =
        isRescue ? PING_PERIODS * timing.pingPeriodMs() : INFO_PERIODS * timing.infoPeriodMs();
    if (now - replica.infoAt() > mayBeOld) {
      return Optional.of("its INFO is " + (now - replica.infoAt()) + " ms old");
    }
    Lineage lineage = shard.group.lineage();
    boolean isUnfed = replica.replOffset() == 0 && !lineage.isKin(info);
    if (info.isLoading() || info.isSyncing() || isUnfed) {
      return Optional.of("it does not have its master's data yet");
    }
    if (lineage.isForeign(info)) {
      // Its offset may well be the greatest: it counts what another has written.
      return Optional.of("its data is not its master's: its replication id is " + info.replId());
    }
    if (lineage.isEmptied(info)) {
      return Optional.of("it was restarted without its data");
    }
    return !isRescue && !info.masterLinkUp()
        ? Optional.of("its link to the master is down")
        : Optional.empty();
  }

  private Optional<String> whyTooSoon(DataNode replica) {
    long restMs = mayStandAgainAt(replica) - now;
    return restMs > 0
        ? Optional.of("it was elected a moment ago, and can be again in " + restMs + " ms only")
        : Optional.empty();
  }

  /** When a node that has been elected may be elected again; not in the future: now. */
  long mayStandAgainAt(DataNode replica) {
    Optional<NodeId> id = shard.idOf(replica.address());
    Optional<WatchedCluster.Told> told = id.map(cluster.reports::get);
    Long electedAt = id.map(shard.electedAt::get).orElse(null);
    if (electedAt == null || told.isEmpty()) {
      return now;
    }
    long timeoutMs = told.get().report().options().nodeTimeoutMs();
    return timeoutMs == 0
        ? now
        : electedAt + Math.max(LEAST_BETWEEN_ELECTIONS_MS, ELECTION_TIMEOUTS * timeoutMs);
  }

  private Optional<String> whyStale(DataNode replica, boolean isRescue) {
    Optional<NodeId> id = shard.idOf(replica.address());
    Optional<ClusterReport> report = id.map(cluster.reports::get).map(WatchedCluster.Told::report);
    if (report.isEmpty()) {
      return Optional.of("it has not said lately how it sees the cluster");
    }
    if (!report.get().own().master().equals(Optional.of(shard.master))) {
      return Optional.of("it says that it follows another master");
    }
    if (isRescue && report.get().own().refusesFailover()) {
      return Optional.of("cluster-replica-no-failover is set there");
    }
    return isRescue ? whyStale(report.get()) : whyUnknown(id.get());
  }

  /** Its master lets it take over, and masters vote for it, where they know whose replica it is. */
  private Optional<String> whyUnknown(NodeId id) {
    List<NodeId> knowing = new ArrayList<>();
    for (ClusterPicture.Node owner : cluster.picture.owners()) {
      WatchedCluster.Told told = cluster.reports.get(owner.id());
      if (told != null && told.report().isFollower(id, shard.master)) {
        knowing.add(owner.id());
      }
    }
    if (!knowing.contains(shard.master)) {
      return Optional.of("its master has not said lately that it follows it");
    }
    return knowing.size() > cluster.picture.owners().size() / 2
        ? Optional.empty()
        : Optional.of(
            "too few masters have said lately that it follows its master: they must vote");
  }

  /** It would take the slots that it believes its master had, and no others. */
  private Optional<String> whyStale(ClusterReport report) {
    if (report.currentEpoch() < cluster.currentEpoch()) {
      // It would begin an epoch that another has begun.
      return Optional.of("it has not heard of epoch " + cluster.currentEpoch());
    }
    Optional<NodeLine> master = report.line(shard.master);
    SlotSet its = master.map(NodeLine::slots).orElse(SlotSet.NONE);
    SlotSet ofOthers = SlotSet.NONE;
    for (ClusterPicture.Node owner : cluster.picture.owners()) {
      if (!owner.id().equals(shard.master)) {
        ofOthers = ofOthers.and(owner.slots());
      }
    }
    int foreign = its.count() - its.without(ofOthers).count();
    int missing = shard.slots.without(ofOthers).without(its).count();
    boolean isOld = master.isEmpty() || master.get().configEpoch() < shard.slotsEpoch;
    return isOld || foreign > 0 || missing > 0
        ? Optional.of(
            "its view of its master's slots is stale: "
                + missing
                + " are missing, "
                + foreign
                + " are another's by now")
        : Optional.empty();
  }
}
