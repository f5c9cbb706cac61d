package io.vedette.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.tests.harness.Cluster;
import io.vedette.tests.harness.CoordinatorKind;
import io.vedette.tests.harness.CoordinatorNode;
import io.vedette.tests.harness.OsProcess;
import io.vedette.tests.harness.RequiresRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a coordinator's process starts and ends. */
@RequiresRedis
class ProcessTest {
  private static final Duration SOON = Duration.ofSeconds(15);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT", "SHUTDOWN"})
  void stopsCleanlyAndKeepsItsState(String order) throws IOException {
    Cluster cluster = Cluster.with(1, CoordinatorKind.underTest()).replicas(0).start();
    CoordinatorNode coordinator = cluster.coordinator(0);
    String id = coordinator.myId();

    if (order.equals("SHUTDOWN")) {
      coordinator.connect().send("SHUTDOWN");
    } else {
      coordinator.process().signal(order);
    }

    assertThat(coordinator.process().awaitExit(SOON)).isZero();
    assertThat(coordinator.configText()).contains("sentinel myid " + id);
    coordinator.restart();
    assertThat(coordinator.myId()).isEqualTo(id);
  }

  @ParameterizedTest
  @CsvSource({
    "sentinel monitor mymaster 127.0.0.1 6390, monitor",
    "sentinel monitor mymaster 127.0.0.1 6390 0, monitor",
    "sentinel monitor mymaster 127.0.0.1 70000 2, monitor",
    "sentinel down-after-milliseconds nobody 5000, down-after-milliseconds",
    "sentinel no-such-thing mymaster 1, no-such-thing",
    "port many, port",
    "no-such-directive yes, no-such-directive",
    "'sentinel auth-pass mymaster \"open', auth-pass",
  })
  void badDirectiveIsNamedWithFileAndLineAndTheFileLeftAlone(String line, String directive)
      throws IOException {
    Path config = folder.resolve("bad.conf");
    List<String> lines = List.of("# A comment.", "dir " + folder, line);
    Files.write(config, lines);

    OsProcess.Outcome outcome = run(config.toString());

    assertThat(outcome.exitCode()).isEqualTo(1);
    // The original doesn't say which file.
    String place =
        CoordinatorKind.underTest() == CoordinatorKind.VEDETTE ? config + ":3:" : "at line 3";
    assertThat(outcome.output()).contains(place).contains(directive);
    assertThat(Files.readAllLines(config)).isEqualTo(lines);
  }

  @Test
  void withoutAFileItSaysSo() {
    Path missing = folder.resolve("missing.conf");
    OsProcess.Outcome outcome = run(missing.toString());
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.output()).contains(missing.toString());
    assertThat(missing).doesNotExist();
  }

  private OsProcess.Outcome run(String config) {
    List<String> command = new ArrayList<>(CoordinatorKind.underTest().command(Path.of(config)));
    return OsProcess.run(command, folder, SOON);
  }
}
