package io.vedette.tests.simulation.invariant;

import io.vedette.quorum.Effect;
import io.vedette.quorum.EventType;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.Role;
import io.vedette.quorum.options.GroupOption;
import io.vedette.quorum.view.CoordinatorView;
import io.vedette.quorum.view.Flag;
import io.vedette.quorum.view.GroupView;
import io.vedette.quorum.view.NodeView;
import io.vedette.quorum.view.PeerView;
import io.vedette.tests.simulation.scenario.Choices;
import io.vedette.tests.simulation.world.Knowledge;
import io.vedette.tests.simulation.world.VedetteProcess;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** See {@link #sentence()}. */
final class DownOnlyAfterSilence extends Invariant {
  private static final int REFUSALS = 3;
  private static final int INFO_PERIODS = 2;
  private static final long LOSS_COUNTS_MS = 10_000;

  private final Map<Watch, Long> losses = new HashMap<>();

  private record Watch(VedetteProcess who, GroupName group) {}

  @Override
  public String sentence() {
    return "Nobody is called down who has answered a PING within down-after, but for a master that"
        + " has said for longer than two INFO periods that it is none, one that has been loading"
        + " for longer than master-reboot-down-after-period, one that goes on refusing connections"
        + " (crash-detection), and one that has just lost data (failover-on-data-loss).";
  }

  @Override
  public void onStep(VedetteProcess who, int taken, long lateMs, List<Effect> decided) {
    for (Effect effect : decided) {
      if (effect instanceof Effect.Publish publish
          && publish.event().type() == EventType.DATA_LOST) {
        losses.put(new Watch(who, publish.event().group().orElseThrow()), who.decidedAt());
      }
    }
  }

  @Override
  public void onView(VedetteProcess who, CoordinatorView view) {
    for (GroupView group : who.changed()) {
      Knowledge.Group known = who.knowledge().group(group.name());
      check(who, group, group.master(), known.node(group.published()));
      for (NodeView replica : group.replicas()) {
        check(who, group, replica, known.node(replica.address()));
      }
      for (PeerView peer : group.peers()) {
        if (isNew(who, peer.sDownSince())) {
          long answered = who.knowledge().peer(peer.runId()).goodAnswerAt();
          requireSilence(who, group, peer.runId().toString(), answered);
        }
      }
    }
  }

  private static boolean isNew(VedetteProcess who, long sDownSince) {
    return sDownSince != NodeView.NEVER && sDownSince == who.decidedAt();
  }

  private void check(VedetteProcess who, GroupView group, NodeView node, Knowledge.Node known) {
    boolean isMaster = !node.flags().contains(Flag.REPLICA);
    long wrongMs =
        group.settings().downAfterMs()
            + INFO_PERIODS * who.view().process().timing().infoPeriodMs();
    boolean isUnfit =
        isMaster
            && known.role().filter(Role.REPLICA::equals).isPresent()
            && who.decidedAt() - known.roleSince() >= wrongMs;
    if (isNew(who, node.sDownSince()) && !isUnfit && !isChosen(who, group, known, isMaster)) {
      requireSilence(who, group, node.address().toString(), known.goodAnswerAt());
    }
  }

  /** Whether it is called down by an option that is chosen, with the reason it has for that. */
  private boolean isChosen(
      VedetteProcess who, GroupView group, Knowledge.Node known, boolean isMaster) {
    Choices choices = who.choices();
    long confirmMs = GroupOption.CRASH_DETECTION_CONFIRM_MS.defaultValue();
    boolean hasCrashed =
        choices.crashDetection()
            && known.refusals() >= REFUSALS
            && who.decidedAt() - known.refusedSince() >= confirmMs;
    Long lostAt = losses.get(new Watch(who, group.name()));
    boolean hasLostData =
        choices.minds()
            && isMaster
            && lostAt != null
            && who.decidedAt() - lostAt <= LOSS_COUNTS_MS
            && known.rebootedAt() <= lostAt;
    long patienceMs = group.settings().masterRebootDownAfterMs();
    boolean isRebooting =
        isMaster
            && patienceMs > 0
            && known.rebootedAt() >= known.pongAt()
            && who.decidedAt() - known.rebootedAt() >= patienceMs;
    return hasCrashed || hasLostData || isRebooting;
  }

  private void requireSilence(VedetteProcess who, GroupView group, String whom, long answered) {
    long silence = who.decidedAt() - answered;
    require(
        silence >= group.settings().downAfterMs(),
        () -> who.name() + " calls " + whom + " down, which answered " + silence + " ms ago");
  }
}
