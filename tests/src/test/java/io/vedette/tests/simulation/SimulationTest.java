package io.vedette.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.tests.simulation.Campaign.Tally;
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

  /** A tenth of the usual rate is a machine that does something else. */
  private static final long LONGEST_MINUTES = 5 + RUNS / 400;

  /** As tests/simulate has them. */
  private static final List<String> OPTIONS = List.of("-XX:+UseParallelGC", "-Xmn256m", "-Xmx1g");

  @Test
  void nothingThatMustHoldIsBrokenInTheFirstSeeds() throws IOException, InterruptedException {
    OwnJvm.Result result =
        OwnJvm.run(
            "simulation.txt",
            LONGEST_MINUTES,
            OPTIONS,
            Simulate.class,
            "--runs",
            Long.toString(RUNS),
            "--seed",
            "1");
    assertThat(result.last()).as("%s", result.text()).isEqualTo(RUNS + " runs, 0 violations");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void runsInWhichNothingHappensWouldShowNothing() {
    Tally tally = new Campaign(1, 100, Long.MAX_VALUE).run(progress -> {});
    assertThat(tally.failovers()).isPositive();
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
