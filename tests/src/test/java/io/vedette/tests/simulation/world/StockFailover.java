package io.vedette.tests.simulation.world;

import io.vedette.quorum.model.Role;
import io.vedette.quorum.model.RunId;
import io.vedette.tests.simulation.world.StockInstance.Reconf;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How a stock Sentinel stands for election and carries a failover through, tick by tick. */
final class StockFailover {
  private static final long ELECTION_MS = 10_000;
  private static final long DESYNC_MS = 1_000;
  private static final long RECONF_MS = 10_000;
  private static final long FRESH_MS = 5_000;

  private enum State {
    NONE,
    WAIT_START,
    SELECT,
    SEND_NO_ONE,
    WAIT_PROMOTION,
    RECONF
  }

  private final StockSentinel self;
  private final StockGroup group;
  private State state = State.NONE;
  private long epoch;
  private long startedAt = Knowledge.NEVER;
  private long changedAt;
  private StockInstance chosen;

  StockFailover(StockSentinel self, StockGroup group) {
    this.self = self;
    this.group = group;
  }

  boolean isRunning() {
    return state != State.NONE;
  }

  void reset() {
    state = State.NONE;
    chosen = null;
    startedAt = Knowledge.NEVER;
  }

  void startedAt(long when) {
    startedAt = when;
  }

  /** The new master, once it is one. */
  Optional<StockInstance> promoted() {
    return state == State.RECONF ? Optional.of(chosen) : Optional.empty();
  }

  private long now() {
    return self.world().now();
  }

  private void enter(State next) {
    state = next;
    changedAt = now();
  }

  boolean beginIfDue() {
    boolean isDue =
        group.isODown()
            && !isRunning()
            && now() - startedAt >= 2 * group.settings().failoverTimeoutMs();
    if (isDue) {
      epoch = self.nextEpoch();
      startedAt = now() + self.random().nextLong(DESYNC_MS);
      enter(State.WAIT_START);
      self.note("+try-failover " + group.name() + " epoch " + epoch);
    }
    return isDue;
  }

  void goOn() {
    switch (state) {
      case NONE -> {}
      case WAIT_START -> waitForVotes();
      case SELECT -> select();
      case SEND_NO_ONE -> promote();
      case WAIT_PROMOTION -> abortIf(isTimedOut());
      case RECONF -> reconfigure();
      default -> throw new IllegalStateException();
    }
  }

  private boolean isTimedOut() {
    return now() - changedAt > group.settings().failoverTimeoutMs();
  }

  private void abortIf(boolean isOver) {
    if (isOver) {
      self.note("-failover-abort " + group.name());
      state = State.NONE;
      chosen = null;
    }
  }

  private void waitForVotes() {
    if (self.isSelf(winner())) {
      self.note("+elected-leader " + group.name() + " epoch " + epoch);
      enter(State.SELECT);
    } else {
      long patience = Math.min(ELECTION_MS, group.settings().failoverTimeoutMs());
      abortIf(now() - startedAt > patience);
    }
  }

  /** Who has a majority and the quorum in this epoch; its own run id stands for nobody else. */
  private RunId winner() {
    Map<RunId, Integer> votes = new TreeMap<>();
    for (StockInstance peer : group.peers().values()) {
      if (peer.leader != null && peer.leaderEpoch == self.currentEpoch()) {
        votes.merge(peer.leader, 1, Integer::sum);
      }
    }
    RunId best = most(votes);
    group.vote(best == null ? self.runId() : best, epoch);
    if (group.leader() != null && group.leaderEpoch() == epoch) {
      votes.merge(group.leader(), 1, Integer::sum);
    }
    RunId winner = most(votes);
    int needed = Math.max((group.peers().size() + 1) / 2 + 1, group.settings().quorum());
    return winner != null && votes.get(winner) >= needed ? winner : NOBODY;
  }

  private static final RunId NOBODY = new RunId("0".repeat(RunId.LENGTH));

  private static RunId most(Map<RunId, Integer> votes) {
    RunId best = null;
    for (Map.Entry<RunId, Integer> each : votes.entrySet()) {
      if (best == null || each.getValue() > votes.get(best)) {
        best = each.getKey();
      }
    }
    return best;
  }

  private void select() {
    StockInstance best = null;
    for (StockInstance each : group.replicas()) {
      if (isGood(each) && (best == null || isBetter(each, best))) {
        best = each;
      }
    }
    if (best == null) {
      abortIf(true);
      return;
    }
    chosen = best;
    chosen.isPromoted = true;
    enter(State.SEND_NO_ONE);
  }

  private boolean isGood(StockInstance each) {
    boolean isMasterDown = group.master().isDown();
    long infoAge = isMasterDown ? FRESH_MS : 30_000;
    long cutOff =
        10 * group.settings().downAfterMs()
            + (isMasterDown ? now() - group.master().sDownSince : 0);
    return !each.isDown()
        && each.isUp()
        && now() - each.pongAt() <= FRESH_MS
        && each.info != null
        && each.info.priority() != 0
        && now() - each.infoAt <= infoAge
        && each.info.masterLinkDownMs() <= cutOff;
  }

  private static boolean isBetter(StockInstance one, StockInstance other) {
    if (one.info.priority() != other.info.priority()) {
      return one.info.priority() < other.info.priority();
    }
    return one.info.replOffset() > other.info.replOffset();
  }

  private void promote() {
    if (chosen.isUp()) {
      self.world().witness().onStockPromotion(group.real(), epoch, chosen.address);
      self.told(chosen, Optional.empty());
      enter(State.WAIT_PROMOTION);
    } else {
      abortIf(isTimedOut());
    }
  }

  /** A replica says that it is a master; whether that was the order. */
  boolean onMasterReported(StockInstance node) {
    if (state != State.WAIT_PROMOTION || node != chosen) {
      return false;
    }
    group.configEpoch(epoch);
    enter(State.RECONF);
    group.pushHello();
    return true;
  }

  /** A replica says whom it follows. */
  void onReplicaReported(StockInstance node) {
    if (state != State.RECONF || node.info.role().orElse(Role.REPLICA) != Role.REPLICA) {
      return;
    }
    boolean follows = node.info.master().equals(Optional.of(chosen.address));
    if (node.reconf == Reconf.SENT && follows) {
      node.reconf = Reconf.IN_PROGRESS;
    }
    if (node.reconf == Reconf.IN_PROGRESS && node.info.masterLinkUp()) {
      node.reconf = Reconf.DONE;
    }
  }

  private void reconfigure() {
    int moving = 0;
    boolean isComplete = true;
    for (StockInstance each : group.replicas()) {
      if (each.reconf == Reconf.SENT && now() - each.reconfSentAt > RECONF_MS) {
        each.reconf = Reconf.DONE;
      }
      boolean isMoving = each.reconf == Reconf.SENT || each.reconf == Reconf.IN_PROGRESS;
      moving += isMoving ? 1 : 0;
      isComplete &= each == chosen || each.reconf == Reconf.DONE || each.isDown();
    }
    boolean isOver = isComplete || isTimedOut();
    for (StockInstance each : group.replicas()) {
      boolean isNext = isOver || moving < group.settings().parallelSyncs();
      if (each != chosen && each.reconf == Reconf.NONE && each.isUp() && isNext) {
        self.told(each, Optional.of(chosen.address));
        each.reconf = Reconf.SENT;
        each.reconfSentAt = now();
        moving++;
      }
    }
    if (isOver) {
      group.switchTo(chosen.address);
    }
  }
}
