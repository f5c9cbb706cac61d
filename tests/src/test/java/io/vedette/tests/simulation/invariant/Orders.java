package io.vedette.tests.simulation.invariant;

import io.vedette.quorum.Event;
import io.vedette.quorum.EventType;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.view.GroupView;
import io.vedette.tests.simulation.world.VedetteProcess;
import io.vedette.tests.simulation.world.Witness;
import java.util.HashSet;
import java.util.Set;

/** Remembers which failovers an operator ordered: those need neither quorum nor majority. */
final class Orders implements Witness {
  private final Set<Order> ordered = new HashSet<>();

  private record Order(RunId leader, GroupName group, long epoch) {}

  @Override
  public void onEvent(VedetteProcess who, Event event) {
    if (event.type() == EventType.TRY_FAILOVER) {
      GroupView group = who.seen(event.group().orElseThrow()).orElseThrow();
      if (who.knowledge().group(group.name()).orderedInStep() == who.steps()) {
        ordered.add(order(who, group));
      }
    }
  }

  /** Whether the last failover that it stood for was an order. */
  boolean isOrdered(VedetteProcess who, GroupView group) {
    return ordered.contains(order(who, group));
  }

  /** Whether anyone was ordered to fail over in this epoch. */
  boolean isOrdered(GroupName group, long epoch) {
    return ordered.stream()
        .anyMatch(order -> order.group().equals(group) && order.epoch() == epoch);
  }

  private static Order order(VedetteProcess who, GroupView group) {
    return new Order(who.runId(), group.name(), group.failoverEpoch().value());
  }
}
