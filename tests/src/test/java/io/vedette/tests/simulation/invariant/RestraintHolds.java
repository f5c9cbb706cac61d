package io.vedette.tests.simulation.invariant;

import io.vedette.quorum.Event;
import io.vedette.quorum.EventType;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.view.CoordinatorView;
import io.vedette.quorum.view.Flag;
import io.vedette.quorum.view.GroupView;
import io.vedette.tests.simulation.world.Knowledge;
import io.vedette.tests.simulation.world.VedetteProcess;
import java.util.HashMap;
import java.util.Map;

/** See {@link #sentence()}. */
final class RestraintHolds extends Invariant {
  private final Orders orders;
  private final Map<Watch, Long> switches = new HashMap<>();
  private final Map<Watch, Long> pauses = new HashMap<>();

  private record Watch(RunId who, GroupName group) {}

  RestraintHolds(Orders orders) {
    this.orders = orders;
  }

  @Override
  public String sentence() {
    return "Nobody fails over by itself whom an operator has told to pause, nor before"
        + " min-failover-interval is over since it last saw the group switch; nor does it vote for"
        + " another then while the master is silent.";
  }

  @Override
  public void onStart(VedetteProcess who, CoordinatorView from) {
    switches.keySet().removeIf(watch -> watch.who().equals(who.runId()));
    pauses.keySet().removeIf(watch -> watch.who().equals(who.runId()));
  }

  @Override
  public void onEvent(VedetteProcess who, Event event) {
    if (event.type() == EventType.SWITCH_MASTER) {
      switches.put(watch(who, event), who.decidedAt());
    } else if (event.type() == EventType.MONITOR_REMOVED) {
      switches.remove(watch(who, event));
      pauses.remove(watch(who, event));
    } else if (event.type() == EventType.TRY_FAILOVER) {
      GroupView group = who.seen(event.group().orElseThrow()).orElseThrow();
      if (!orders.isOrdered(who, group)) {
        Watch watch = watch(who, event);
        check(who, "fails over", known(who, event).pausedUntil(), switches.get(watch));
      }
    } else if (event.type() == EventType.FAILOVER_PAUSED) {
      pauses.put(watch(who, event), known(who, event).pausedUntil());
    } else if (event.type() == EventType.FAILOVER_RESUMED) {
      pauses.remove(watch(who, event));
    } else if (event.type() == EventType.VOTE_FOR_LEADER) {
      boolean isForItself = event.payload().startsWith(who.runId().value());
      if (!isForItself && isSilent(who, event.group().orElseThrow())) {
        // It votes before it takes what has come after the question, a pause among it.
        Watch watch = watch(who, event);
        check(who, "votes", pauses.getOrDefault(watch, Knowledge.NEVER), switches.get(watch));
      }
    }
  }

  private static Knowledge.Group known(VedetteProcess who, Event event) {
    return who.knowledge().group(event.group().orElseThrow());
  }

  /** One that answers is replaced by order only, for which votes are given. */
  private static boolean isSilent(VedetteProcess who, GroupName name) {
    GroupView group = who.seen(name).orElseThrow();
    long answeredAt = who.knowledge().group(name).node(group.published()).goodAnswerAt();
    return group.master().flags().contains(Flag.S_DOWN)
        && who.decidedAt() - answeredAt >= 2 * group.settings().downAfterMs();
  }

  private static Watch watch(VedetteProcess who, Event event) {
    return new Watch(who.runId(), event.group().orElseThrow());
  }

  private void check(VedetteProcess who, String what, long pausedUntil, Long switchedAt) {
    long now = who.decidedAt();
    require(
        now >= pausedUntil,
        () ->
            "%s %s %d ms before its pause is over".formatted(who.name(), what, pausedUntil - now));
    require(
        switchedAt == null || now - switchedAt >= who.choices().intervalMs(),
        () -> "%s %s %d ms after the last switch".formatted(who.name(), what, now - switchedAt));
  }
}
