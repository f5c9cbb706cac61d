package io.vedette.tests.simulation.planted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.tests.simulation.OwnJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The simulation finds what is wrong with a core in which something is. */
final class PlantedBugsTest {
  private static final Path HOME = Path.of(System.getProperty("vedette.home"));
  private static final long LONGEST_MINUTES = 25;
  private static final List<String> OPTIONS =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseParallelGC", "-Xmx1g");
  private static final String FILE = "io/vedette/quorum/election/Ballot.java";

  private static PlantedBug patch(String... hunk) {
    List<String> lines = new ArrayList<>(List.of("A sentence.", "--- " + FILE, "@@"));
    lines.addAll(List.of(hunk));
    return PlantedBug.parse("a-patch", lines, false);
  }

  /** As the command does it; a JVM of its own runs with the compiler that is quick to compile. */
  @Test
  void everyPlantedBugIsFound() throws IOException, InterruptedException {
    OwnJvm.Result result =
        OwnJvm.run("planted-bugs.txt", LONGEST_MINUTES, OPTIONS, FindPlantedBugs.class);
    int bugs = Hunt.bugs(HOME).size();
    assertThat(result.last()).as("%s", result.text()).isEqualTo(bugs + " of " + bugs + " found");
    assertThat(result.exitCode()).isZero();
    assertThat(bugs).isGreaterThanOrEqualTo(20);
  }

  @Test
  void aCoreThatIsPatchedWithoutHarmBreaksNothing() throws InterruptedException {
    PlantedBug harmless = patch("   /** For whom, if it is known. */", "+  // Harmless.");
    List<Hunt.Catch> all = new Hunt(HOME, 1, 20).run(List.of(harmless), done -> {});
    assertThat(all).noneMatch(Hunt.Catch::isFound);
    assertThat(HuntReport.sum(all)).isEqualTo("0 of 1 found");
  }

  @Test
  void aPatchWhoseLinesAreGoneIsRefused() {
    assertThatThrownBy(() -> patch("-no such line", "+another").plantedIn("some\nlines\n"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("a-patch: these lines are not in " + FILE);
  }

  @Test
  void aPatchWhoseLinesAreThereTwiceIsRefused() {
    assertThatThrownBy(() -> patch("-some", "+another").plantedIn("some\nlines\nsome\n"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("more than once");
  }

  @Test
  void aPatchThatDoesNotCompileIsRefused() {
    PlantedBug bad = patch("   /** For whom, if it is known. */", "+  no Java;");
    assertThatThrownBy(() -> new Hunt(HOME, 1, 1).run(List.of(bad), done -> {}))
        .hasMessageContaining("a-patch does not compile");
  }

  @Test
  void aPatchThatChangesNothingIsRefused() {
    assertThatThrownBy(() -> patch(" some")).hasMessageContaining("it changes nothing");
  }

  @Test
  void theReadmeTellsOfEveryBug() throws IOException {
    String readme = Files.readString(HOME.resolve("tests/README.md"));
    assertThat(Hunt.bugs(HOME)).allMatch(bug -> readme.contains("| " + bug.sentence() + " |"));
  }
}
