package io.vedette.tests.simulation.scenario;

import java.util.List;

/**
 * A run before it has begun: with the same program, the same scenario gives the same run.
 *
 * @param seed of everything that is left to chance: latencies, the core's own randomness
 */
public record Scenario(long seed, Shape shape, List<Planned> faults) {
  public Scenario {
    faults = List.copyOf(faults);
  }

  /** The same with other faults. */
  public Scenario with(List<Planned> others) {
    return new Scenario(seed, shape, others);
  }

  /** Whether any of its faults is of this kind. */
  public boolean has(Class<? extends Fault> kind) {
    return faults.stream().anyMatch(planned -> kind.isInstance(planned.fault()));
  }
}
