package io.vedette.tests.simulation.invariant;

import io.vedette.quorum.Event;
import io.vedette.quorum.EventType;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.view.CoordinatorView;
import io.vedette.quorum.view.Flag;
import io.vedette.quorum.view.GroupView;
import io.vedette.tests.simulation.scenario.Choices;
import io.vedette.tests.simulation.world.VedetteProcess;
import java.util.HashMap;
import java.util.Map;

/** See {@link #sentence()}. */
final class RestraintHolds extends Invariant {
  private final Choices choices;
  private final Orders orders;
  private final Map<Watch, Long> switches = new HashMap<>();

  private record Watch(RunId who, GroupName group) {}

  RestraintHolds(Choices choices, Orders orders) {
    this.choices = choices;
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
        check(who, group, switches.get(watch(who, event)), "fails over");
      }
    } else if (event.type() == EventType.VOTE_FOR_LEADER) {
      GroupView group = who.seen(event.group().orElseThrow()).orElseThrow();
      boolean isForItself = event.payload().startsWith(who.runId().value());
      if (!isForItself && isSilent(who, group)) {
        check(who, group, switches.get(watch(who, event)), "votes");
      }
    }
  }

  /** One that answers is replaced by order only, for which votes are given. */
  private static boolean isSilent(VedetteProcess who, GroupView group) {
    long answeredAt =
        who.knowledge().group(group.name()).node(group.published()).goodAnswerAt();
    return group.master().flags().contains(Flag.S_DOWN)
        && who.decidedAt() - answeredAt >= 2 * group.settings().downAfterMs();
  }

  private static Watch watch(VedetteProcess who, Event event) {
    return new Watch(who.runId(), event.group().orElseThrow());
  }

  private void check(VedetteProcess who, GroupView group, Long switchedAt, String what) {
    long now = who.decidedAt();
    long pausedUntil = who.knowledge().group(group.name()).pausedUntil();
    require(
        now >= pausedUntil,
        () -> "%s %s %d ms before its pause is over".formatted(who.name(), what, pausedUntil - now));
    require(
        switchedAt == null || now - switchedAt >= choices.intervalMs(),
        () -> "%s %s %d ms after the last switch".formatted(who.name(), what, now - switchedAt));
  }
}
