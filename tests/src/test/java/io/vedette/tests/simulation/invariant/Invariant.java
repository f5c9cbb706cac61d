package io.vedette.tests.simulation.invariant;

import io.vedette.tests.simulation.world.Witness;
import java.util.function.Supplier;

/** Something that must be true after every step of every run. */
public abstract class Invariant implements Witness {
  /** What must be true, in one sentence. */
  public abstract String sentence();

  /** Ends the run if it is not. */
  final void require(boolean isTrue, Supplier<String> otherwise) {
    if (!isTrue) {
      throw new Violation(getClass().getSimpleName(), sentence(), otherwise.get());
    }
  }
}
