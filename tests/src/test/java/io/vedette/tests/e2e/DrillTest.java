package io.vedette.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.tests.harness.Cluster;
import io.vedette.tests.harness.CoordinatorKind;
import io.vedette.tests.harness.DataNode;
import io.vedette.tests.harness.OsProcess.Outcome;
import io.vedette.tests.harness.RequiresRedis;
import io.vedette.tests.harness.VedetteCommand;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code vedette drill} against real servers. */
@RequiresRedis
@Timeout(300)
class DrillTest {
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
    return new VedetteCommand(cluster)
        .run(
            "drill", Stream.concat(Stream.of("mymaster"), Stream.of(words)).toArray(String[]::new));
  }

  /** Its answer in JSON, that its exit code fits, and that it has left nothing behind. */
  private JsonNode report(String... words) throws IOException {
    List<String> all = new ArrayList<>(List.of("--yes", "--json"));
    all.addAll(List.of(words));
    Outcome outcome = drill(all.toArray(String[]::new));
    JsonNode report = new ObjectMapper().readTree(outcome.output());
    assertThat(report.get("troubles")).as(outcome.output()).isEmpty();
    int lost = report.get("writes-lost").asInt();
    assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(lost == 0 ? 0 : 3);
    assertThat(report.get("writes-acknowledged").asInt()).isPositive();
    assertThat(report.get("write-gap-seconds").asDouble()).isPositive();
    JsonNode seconds = report.get("new-master-after-seconds");
    assertThat(seconds).hasSize(3);
    assertThat(seconds).allSatisfy(time -> assertThat(time.asDouble()).isPositive());
    String from = report.get("from").asText();
    String to = report.get("to").asText();
    assertThat(to).isNotEqualTo(from);
    DataNode master =
        cluster.nodes().stream()
            .filter(node -> node.address().toString().equals(to))
            .findFirst()
            .orElseThrow();
    assertThat((List<?>) master.call("KEYS", "vedette-drill:*")).isEmpty();
    return report;
  }

  private void settled(JsonNode report) {
    assertThat(cluster.awaitStable(SOON).address().toString()).isEqualTo(report.get("to").asText());
    cluster.awaitDiscovery();
  }

  @Test
  void eachWayIsMeasuredAndAnUnwellGroupIsLeftAlone() throws IOException {
    start(CoordinatorKind.VEDETTE);
    DataNode old = cluster.node(0);

    Outcome asked = drill();
    assertThat(asked.exitCode()).isEqualTo(1);
    assertThat(asked.output())
        .contains("The master of mymaster, " + old.address() + ", is taken away")
        .contains("not begun: it was not confirmed");
    assertThat(cluster.events("+try-failover")).isEmpty();

    JsonNode coordinated = report("--how", "coordinated");
    assertThat(coordinated.get("from").asText()).isEqualTo(old.address().toString());
    assertThat(coordinated.get("writes-lost").asInt()).isZero();
    settled(coordinated);
    JsonNode plain = report("--how", "failover");
    assertThat(plain.get("from").asText()).isEqualTo(coordinated.get("to").asText());
    settled(plain);
    JsonNode hung = report("--how", "hang");
    assertThat(hung.get("write-gap-seconds").asDouble()).isGreaterThan(1);
    assertThat(hung.get("writes-lost").asInt()).isZero();
    settled(hung);

    Outcome read = drill("--yes", "--how", "coordinated");
    assertThat(read.output())
        .contains(" is the master now, it was " + hung.get("to").asText() + " (coordinated)")
        .contains("nothing could be written for ", " writes acknowledged, ", "none lost");
    assertThat(read.exitCode()).as(read.output()).isZero();
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
    JsonNode report = report("--how", "stop");
    assertThat(report.get("writes-lost").asInt()).isZero();
    assertThat(cluster.node(0).isRunning()).isFalse();
  }
}
