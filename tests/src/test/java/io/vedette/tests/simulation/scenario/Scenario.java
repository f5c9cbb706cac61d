package io.vedette.tests.simulation.scenario;

import java.util.List;

/**
 * A run before it has begun: with the same program, the same scenario gives the same run.
 *
 * @param seed of everything that is left to chance: latencies, the core's own randomness
 * @param choices which options are chosen
 * @param faults what goes wrong, and when
 */
public record Scenario(long seed, Shape shape, Choices choices, List<Planned> faults) {
  public Scenario {
    faults = List.copyOf(faults);
  }

  /** The same with other faults. */
  public Scenario with(List<Planned> others) {
    return new Scenario(seed, shape, choices, others);
  }

  /** The same in another world. */
  public Scenario with(Shape other) {
    return new Scenario(seed, other, choices, faults);
  }

  /** The same with other options. */
  public Scenario with(Choices other) {
    return new Scenario(seed, shape, other, faults);
  }

  /** Whether any of its faults is of this kind. */
  public boolean has(Class<? extends Fault> kind) {
    return faults.stream().anyMatch(planned -> kind.isInstance(planned.fault()));
  }
}
