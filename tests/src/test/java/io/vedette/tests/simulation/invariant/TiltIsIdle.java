package io.vedette.tests.simulation.invariant;

import io.vedette.quorum.Effect;
import io.vedette.quorum.Event;
import io.vedette.quorum.EventType;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.LinkTarget;
import io.vedette.quorum.view.CoordinatorView;
import io.vedette.quorum.view.NodeView;
import io.vedette.tests.simulation.world.VedetteProcess;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** See {@link #sentence()}. */
final class TiltIsIdle extends Invariant {
  /** Until when each has to be idle, in its own time. */
  private final Map<VedetteProcess, Long> until = new HashMap<>();

  @Override
  public String sentence() {
    return "A coordinator whose own time was lost, for longer than it can explain, only observes"
        + " for the TILT period: it stands for no election, orders nothing and calls nobody"
        + " down.";
  }

  @Override
  public void onStart(VedetteProcess who, CoordinatorView from) {
    until.remove(who);
  }

  @Override
  public void onStep(VedetteProcess who, int taken, long lateMs, List<Effect> decided) {
    var process = who.view().process();
    if (lateMs > process.timing().tiltTriggerMs()) {
      long since = who.decidedAt() - who.lastExcusedMs();
      until.put(who, since + process.timing().tiltPeriodMs());
    }
  }

  @Override
  public void onView(VedetteProcess who, CoordinatorView view) {
    require(
        !isIdle(who) || view.process().tiltSince() != NodeView.NEVER,
        () -> who.name() + " has lost time and does not say so");
  }

  @Override
  public void onEvent(VedetteProcess who, Event event) {
    boolean isAct = event.type() == EventType.TRY_FAILOVER || event.type() == EventType.SDOWN;
    require(!isAct || !isIdle(who), () -> who.name() + " acts in TILT: " + event.line());
  }

  @Override
  public void onOrder(VedetteProcess who, LinkTarget.DataNode node, Optional<Address> master) {
    require(!isIdle(who), () -> who.name() + " tells " + node.address() + " its role in TILT");
  }

  @Override
  public void onAnswer(VedetteProcess who, Address master, Effect.AnswerPeer answer) {
    require(!answer.masterDown() || !isIdle(who), () -> who.name() + " says in TILT: master down");
  }

  private boolean isIdle(VedetteProcess who) {
    Long end = until.get(who);
    return end != null && who.decidedAt() < end;
  }
}
