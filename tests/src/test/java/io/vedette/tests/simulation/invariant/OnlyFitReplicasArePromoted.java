package io.vedette.tests.simulation.invariant;

import io.vedette.quorum.Event;
import io.vedette.quorum.EventType;
import io.vedette.quorum.model.NodeInfo;
import io.vedette.quorum.model.Role;
import io.vedette.quorum.model.Timing;
import io.vedette.quorum.view.Flag;
import io.vedette.quorum.view.GroupView;
import io.vedette.quorum.view.NodeView;
import io.vedette.tests.simulation.scenario.Choices;
import io.vedette.tests.simulation.world.Knowledge;
import io.vedette.tests.simulation.world.RedisServer;
import io.vedette.tests.simulation.world.VedetteProcess;
import io.vedette.tests.simulation.world.World;
import java.util.List;
import java.util.Optional;

/** See {@link #sentence()}. */
final class OnlyFitReplicasArePromoted extends Invariant {
  private static final int PERIODS = 5;
  private static final int CALM_INFO_PERIODS = 3;
  private static final int DOWN_AFTER_PERIODS = 10;

  private World world;

  @Override
  public String sentence() {
    return "No replica is chosen that is down, silent, of priority 0, of another lineage than the"
        + " master's, or that has been cut off from its master for too long; nor one that has lost"
        + " its data where another has it; nor one of the same stream as another that is to be"
        + " preferred by priority or is further, or that lags too far behind it.";
  }

  @Override
  public void onBegin(World begun) {
    world = begun;
  }

  @Override
  public void onEvent(VedetteProcess who, Event event) {
    if (event.type() == EventType.SELECTED_REPLICA) {
      GroupView group = who.seen(event.group().orElseThrow()).orElseThrow();
      for (NodeView node : group.replicas()) {
        if (node.flags().contains(Flag.PROMOTED)) {
          check(who, group, node);
        }
      }
    }
  }

  private void check(VedetteProcess who, GroupView group, NodeView chosen) {
    Optional<String> fault = fault(who, group, chosen);
    require(
        fault.isEmpty(), () -> who.name() + " chooses " + chosen.address() + ": " + fault.get());
    NodeInfo best = info(who, group, chosen);
    if (who.choices().checksLineage()) {
      checkLineage(who, group, chosen, best);
    }
    for (NodeView other : group.replicas()) {
      if (fault(who, group, other).isEmpty()) {
        NodeInfo its = info(who, group, other);
        require(
            !its.replId().equals(best.replId()) || !isBetter(who.choices(), its, best),
            () ->
                "%s chooses %s (priority %d, offset %d) before %s (%d, %d)"
                    .formatted(
                        who.name(),
                        chosen.address(),
                        best.priority(),
                        offset(best),
                        other.address(),
                        its.priority(),
                        offset(its)));
      }
    }
  }

  private void checkLineage(VedetteProcess who, GroupView group, NodeView chosen, NodeInfo info) {
    Knowledge.Group known = who.knowledge().group(group.name());
    require(
        !known.isForeign(info, group.published()),
        () -> who.name() + " chooses " + chosen.address() + " with the data of " + info.replId());
    if (!known.node(chosen.address()).isRestarted() || hasData(chosen)) {
      return;
    }
    for (NodeView other : group.replicas()) {
      boolean hasMore =
          fault(who, group, other).isEmpty()
              && hasData(other)
              && !known.node(other.address()).isRestarted()
              && isOfMastersHistory(known, group, info(who, group, other));
      require(
          !hasMore,
          () ->
              "%s chooses %s, which has lost its data, before %s, which has not"
                  .formatted(who.name(), chosen.address(), other.address()));
    }
  }

  /** Whether it has an id in common with the master; with one before that, it may have none. */
  private static boolean isOfMastersHistory(Knowledge.Group known, GroupView group, NodeInfo its) {
    return known
        .node(group.published())
        .info()
        .filter(of -> of.role().equals(Optional.of(Role.MASTER)))
        .filter(of -> List.of(of.replId(), of.replId2()).contains(its.replId()))
        .isPresent();
  }

  private boolean hasData(NodeView node) {
    RedisServer server = world.serverAt(node.address());
    return server != null && server.hasData();
  }

  private static boolean isBetter(Choices choices, NodeInfo its, NodeInfo best) {
    if (choices.shapeSelection()) {
      return choices.maxLagBytes() > 0 && offset(its) - offset(best) > choices.maxLagBytes();
    }
    return its.priority() < best.priority()
        || (its.priority() == best.priority() && offset(its) > offset(best));
  }

  private static long offset(NodeInfo info) {
    return info.master().isPresent() ? info.replOffset() : info.masterReplOffset();
  }

  private static NodeInfo info(VedetteProcess who, GroupView group, NodeView node) {
    return who.knowledge().group(group.name()).node(node.address()).info().orElseThrow();
  }

  /** A replica that a master does not feed which is one itself has not been cut off by that. */
  private static long withoutMasterMs(VedetteProcess who, GroupView group, long now) {
    Knowledge.Node master = who.knowledge().group(group.name()).node(group.master().address());
    boolean isDown = group.master().flags().contains(Flag.S_DOWN);
    boolean isReplica = master.role().equals(Optional.of(Role.REPLICA));
    return Math.max(
        isDown ? now - group.master().sDownSince() : 0, isReplica ? now - master.roleSince() : 0);
  }

  private static boolean isMasterItself(VedetteProcess who, GroupView group, NodeInfo its) {
    Optional<NodeInfo> master =
        who.knowledge().group(group.name()).node(group.master().address()).info();
    return its.runId().isPresent() && master.flatMap(NodeInfo::runId).equals(its.runId());
  }

  private static Optional<String> fault(VedetteProcess who, GroupView group, NodeView node) {
    Timing timing = who.view().process().timing();
    Knowledge.Node known = who.knowledge().group(group.name()).node(node.address());
    boolean isMasterDown = group.master().flags().contains(Flag.S_DOWN);
    long now = who.decidedAt();
    long infoAge =
        isMasterDown ? PERIODS * timing.pingPeriodMs() : CALM_INFO_PERIODS * timing.infoPeriodMs();
    long cutOff =
        DOWN_AFTER_PERIODS * group.settings().downAfterMs() + withoutMasterMs(who, group, now);
    if (node.flags().contains(Flag.S_DOWN) || node.flags().contains(Flag.DISCONNECTED)) {
      return Optional.of("it is down");
    }
    if (now - known.goodAnswerAt() > PERIODS * timing.pingPeriodMs()) {
      return Optional.of("it is silent");
    }
    if (known.info().isEmpty() || now - known.infoAt() > infoAge) {
      return Optional.of("its INFO is too old");
    }
    if (known.info().get().priority() == 0) {
      return Optional.of("its priority is 0");
    }
    if (!isMasterDown && isMasterItself(who, group, known.info().get())) {
      return Optional.of("it is the master itself, under another address");
    }
    return known.info().get().masterLinkDownMs() > cutOff && who.choices().promoteBestMs() == 0
        ? Optional.of("it has been cut off for too long")
        : Optional.empty();
  }
}
