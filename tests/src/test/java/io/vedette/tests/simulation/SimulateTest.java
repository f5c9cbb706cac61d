package io.vedette.tests.simulation;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code tests/simulate} says to arguments that it can't use: one line each. */
final class SimulateTest {
  @TempDir private Path folder;

  @Test
  void numbersMustBeSuchAndSensible() {
    refuses("--runs needs a value", "--runs");
    refuses("--runs needs a whole number from 1 to 9223372036854775807: x", "--runs", "x");
    refuses("--runs needs a whole number from 1 to 9223372036854775807: 0", "--runs", "0");
    refuses("--minutes needs a whole number from 1 to 1000000: -1", "--minutes", "-1");
    refuses("--seed needs a whole number from 0 to 4611686018427387903: -3", "--seed", "-3");
    refuses("no such option: --bogus", "--bogus");
  }

  @Test
  void aTraceWithoutEndIsNotBegun() {
    refuses("--trace goes with --runs N", "--trace", "--seed", "1");
  }

  @Test
  void aScenarioThatIsNoneIsNamedWithItsLine() throws IOException {
    Path missing = folder.resolve("missing");
    refuses("--replay: cannot read " + missing, "--replay", missing.toString());
    refusesFile("line 2: not a line of a scenario: <project>", "seed 1", "<project>");
    refusesFile("line 1: there is more to say: at 5", "at 5");
    refusesFile("line 1: no such fault: ServerFault.Melt", "at 5 ServerFault.Melt group=0");
    refusesFile("line 1: not NAME=VALUE: forMs", "at 5 ServerFault.Pause group=0 forMs");
    refusesFile("a scenario needs a line with its shape", "# nothing");
  }

  private void refusesFile(String message, String... lines) throws IOException {
    Path file = folder.resolve("scenario");
    Files.write(file, List.of(lines));
    refuses("--replay: " + file + ": " + message, "--replay", file.toString());
  }

  private static void refuses(String message, String... arguments) {
    assertThatThrownBy(() -> new Simulate().parse(arguments))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
