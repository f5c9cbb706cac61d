package io.vedette.tests.simulation.invariant;

import io.vedette.tests.simulation.world.SimGroup;
import io.vedette.tests.simulation.world.World;
import java.util.List;
import java.util.Optional;

/** Whether a world has come to rest. */
public final class Rest {
  private static final List<RestCondition> SERVED =
      List.of(new CoordinatorsAgree(), new OneMasterRemains(), new ClientsWrite());

  private static final List<RestCondition> WHOLE =
      List.of(
          new CoordinatorsAgree(),
          new OneMasterRemains(),
          new ReplicasFollow(),
          new CoordinatorsAreCalm(),
          new ClientsWrite());

  private Rest() {}

  /** All that must become true once everything works. */
  public static List<RestCondition> conditions() {
    return WHOLE;
  }

  /** What is not as it should be when everything works. */
  public static Optional<Violation> violation(World world) {
    return violation(world, WHOLE);
  }

  /** What is not as it should be while some nodes are down and enough others are not. */
  public static Optional<Violation> violationWhileSomeAreDown(World world) {
    return violation(world, SERVED);
  }

  private static Optional<Violation> violation(World world, List<RestCondition> conditions) {
    for (SimGroup group : world.groups()) {
      for (RestCondition condition : conditions) {
        Optional<String> detail = condition.violation(world, group);
        if (detail.isPresent()) {
          return Optional.of(
              new Violation(
                  condition.getClass().getSimpleName(), condition.sentence(), detail.get()));
        }
      }
    }
    return Optional.empty();
  }
}
