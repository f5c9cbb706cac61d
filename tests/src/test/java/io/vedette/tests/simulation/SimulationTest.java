package io.vedette.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.tests.simulation.Campaign.Tally;
import io.vedette.tests.simulation.scenario.Draw;
import org.junit.jupiter.api.Test;

/** Some hundred runs of the simulation; {@code tests/simulate} does as many as one likes. */
final class SimulationTest {
  private static final long RUNS = Long.getLong("vedette.simulation.runs", 500);

  @Test
  void nothingThatMustHoldIsBrokenInTheFirstSeeds() {
    Tally tally = new Campaign(1, RUNS, Long.MAX_VALUE).run(progress -> {});
    String report =
        tally.broken().isEmpty()
            ? ""
            : Report.of(Draw.scenario(tally.broken().firstKey()))
                + "\nAll broken seeds: "
                + tally.broken().keySet();
    assertThat(tally.broken()).withFailMessage(() -> report).isEmpty();
    assertThat(tally.runs()).isEqualTo(RUNS);
    assertThat(tally.failovers()).as("runs in which nothing happens show nothing").isPositive();
    assertThat(tally.acknowledged()).isPositive();
  }
}
