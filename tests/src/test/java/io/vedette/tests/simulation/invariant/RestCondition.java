package io.vedette.tests.simulation.invariant;

import io.vedette.tests.simulation.world.SimGroup;
import io.vedette.tests.simulation.world.World;
import java.util.Optional;

/** Something that must become true of every group once everything works, and stay so. */
public interface RestCondition {
  /** What must be true, in one sentence. */
  String sentence();

  /** What is not so; empty: it is true. */
  Optional<String> violation(World world, SimGroup group);
}
