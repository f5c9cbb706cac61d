package io.vedette.tests.simulation.invariant;

import io.vedette.tests.simulation.world.CoordinatorNode;
import io.vedette.tests.simulation.world.SimGroup;
import io.vedette.tests.simulation.world.World;
import java.util.Optional;

/** See {@link #sentence()}. */
final class CoordinatorsAreCalm implements RestCondition {
  @Override
  public String sentence() {
    return "Every coordinator knows all others, is connected with everyone, calls nobody down and"
        + " has no failover under way.";
  }

  @Override
  public Optional<String> violation(World world, SimGroup group) {
    for (CoordinatorNode each : world.coordinators()) {
      if (each.isRunning() && !each.isAtRest(group.groupName())) {
        return Optional.of(each.name() + " is not at rest in " + group.name());
      }
    }
    return Optional.empty();
  }
}
