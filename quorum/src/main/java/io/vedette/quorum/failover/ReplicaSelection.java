package io.vedette.quorum.failover;

import io.vedette.quorum.model.DataLoss;
import io.vedette.quorum.model.DataNode;
import io.vedette.quorum.model.LastKnown;
import io.vedette.quorum.model.Link;
import io.vedette.quorum.model.MasterGroup;
import io.vedette.quorum.model.NodeInfo;
import io.vedette.quorum.model.Role;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.model.Timing;
import io.vedette.quorum.options.GroupOption;
import io.vedette.quorum.options.OptionValues;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which replica is promoted, by Sentinel's rules, and why each of the others is not.
 *
 * <p>Best is the lowest priority, then the highest replication offset, then the smallest run id
 * (without regard to case, an unknown one last). Beyond Sentinel, a replica with another dataset is
 * out, and one that lags too far behind the furthest if there is such a limit.
 *
 * @param chosen the best replica; empty: none is good enough
 * @param refusals why each replica that is out is out: by address, those that lag last
 */
public record ReplicaSelection(Optional<DataNode> chosen, List<Refusal> refusals) {
  /** How many PING periods old the last answer of a candidate may be. */
  private static final int PING_PERIODS = 5;

  /** How many INFO periods old its INFO may be while the master is up. */
  private static final int INFO_PERIODS = 3;

  /** How many down-after its link to the master may have been down before the master was. */
  private static final int DOWN_AFTER_PERIODS = 10;

  private static final Comparator<DataNode> BEST_FIRST =
      Comparator.comparingInt(DataNode::priority)
          .thenComparing(Comparator.comparingLong(DataNode::replOffset).reversed())
          .thenComparing(
              node -> node.runId().map(RunId::value).map(id -> id.toLowerCase(Locale.ROOT)),
              (a, b) ->
                  a.isPresent() && b.isPresent()
                      ? a.get().compareTo(b.get())
                      : Boolean.compare(a.isEmpty(), b.isEmpty()));

  /**
   * A replica that is out.
   *
   * @param replica which
   * @param reason why, in words for an operator
   */
  public record Refusal(DataNode replica, String reason) {}

  /** Chooses among the group's replicas as they are known now. */
  public static ReplicaSelection of(MasterGroup group, Timing timing, long now) {
    List<DataNode> good = new ArrayList<>();
    List<Refusal> refusals = new ArrayList<>();
    for (DataNode replica : group.replicas().values()) {
      Optional<String> reason = refusal(replica, group, timing, now);
      if (reason.isPresent()) {
        refusals.add(new Refusal(replica, reason.get()));
      } else {
        good.add(replica);
      }
    }
    refuseEmptied(good, refusals, group);
    refuseLaggards(good, refusals, group.options().get(GroupOption.MAX_CANDIDATE_LAG_BYTES));
    good.sort(BEST_FIRST);
    return new ReplicaSelection(good.stream().findFirst(), List.copyOf(refusals));
  }

  /** Who has lost the group's data is better than nobody, but not than one who has it. */
  private static void refuseEmptied(
      List<DataNode> good, List<Refusal> refusals, MasterGroup group) {
    if (!group.options().get(GroupOption.CHECK_CANDIDATE_LINEAGE)) {
      return;
    }
    List<DataNode> emptied =
        good.stream()
            .filter(replica -> replica.info().filter(group.lineage()::isEmptied).isPresent())
            .toList();
    if (emptied.size() < good.size()) {
      good.removeAll(emptied);
      emptied.forEach(
          replica ->
              refusals.add(
                  new Refusal(
                      replica, "it does not have the group's data any more, which another has")));
    }
  }

  /** The furthest of the good ones is never refused: the limit alone keeps nobody from leading. */
  private static void refuseLaggards(List<DataNode> good, List<Refusal> refusals, long maxLag) {
    if (maxLag == 0) {
      return;
    }
    long furthest = good.stream().mapToLong(DataNode::replOffset).max().orElse(0);
    for (DataNode replica : List.copyOf(good)) {
      long lag = furthest - replica.replOffset();
      if (lag > maxLag) {
        good.remove(replica);
        refusals.add(
            new Refusal(
                replica, "it lags " + lag + " bytes behind the furthest, more than " + maxLag));
      }
    }
  }

