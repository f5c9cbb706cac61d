package io.vedette.tests.simulation.invariant;

import io.vedette.quorum.model.Epoch;
import io.vedette.tests.simulation.world.CoordinatorNode;
import io.vedette.tests.simulation.world.RedisServer;
import io.vedette.tests.simulation.world.SimGroup;
import io.vedette.tests.simulation.world.World;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** See {@link #sentence()}. */
final class CoordinatorsAgree implements RestCondition {
  @Override
  public String sentence() {
    return "All coordinators say the same of who is master, in the same config epoch, and it is one"
        + " that runs.";
  }

  @Override
  public Optional<String> violation(World world, SimGroup group) {
    Set<RedisServer> masters = new LinkedHashSet<>();
    Set<Epoch> epochs = new LinkedHashSet<>();
    for (CoordinatorNode each : world.coordinators()) {
      if (each.isRunning()) {
        masters.add(each.published(group.groupName()).map(world::serverAt).orElse(null));
        epochs.add(each.configEpoch(group.groupName()));
      }
    }
    boolean isAgreed = epochs.size() == 1 && masters.size() == 1 && !masters.contains(null);
    if (isAgreed && masters.iterator().next().isRunning()) {
      return Optional.empty();
    }
    return Optional.of(
        "the master of %s is said to be %s, in config epochs %s"
            .formatted(
                group.name(),
                masters.stream().map(each -> each == null ? "nobody" : each.name()).toList(),
                epochs));
  }
}
