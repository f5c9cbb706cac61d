package io.vedette.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.tests.harness.Cluster;
import io.vedette.tests.harness.CoordinatorKind;
import io.vedette.tests.harness.DataNode;
import io.vedette.tests.harness.Executables;
import io.vedette.tests.harness.OsProcess;
import io.vedette.tests.harness.OsProcess.Outcome;
import io.vedette.tests.harness.RequiresRedis;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code vedette drill} against real servers. */
@RequiresRedis
@Timeout(300)
class DrillTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration SOON = Duration.ofSeconds(60);

  private Cluster cluster;

  private void start(CoordinatorKind kind) {
    cluster =
        Cluster.with(3, kind)
            .downAfter(Duration.ofSeconds(3))
            .failoverTimeout(Duration.ofSeconds(30))
            .start();
  }

  private Outcome drill(String... words) {
    List<String> command = new ArrayList<>(Executables.vedette(Path.of("drill")));
    command.add("mymaster");
    command.addAll(List.of(words));
    command.addAll(List.of("--sentinel", cluster.coordinator(0).address().toString()));
    return OsProcess.run(command, cluster.folder(), PATIENCE);
  }

  /** Its answer in JSON, and that it has left nothing behind. */
  private JsonNode report(int exitCode, String... words) throws IOException {
    List<String> all = new ArrayList<>(List.of("--yes", "--json"));
    all.addAll(List.of(words));
    Outcome outcome = drill(all.toArray(String[]::new));
    assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(exitCode);
    JsonNode report = new ObjectMapper().readTree(outcome.output());
    assertThat(report.get("writes-acknowledged").asInt()).isPositive();
    String to = report.get("to").asText();
    DataNode master =
        cluster.nodes().stream()
            .filter(node -> node.address().toString().equals(to))
            .findFirst()
            .orElseThrow();
    assertThat((List<?>) master.call("KEYS", "vedette-drill:*")).isEmpty();
    return report;
  }

  @Test
  void anOrderedFailoverIsMeasuredAtEachCoordinatorAndLosesNothingWhereItIsCoordinated()
      throws IOException {
    start(CoordinatorKind.VEDETTE);
    DataNode old = cluster.node(0);

    Outcome asked = drill();
    assertThat(asked.exitCode()).isEqualTo(1);
    assertThat(asked.output())
        .contains("The master of mymaster, " + old.address() + ", is taken away")
        .contains("not begun: it was not confirmed");
    assertThat(cluster.events("+try-failover")).isEmpty();

    JsonNode report = report(0, "--how", "coordinated");
    assertThat(report.get("from").asText()).isEqualTo(old.address().toString());
    assertThat(report.get("to").asText()).isNotEqualTo(old.address().toString());
    JsonNode seconds = report.get("new-master-after-seconds");
    assertThat(seconds).hasSize(3);
    assertThat(seconds).allSatisfy(time -> assertThat(time.asDouble()).isPositive());
    assertThat(report.get("write-gap-seconds").asDouble()).isPositive();
    assertThat(report.get("writes-lost").asInt()).isZero();
    assertThat(report.get("troubles")).isEmpty();
    assertThat(cluster.awaitStable(SOON).address().toString()).isEqualTo(report.get("to").asText());
  }

  @Test
  void aMasterThatHangsIsReplacedAndAnUnwellGroupIsLeftAlone() throws IOException {
    start(CoordinatorKind.VEDETTE);
    JsonNode report = report(0, "--how", "hang");
    assertThat(report.get("write-gap-seconds").asDouble()).isGreaterThan(1);
    assertThat(report.get("writes-lost").asInt()).isZero();
    cluster.awaitStable(SOON);
    cluster.awaitDiscovery();

    DataNode replica =
        cluster.nodes().stream().filter(node -> !node.isMaster()).findFirst().orElseThrow();
    replica.kill();
    cluster.awaitEvent("+sdown", SOON);
    Outcome unwell = drill("--yes");
    assertThat(unwell.exitCode()).isEqualTo(1);
    assertThat(unwell.output()).contains("not begun: not all is well with mymaster already");
  }

  @Test
  void redisSentinelsAreDrilledToo() throws IOException {
    start(CoordinatorKind.SENTINEL);
    Outcome refused = drill("--yes", "--how", "coordinated");
    assertThat(refused.exitCode()).isEqualTo(1);
    JsonNode report = report(0, "--how", "stop");
    assertThat(report.get("new-master-after-seconds")).hasSize(3);
    assertThat(report.get("writes-lost").asInt()).isZero();
    assertThat(cluster.node(0).isRunning()).isFalse();
  }
}
