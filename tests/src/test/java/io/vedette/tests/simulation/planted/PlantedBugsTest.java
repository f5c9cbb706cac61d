package io.vedette.tests.simulation.planted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The simulation finds what is wrong with a core in which something is. */
final class PlantedBugsTest {
  private static final Path HOME = Path.of(System.getProperty("vedette.home"));
  private static final String FILE = "io/vedette/quorum/election/Ballot.java";

  private static PlantedBug patch(String... hunk) {
    List<String> lines = new ArrayList<>(List.of("A sentence.", "--- " + FILE, "@@"));
    lines.addAll(List.of(hunk));
    return PlantedBug.parse("a-patch", lines);
  }

  @Test
  void everyPlantedBugIsFound() throws IOException, InterruptedException {
    List<PlantedBug> bugs = Hunt.bugs(HOME);
    List<Hunt.Catch> all =
        new Hunt(HOME, 1, Hunt.SEEDS).run(bugs, done -> System.out.println(HuntReport.line(done)));
    HuntReport.write(HOME, all);
    assertThat(all).hasSizeGreaterThanOrEqualTo(20);
    assertThat(all).allMatch(Hunt.Catch::isFound, "found, see tests/target/planted-bugs.md");
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
