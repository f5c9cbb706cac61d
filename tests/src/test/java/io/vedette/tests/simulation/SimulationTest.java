package io.vedette.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.tests.simulation.Campaign.Tally;
import io.vedette.tests.simulation.scenario.Draw;
import io.vedette.tests.simulation.scenario.Scenario;
import io.vedette.tests.simulation.scenario.ScenarioText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The first runs of the simulation; {@code tests/simulate} does as many as one likes. */
final class SimulationTest {
  private static final long RUNS = Long.getLong("vedette.simulation.runs", 2_000);

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

  /** What the simulation has once found in the core; each file says what it was. */
  @Test
  void whatWasFoundBeforeStaysMended() throws IOException {
    Path folder =
        Path.of(System.getProperty("vedette.home"), "tests/src/test/resources/simulation");
    List<Path> found;
    try (Stream<Path> files = Files.list(folder)) {
      found = files.sorted().toList();
    }
    assertThat(found).isNotEmpty();
    for (Path file : found) {
      Scenario scenario = ScenarioText.parse(Files.readAllLines(file));
      Outcome outcome = Run.of(scenario, false);
      assertThat(outcome.violation())
          .withFailMessage(() -> file + "\n" + Report.of(scenario))
          .isEmpty();
    }
  }
}
