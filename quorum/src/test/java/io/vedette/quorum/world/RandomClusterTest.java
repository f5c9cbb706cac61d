package io.vedette.quorum.world;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A cluster that heals itself and coordinators that rescue it never get in each other's way. */
class RandomClusterTest {
  private static final int RUNS = Integer.getInteger("vedette.cluster.runs", 12);
  private static final long FIRST = Long.getLong("vedette.cluster.seed", 1);

  @Test
  void afterAnyFaultsEverySlotHasOneOwnerAndEverybodyKnowsIt() {
    long rescues = 0;
    for (long seed = FIRST; seed < FIRST + RUNS; seed++) {
      ClusterRun run = new ClusterRun(seed);
      assertThat(run.play()).as("seed %d", seed).isEmpty();
      rescues += run.rescues();
    }
    assertThat(rescues).as("faults that nobody could have healed but coordinators").isPositive();
  }
}
