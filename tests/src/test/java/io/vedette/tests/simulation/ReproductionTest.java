package io.vedette.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.tests.simulation.scenario.Draw;
import io.vedette.tests.simulation.scenario.Scenario;
import io.vedette.tests.simulation.scenario.ScenarioText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A seed, and nothing else, makes a run. */
final class ReproductionTest {
  private static final int SEEDS = 20;

  @Test
  void theSameSeedTwiceGivesTheSameTrace() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      Outcome first = Run.of(Draw.scenario(seed), true);
      Outcome second = Run.of(Draw.scenario(seed), true);
      assertThat(second.lines()).as("seed %d", seed).isEqualTo(first.lines()).isNotEmpty();
      assertThat(second.hash()).isEqualTo(first.hash());
    }
  }

  @Test
  void aRunThatIsReadToIsTheSameAsOneThatIsNot() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      assertThat(Run.of(Draw.scenario(seed), true).hash())
          .isEqualTo(Run.of(Draw.scenario(seed), false).hash());
    }
  }

  /** What is iterated over by hash codes of identity, or salted anew, differs there. */
  @Test
  void anotherProcessRunsTheSame() throws IOException, InterruptedException {
    String expected =
        "trace %016x".formatted(new Campaign(1, SEEDS, Long.MAX_VALUE).run(progress -> {}).hash());
    assertThat(outputOf("--runs", Integer.toString(SEEDS), "--seed", "1")).contains(expected);
  }

  private static List<String> outputOf(String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Simulate.class.getName());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return output.lines().toList();
  }

  @Test
  void aScenarioIsTheSameAfterItWasWrittenAndRead() {
    for (long seed = 1; seed <= 1_000; seed++) {
      Scenario scenario = Draw.scenario(seed);
      assertThat(ScenarioText.parse(ScenarioText.lines(scenario))).isEqualTo(scenario);
    }
  }
}
