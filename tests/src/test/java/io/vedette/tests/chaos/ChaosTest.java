package io.vedette.tests.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.tests.harness.RequiresRedis;
import io.vedette.tests.harness.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Some rounds of real faults, always the same; {@code tests/chaos} does as many as one likes. */
@RequiresRedis
@RequiresRoot
class ChaosTest {
  private static final List<String> ROUNDS =
      List.of(
          "round",
          "  3000 9000 isolate m / m+1,m+2,m+3,m+4",
          "round",
          "  2000 14000 disk-full m+1",
          "  3000 13000 kill-host m",
          "round",
          "  3000 16000 one-way m,m+1 / m+2,m+3,m+4",
          "  4000 500 slow m+3",
          "round",
          "  3000 2000 failover m+1",
          "round",
          "  3000 10000 flapping m / m+1,m+2,m+3,m+4 6000",
          "  3000 10000 clock m+1,m+2 -300",
          "  3500 300 kill-coordinator m+3");

  @TempDir Path folder;

  @Test
  void nothingThatMustHoldIsBrokenByRealFaults() throws Exception {
    Path schedule = Files.write(folder.resolve("schedule"), rounds());
    Chaos chaos = new Chaos(ChaosOptions.parse("--schedule", schedule.toString()), System.out);

    assertThat(chaos.run()).isEmpty();

    assertThat(chaos.played()).hasSize(5);
    assertThat(chaos.played())
        .as(
            "rounds in which nothing fails over show nothing: each lasts for longer than that"
                + " takes")
        .allMatch(round -> round.failovers() > 0);
    assertThat(chaos.played()).allMatch(round -> round.acknowledged() > 0);
    assertThat(traces()).as("what is left of it").isEmpty();
  }

  /** On a developer's machine clocks may be out of reach; CI has all it takes. */
  private static List<String> rounds() {
    if (Machine.fakeClock().isPresent() || "true".equals(System.getenv("CI"))) {
      return ROUNDS;
    }
    System.err.println("clocks do not jump in ChaosTest: there is no libfaketime");
    return ROUNDS.stream().filter(line -> !line.contains("clock")).toList();
  }

  private static List<String> traces() throws IOException {
    List<String> traces = new ArrayList<>();
    Shell.sh("ip netns list")
        .lines()
        .filter(line -> line.startsWith(Leftovers.prefix()))
        .forEach(traces::add);
    Files.readAllLines(Path.of("/proc/self/mounts")).stream()
        .filter(line -> line.contains(Leftovers.prefix()))
        .forEach(traces::add);
    if (Files.exists(Leftovers.folder())) {
      traces.add(Leftovers.folder().toString());
    }
    return traces;
  }

  @Test
  void whatARunThatWasKilledLeftIsRemovedAndWhatRunsIsNot() throws Exception {
    long dead = endedProcess();
    String orphan = "vdchaos-" + dead + "-h1";
    String own = Leftovers.prefix() + "kept";
    Path mine = Path.of(System.getProperty("java.io.tmpdir"), "vdchaos-" + dead + "-run");
    Shell.sh("ip netns add " + orphan);
    Shell.sh("ip netns add " + own);
    Files.createDirectory(mine);
    Shell.sh("mount -t tmpfs -o size=64k tmpfs " + mine);
    Process sleeper = new ProcessBuilder("ip", "netns", "exec", orphan, "sleep", "600").start();
    try {
      // It is there when it runs what it was given.
      while (!Shell.sh("ip netns pids " + orphan).contains(Long.toString(sleeper.pid()))) {
        Thread.onSpinWait();
      }

      assertThat(Leftovers.clean()).contains(orphan, mine.toString());

      assertThat(sleeper.waitFor()).as("killed").isEqualTo(128 + 9);
      assertThat(Shell.sh("ip netns list")).doesNotContain(orphan).contains(own);
      assertThat(mine).doesNotExist();
    } finally {
      sleeper.destroyForcibly();
      Shell.sh("ip netns del " + own);
    }
  }

  private static long endedProcess() throws Exception {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    return process.pid();
  }

  @Test
  void wrongWordsAreRefusedByName() {
    refuses("unknown option --hours", "--hours", "1");
    refuses("--minutes needs a positive number, not 0", "--minutes", "0");
    refuses("unknown fault quake; there are [halves, ", "--faults", "halves,quake");
    refuses("unknown guard strong; there are [none, min-replicas, fence]", "--guard", "strong");
    refuses("--seed is unknown, or needs a value", "--seed");
  }

  private static void refuses(String why, String... words) {
    assertThatThrownBy(() -> ChaosOptions.parse(words))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(why);
  }
}
