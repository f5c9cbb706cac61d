package io.vedette.quorum.world;

import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * Runs of a cluster, one by one, for whoever has loaded the core and these tests anew and shares no
 * class of theirs: what is broken comes as the invariant's name and what it has to say.
 */
public final class ClusterTrial implements LongFunction<Optional<Map.Entry<String, String>>> {
  @Override
  public Optional<Map.Entry<String, String>> apply(long seed) {
    try {
      return new ClusterRun(seed).play();
    } catch (AssertionError | RuntimeException e) {
      // One of the invariants of every run, or of the core itself.
      return Optional.of(Map.entry("Invariants", String.valueOf(e.getMessage())));
    }
  }
}
