package io.vedette.tests.simulation.invariant;

import io.vedette.quorum.Event;
import io.vedette.quorum.EventType;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.view.CoordinatorView;
import io.vedette.quorum.view.GroupView;
import io.vedette.tests.simulation.world.Knowledge;
import io.vedette.tests.simulation.world.VedetteProcess;
import io.vedette.tests.simulation.world.Witness;
import io.vedette.tests.simulation.world.World;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Remembers which failovers an operator ordered: those need no quorum, and unless COORDINATED no
 * majority either; and who was told to forget the others, and counts a majority without them.
 */
final class Orders implements Witness {
  private static final int HELLO_PERIODS = 2;

  private final Set<Order> ordered = new HashSet<>();
  private final Set<Order> elective = new HashSet<>();
  private final Map<Watch, Long> forgetful = new HashMap<>();
  private final Set<Reign> unmandated = new HashSet<>();
  private final Map<Watch, Epoch> standing = new HashMap<>();
  private World world;

  private record Order(RunId leader, GroupName group, long epoch) {}

  private record Watch(RunId who, GroupName group) {}

  private record Reign(GroupName group, long epoch) {}

  @Override
  public void onBegin(World begun) {
    world = begun;
  }

  /**
   * Whether one was elected in this epoch who had been told to forget the others (RESET, REMOVE)
   * and has not heard of all of them since, though it has waited for two hellos: nothing is
   * promised then.
   */
  boolean isUnmandated(GroupName group, long epoch) {
    return unmandated.contains(new Reign(group, epoch));
  }

  private void onElected(VedetteProcess who, GroupName name) {
    int known = who.knowledge().group(name).everKnown().size() + 1;
    Long since = forgetful.get(new Watch(who.runId(), name));
    long hellos = HELLO_PERIODS * who.view().process().timing().publishPeriodMs();
    if (since != null && who.decidedAt() - since >= hellos && known < world.coordinators().size()) {
      long epoch = standsIn(who, who.seen(name).orElseThrow()).value();
      unmandated.add(new Reign(name, epoch));
    }
  }

  /** Its clock begins anew, and with it the wait for hellos. */
  @Override
  public void onStart(VedetteProcess who, CoordinatorView from) {
    forgetful.replaceAll((watch, at) -> watch.who().equals(who.runId()) ? who.now() : at);
  }

  @Override
  public void onEvent(VedetteProcess who, Event event) {
    switch (event.type()) {
      case RESET_MASTER, MONITOR_REMOVED ->
          forgetful.put(new Watch(who.runId(), event.group().orElseThrow()), who.decidedAt());
      case ELECTED_LEADER -> onElected(who, event.group().orElseThrow());
      case VOTE_FOR_LEADER -> onVote(who, event);
      default -> {}
    }
    if (event.type() == EventType.TRY_FAILOVER) {
      GroupView group = who.seen(event.group().orElseThrow()).orElseThrow();
      Knowledge.Group known = who.knowledge().group(group.name());
      if (known.orderedInStep() == who.steps()) {
        ordered.add(order(who, group));
        if (known.needsVotes()) {
          elective.add(order(who, group));
        }
      }
    }
  }

  private void onVote(VedetteProcess who, Event event) {
    String[] vote = event.payload().split(" ", -1);
    if (vote[0].equals(who.runId().value())) {
      standing.put(
          new Watch(who.runId(), event.group().orElseThrow()), new Epoch(Long.parseLong(vote[1])));
    }
  }

  /**
   * The epoch that it stood in when this happened: by the end of the step it may stand in another,
   * having given up that one.
   */
  Epoch standsIn(VedetteProcess who, GroupView group) {
    return standing.getOrDefault(new Watch(who.runId(), group.name()), group.failoverEpoch());
  }

  /** Whether the last failover that it stood for was ordered to go on without votes, too. */
  boolean isForced(VedetteProcess who, GroupView group) {
    Order order = new Order(who.runId(), group.name(), standsIn(who, group).value());
    return ordered.contains(order) && !elective.contains(order);
  }

  /** Whether the last failover that it stood for was an order. */
  boolean isOrdered(VedetteProcess who, GroupView group) {
    return ordered.contains(order(who, group));
  }

  /** Whether anyone was ordered to fail over in this epoch without votes, too. */
  boolean isForced(GroupName group, long epoch) {
    return ordered.stream()
        .filter(order -> !elective.contains(order))
        .anyMatch(order -> order.group().equals(group) && order.epoch() == epoch);
  }

  private static Order order(VedetteProcess who, GroupView group) {
    return new Order(who.runId(), group.name(), group.failoverEpoch().value());
  }
}
