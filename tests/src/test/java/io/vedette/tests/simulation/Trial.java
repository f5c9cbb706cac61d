package io.vedette.tests.simulation;

import io.vedette.tests.simulation.scenario.Draw;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * Runs of seeds, one by one, for whoever has loaded the core and the simulation anew and shares no
 * class of theirs: what is broken comes as the invariant's name and what it has to say.
 */
public final class Trial implements LongFunction<Optional<Map.Entry<String, String>>> {
  @Override
  public Optional<Map.Entry<String, String>> apply(long seed) {
    return Run.of(Draw.scenario(seed), false)
        .violation()
        .map(found -> Map.entry(found.invariant(), String.valueOf(found.getMessage())));
  }
}
