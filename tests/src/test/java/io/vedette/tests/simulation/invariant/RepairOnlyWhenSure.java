package io.vedette.tests.simulation.invariant;

import io.vedette.quorum.Effect;
import io.vedette.quorum.Event;
import io.vedette.quorum.EventType;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.LinkTarget;
import io.vedette.quorum.model.Role;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.model.Timing;
import io.vedette.quorum.view.GroupView;
import io.vedette.tests.simulation.world.Knowledge;
import io.vedette.tests.simulation.world.VedetteProcess;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** See {@link #sentence()}. */
final class RepairOnlyWhenSure extends Invariant {
  private static final int PUBLISH_PERIODS = 4;
  private static final int INFO_PERIODS = 2;
  private static final int FRESH_HELLO_PERIODS = 2;

  /** What a PING and a reconnection may add to the time after which a silent node is down. */
  private static final long SLACK_MS = 2_500;

  private static final long LATE_MS = 100;

  private final Map<Watch, Long> switches = new HashMap<>();

  private final Map<VedetteProcess, List<Lapse>> lapses = new HashMap<>();

  private record Watch(RunId who, GroupName group) {}

  private record Lapse(long at, long ms) {}

  @Override
  public String sentence() {
    return "A server is repointed by the leader of a failover just made, or else only if the master"
        + " has answered and said lately that it is one, and the server has said the wrong"
        + " thing for longer than a newer configuration needs to be heard, or is a master while a"
        + " majority has just confirmed the configuration.";
  }

  @Override
  public void onEvent(VedetteProcess who, Event event) {
    if (event.type() == EventType.PROMOTED_REPLICA) {
      switches.put(new Watch(who.runId(), event.group().orElseThrow()), who.decidedAt());
    } else if (event.type() == EventType.CONFIG_UPDATE_FROM) {
      switches.remove(new Watch(who.runId(), event.group().orElseThrow()));
    } else if (event.type() == EventType.TILT_EXITED) {
      goOn(who);
    }
  }

  /** Time that it has lost is no time in which it has led; who leads now it has heard since. */
  private void goOn(VedetteProcess who) {
    switches.replaceAll(
        (watch, at) -> watch.who().equals(who.runId()) ? Long.valueOf(who.decidedAt()) : at);
  }

  @Override
  public void onStep(VedetteProcess who, int taken, long lateMs, List<Effect> decided) {
    long lostMs = lateMs + who.lastExcusedMs();
    if (lostMs > LATE_MS) {
      goOn(who);
      lapses
          .computeIfAbsent(who, ignored -> new ArrayList<>())
          .add(new Lapse(who.decidedAt(), lostMs));
    }
  }

  /** How much time it has lost since then: nobody's silence counts that it could not have heard. */
  private long lostMs(VedetteProcess who, long since) {
    long lost = 0;
    for (Lapse lapse : lapses.getOrDefault(who, List.of())) {
      lost += lapse.at() >= since ? Math.min(lapse.ms(), lapse.at() - since) + LATE_MS : 0;
    }
    return lost;
  }

  @Override
  public void onCrash(VedetteProcess who) {
    switches.keySet().removeIf(watch -> watch.who().equals(who.runId()));
    lapses.remove(who);
  }

  @Override
  public void onOrder(VedetteProcess who, LinkTarget.DataNode node, Optional<Address> master) {
    GroupView group = who.seen(node.group()).orElseThrow();
    if (master.isEmpty() || isLeading(who, group)) {
      return;
    }
    long now = who.decidedAt();
    Timing timing = who.view().process().timing();
    Knowledge.Group known = who.knowledge().group(node.group());
    Knowledge.Node its = known.node(master.get());
    require(
        its.role().equals(Optional.of(Role.MASTER))
            && now - its.infoAt() <= INFO_PERIODS * timing.infoPeriodMs()
            && now - its.goodAnswerAt()
                <= group.settings().downAfterMs() + SLACK_MS + lostMs(who, its.goodAnswerAt()),
        () -> who.name() + " repoints " + node.address() + " to a master it is not sure of");
    Knowledge.Node own = known.node(node.address());
    boolean isMaster = own.role().equals(Optional.of(Role.MASTER));
    if (isMaster && isConfirmed(who, group, now - FRESH_HELLO_PERIODS * timing.publishPeriodMs())) {
      return;
    }
    long patience =
        isMaster
            ? PUBLISH_PERIODS * timing.publishPeriodMs()
            : group.settings().failoverTimeoutMs();
    long since = isMaster ? own.roleSince() : own.masterSince();
    require(
        now - since > patience,
        () ->
            "%s repoints %s, which has been wrong for %d ms only"
                .formatted(who.name(), node.address(), now - since));
  }

  private static boolean isConfirmed(VedetteProcess who, GroupView group, long since) {
    Knowledge.Group known = who.knowledge().group(group.name());
    int confirmed = 1;
    for (Knowledge.Peer peer : known.peers().values()) {
      confirmed += peer.confirms(group.configEpoch(), since) ? 1 : 0;
    }
    return confirmed > (known.everKnown().size() + 1) / 2;
  }

  private boolean isLeading(VedetteProcess who, GroupView group) {
    Long at = switches.get(new Watch(who.runId(), group.name()));
    return at != null && who.decidedAt() - at <= group.settings().failoverTimeoutMs() + SLACK_MS;
  }
}
