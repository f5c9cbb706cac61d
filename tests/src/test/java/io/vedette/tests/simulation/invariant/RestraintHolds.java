package io.vedette.tests.simulation.invariant;

import io.vedette.quorum.Event;
import io.vedette.quorum.EventType;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.view.CoordinatorView;
import io.vedette.quorum.view.GroupView;
import io.vedette.tests.simulation.world.VedetteProcess;
import java.util.HashMap;
import java.util.Map;

/** See {@link #sentence()}. */
final class RestraintHolds extends Invariant {
  private final Orders orders;
  private final Map<Watch, Long> switches = new HashMap<>();

  private record Watch(RunId who, GroupName group) {}

  RestraintHolds(Orders orders) {
    this.orders = orders;
  }

  @Override
  public String sentence() {
    return "Nobody fails over by itself whom an operator has told to pause, nor before"
        + " min-failover-interval is over since it last saw the group switch.";
  }

  @Override
  public void onStart(VedetteProcess who, CoordinatorView from) {
    switches.keySet().removeIf(watch -> watch.who().equals(who.runId()));
  }

  @Override
  public void onEvent(VedetteProcess who, Event event) {
    if (event.type() == EventType.SWITCH_MASTER) {
      switches.put(watch(who, event), who.decidedAt());
    } else if (event.type() == EventType.MONITOR_REMOVED) {
      switches.remove(watch(who, event));
    } else if (event.type() == EventType.TRY_FAILOVER) {
      GroupView group = who.seen(event.group().orElseThrow()).orElseThrow();
      if (!orders.isOrdered(who, group)) {
        check(who, group, switches.get(watch(who, event)));
      }
    }
  }

  private static Watch watch(VedetteProcess who, Event event) {
    return new Watch(who.runId(), event.group().orElseThrow());
  }

  private void check(VedetteProcess who, GroupView group, Long switchedAt) {
    long now = who.decidedAt();
    long pausedUntil = who.knowledge().group(group.name()).pausedUntil();
    require(
        now >= pausedUntil,
        () -> who.name() + " fails over " + (pausedUntil - now) + " ms before its pause is over");
    require(
        switchedAt == null || now - switchedAt >= who.choices().intervalMs(),
        () -> who.name() + " fails over " + (now - switchedAt) + " ms after the last switch");
  }
}
