package io.vedette.tests.simulation.invariant;

import io.vedette.quorum.Effect;
import io.vedette.quorum.Event;
import io.vedette.quorum.EventType;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.LinkTarget;
import io.vedette.quorum.view.CoordinatorView;
import io.vedette.quorum.view.NodeView;
import io.vedette.tests.simulation.world.Knowledge;
import io.vedette.tests.simulation.world.VedetteProcess;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** See {@link #sentence()}. */
final class TiltIsIdle extends Invariant {
  /** What had arrived meanwhile is no news. */
  private static final long BACKLOG_MS = 500;

  private final Orders orders;

  /** Since when each has to be idle, in its own time. */
  private final Map<VedetteProcess, Long> since = new HashMap<>();

  TiltIsIdle(Orders orders) {
    this.orders = orders;
  }

  @Override
  public String sentence() {
    return "A coordinator whose own time was lost, for longer than it can explain, only observes"
        + " for the TILT period, or until a majority of each group has said hello since: it stands"
        + " for no election unless it is ordered to, orders nothing and calls nobody down.";
  }

  @Override
  public void onStart(VedetteProcess who, CoordinatorView from) {
    since.remove(who);
  }

  @Override
  public void onStep(VedetteProcess who, int taken, long lateMs, List<Effect> decided) {
    var process = who.view().process();
    if (lateMs > process.timing().tiltTriggerMs()) {
      since.put(who, who.decidedAt() - who.lastExcusedMs());
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
    boolean isAct =
        event.type() == EventType.SDOWN
            || (event.type() == EventType.TRY_FAILOVER
                && !orders.isOrdered(who, who.seen(event.group().orElseThrow()).orElseThrow()));
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
    Long begin = since.get(who);
    boolean isIdle =
        begin != null
            && who.decidedAt() < begin + who.view().process().timing().tiltPeriodMs()
            && !isUpToDate(who, begin + BACKLOG_MS);
    if (!isIdle) {
      since.remove(who);
    }
    return isIdle;
  }

  private static boolean isUpToDate(VedetteProcess who, long from) {
    return who.decidedAt() >= from
        && who.view().groups().stream()
            .allMatch(group -> hasHeardMajority(who.knowledge().group(group.name()), from));
  }

  private static boolean hasHeardMajority(Knowledge.Group group, long from) {
    int heard = 1;
    for (Knowledge.Peer peer : group.peers().values()) {
      heard += peer.helloAt() >= from ? 1 : 0;
    }
    return heard > (group.everKnown().size() + 1) / 2;
  }
}