  /** What a candidate lacks of the data that the group's master had; empty: nothing is known. */
  public static Optional<String> lackOf(DataNode candidate, MasterGroup group, long now) {
    Optional<LastKnown> known = lossOf(group, now).map(DataLoss::before).or(group::lastKnownNow);
    return candidate
        .info()
        .flatMap(info -> known.flatMap(data -> data.lackOf(info, candidate.replOffset())));
  }

  /** Whether better data is worth waiting for, or may still be had. */
  private static Optional<String> whyNotItsData(DataNode replica, MasterGroup group, long now) {
    OptionValues options = group.options();
    Optional<DataLoss> loss = lossOf(group, now);
    if (options.get(GroupOption.FAILOVER_ON_DATA_LOSS)
        && loss.isPresent()
        && !loss.get().isStillWith(replica)
        && group.replicas().values().stream().anyMatch(loss.get()::isStillWith)) {
      return Optional.of("it does not have the data that the master has lost");
    }
    long awaitMs = options.get(GroupOption.AWAIT_NEWEST_MS);
    if (awaitMs == 0
        || !group.isODown()
        || isWithoutMasterFor(group, awaitMs, now)
        || !hasComeBackSince(replica, group.master())) {
      return Optional.empty();
    }
    return lackOf(replica, group, now)
        .map(lack -> lack + "; newer data may come back within " + awaitMs + " ms");
  }

  private static Optional<DataLoss> lossOf(MasterGroup group, long now) {
    return group.dataLoss().filter(loss -> now < loss.until());
  }

  private static boolean isWithoutMasterFor(MasterGroup group, long ms, long now) {
    return ms != 0 && group.isODown() && now - group.oDownSince() >= ms;
  }

  /** Whether it was not there when the master went down, or nobody was here to see that. */
  private static boolean hasComeBackSince(DataNode replica, DataNode master) {
    return master.infoAt() == Link.NEVER || replica.link().upAt() > master.link().lastOkReplyAt();
  }

  /**
   * For how long nobody can have followed the master. Unlike in Sentinel, also since it first said
   * that it is a replica: before it is called down for that, more may go by than replicas may be
   * cut off, and none would ever be promoted.
   */
  private static long withoutMasterMs(DataNode master, long now) {
    long down = master.isSDown() ? now - master.sDownSince() : 0;
    long replica = master.roleReported() == Role.REPLICA ? now - master.roleReportedAt() : 0;
    return Math.max(down, replica);
  }

  private static Optional<String> refusal(
      DataNode replica, MasterGroup group, Timing timing, long now) {
    Link link = replica.link();
    if (replica.isSDown()) {
      return Optional.of("it is down");
    }
    if (!link.isUp()) {
      return Optional.of("there is no link to it");
    }
    if (!group.master().isSDown() && group.isMasterItself(replica)) {
      return Optional.of("it is the master itself, under another address");
    }
    if (replica.priority() == 0) {
      return Optional.of("its priority is 0");
    }
    long silence = now - link.lastOkReplyAt();
    if (silence > PING_PERIODS * timing.pingPeriodMs()) {
      return Optional.of("it last answered a PING " + silence + " ms ago");
    }
    long infoMayBeOld =
        group.master().isSDown()
            ? PING_PERIODS * timing.pingPeriodMs()
            : INFO_PERIODS * timing.infoPeriodMs();
    if (replica.infoAt() == Link.NEVER) {
      return Optional.of("it has not answered INFO yet");
    }
    if (now - replica.infoAt() > infoMayBeOld) {
      return Optional.of("its INFO is " + (now - replica.infoAt()) + " ms old");
    }
    Optional<NodeInfo> foreign = replica.info().filter(group.lineage()::isForeign);
    if (foreign.isPresent() && group.options().get(GroupOption.CHECK_CANDIDATE_LINEAGE)) {
      return Optional.of(
          "its data is not of the master's lineage: its replication id is "
              + foreign.get().replId());
    }
    Optional<String> lack = whyNotItsData(replica, group, now);
    if (lack.isPresent()) {
      return lack;
    }
    if (isWithoutMasterFor(group, group.options().get(GroupOption.PROMOTE_BEST_AFTER_MS), now)) {
      return Optional.empty();
    }
    long mayBeCutOff =
        DOWN_AFTER_PERIODS * group.settings().downAfterMs() + withoutMasterMs(group.master(), now);
    if (replica.masterLinkDownMs() > mayBeCutOff) {
      return Optional.of(
          "its link to the master has been down for "
              + replica.masterLinkDownMs()
              + " ms, more than "
              + mayBeCutOff);
    }
    return Optional.empty();
  }
}
