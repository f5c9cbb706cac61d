package io.vedette.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.quorum.model.Address;
import io.vedette.tests.harness.Cluster;
import io.vedette.tests.harness.CoordinatorKind;
import io.vedette.tests.harness.CoordinatorNode;
import io.vedette.tests.harness.DataNode;
import io.vedette.tests.harness.Executables;
import io.vedette.tests.harness.OsProcess;
import io.vedette.tests.harness.OsProcess.Outcome;
import io.vedette.tests.harness.RequiresRedis;
import io.vedette.tests.harness.TlsFiles;
import io.vedette.tests.harness.VedetteCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code vedette status} and the like, as an operator or a script calls them. */
@RequiresRedis
@Timeout(300)
class CommandsTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  /** Nothing is down in the meantime, however slow the machine is. */
  private static final Duration STALL = Duration.ofSeconds(5);

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void anOperatorsDayWithVedette() throws IOException {
    Cluster cluster =
        Cluster.with(3, CoordinatorKind.VEDETTE)
            .downAfter(STALL)
            .failoverTimeout(STALL.multipliedBy(6))
            .everyNode("save 3600 1", "min-replicas-to-write 1")
            .nodeConfig(2, "replica-priority 10")
            .start();
    DataNode old = cluster.node(0);

    assertOutcome(run(cluster, "master", "mymaster"), 0, old.address() + "\n");
    assertThat(json(cluster, 0, "master", "mymaster").get("port").asInt())
        .isEqualTo(old.address().port());
    assertOutcome(run(cluster, "master", "other"), 1, "no coordinator that was asked watches");
    Outcome status = run(cluster, "status");
    assertOutcome(status, 0, "mymaster  master " + old.address() + "  all agree");
    cluster.coordinators().forEach(c -> assertThat(status.output()).contains(c.address() + "  "));
    assertThat(status.output()).as("colour where no terminal is").doesNotContain("\033");
    assertOutcome(run(cluster, "doctor"), 0, "healthy: nothing was found");

    assertOutcome(run(cluster, "pause", "mymaster", "--for", "600"), 0, "paused for 600 s");
    assertThat(cluster.coordinators())
        .allMatch(c -> c.master("mymaster").containsKey("failover-paused-ms"));
    assertThat(json(cluster, 0, "resume", "mymaster").get("told")).hasSize(3);
    assertThat(cluster.coordinators())
        .noneMatch(c -> c.master("mymaster").containsKey("failover-paused-ms"));

    String wrong = cluster.node(1).address().toString();
    assertOutcome(
        run(cluster, "failover", "mymaster", "--to", wrong), 1, "CONFIG SET replica-priority");
    assertThat(cluster.events("+try-failover")).isEmpty();
    Address wanted = cluster.node(2).address();
    VedetteCommand vedette = new VedetteCommand(cluster);
    OsProcess watch = vedette.inBackground("status", "--watch", "--interval", "1");
    OsProcess events = vedette.inBackground("events", "--until", "+switch-master", "--for", "100");
    cluster.until(
        "all coordinators are listened to",
        SOON,
        () -> cluster.coordinators().stream().allMatch(CommandsTest::hasListeners));
    cluster.until("there is a picture", SOON, () -> vedette.said("status").contains("mymaster"));
    assertOutcome(
        run(cluster, "failover", "mymaster", "--coordinated", "--to", wanted.toString()),
        0,
        "mymaster: " + wanted + " is the master now, it was " + old.address());
    assertThat(events.awaitExit(PATIENCE)).isZero();
    assertThat(vedette.said("events"))
        .contains("  +switch-master  mymaster 127.0.0.1 " + old.address().port());
    cluster.until(
        "the picture is drawn again",
        SOON,
        () -> vedette.said("status").contains("mymaster  master " + wanted));
    assertThat(vedette.said("status")).contains("mymaster  master " + old.address());
    watch.destroy();
    assertThat(cluster.awaitStable(SOON).address()).isEqualTo(wanted);
    cluster.awaitDiscovery();

    aDisagreementIsRedOnATerminal(cluster);
    forgetting(cluster);
  }

  private static void aDisagreementIsRedOnATerminal(Cluster cluster) {
    VedetteCommand vedette = new VedetteCommand(cluster);
    cluster.coordinator(1).call("SENTINEL", "SET", "mymaster", "quorum", "3");
    String trouble = cluster.coordinator(1).address() + " says that the quorum is 3";
    Outcome seen = vedette.onTerminal("status");
    assertOutcome(seen, 3, "\033[31m3\033[0m");
    assertThat(seen.output()).contains("\033[31m  ! " + trouble, "\033[32mok\033[0m");
    assertOutcome(run(cluster, "status"), 3, "  ! " + trouble);
    cluster.coordinator(1).call("SENTINEL", "SET", "mymaster", "quorum", "2");
  }

  /** First a replica, then a coordinator. */
  private static void forgetting(Cluster cluster) throws IOException {
    CoordinatorNode first = cluster.coordinator(0);
    // Who has forgotten the others finds them sooner.
    cluster
        .coordinators()
        .forEach(c -> c.call("SENTINEL", "DEBUG", "info-period", "1000", "publish-period", "500"));
    DataNode gone =
        cluster.nodes().stream().filter(node -> !node.isMaster()).findFirst().orElseThrow();
    String where = gone.address().toString();
    assertOutcome(
        run(cluster, "forget-replica", "mymaster", where), 1, "would find it again at once");
    gone.kill();
    awaitLost(cluster, where);
    assertThat(json(cluster, 3, "status").at("/groups/0/troubles/0").asText())
        .startsWith("replica " + where + ": ");
    assertThat(json(cluster, 0, "forget-replica", "mymaster", where).get("told")).hasSize(3);
    cluster
        .coordinators()
        .forEach(
            c -> assertThat(c.replicas("mymaster")).noneMatch(r -> r.get("name").equals(where)));

    CoordinatorNode lost = cluster.coordinator(2);
    lost.kill();
    cluster.until(
        "the others have lost the third",
        SOON,
        () ->
            Stream.of(first, cluster.coordinator(1))
                .allMatch(
                    c ->
                        c.peers("mymaster").stream()
                            .anyMatch(p -> p.get("flags").contains("disconnected"))));
    assertOutcome(run(cluster, "status"), 3, "does not answer: Connection refused");
    String third = lost.address().toString();
    assertOutcome(run(cluster, "forget-sentinel", "mymaster", third), 0, "forgotten by 2");
    assertThat(first.peers("mymaster")).hasSize(1);
  }

  private static void awaitLost(Cluster cluster, String replica) {
    cluster.until(
        "all have lost " + replica,
        SOON,
        () ->
            cluster.coordinators().stream()
                .allMatch(
                    c ->
                        c.replicas("mymaster").stream()
                            .filter(r -> r.get("name").equals(replica))
                            .allMatch(r -> r.get("flags").contains("disconnected"))));
  }

  /** Beside the harness's own. */
  private static boolean hasListeners(CoordinatorNode coordinator) {
    String clients = (String) coordinator.call("CLIENT", "LIST");
    return clients.lines().filter(line -> line.contains(" psub=1 ")).count() >= 2;
  }

  @Test
  void redisSentinelsAnswerAsFarAsTheyCan() throws IOException {
    Cluster cluster =
        Cluster.with(3, CoordinatorKind.SENTINEL)
            .downAfter(STALL)
            .failoverTimeout(STALL.multipliedBy(6))
            .everyNode("save 3600 1", "min-replicas-to-write 1")
            .start();
    DataNode old = cluster.node(0);

    assertOutcome(run(cluster, "master", "mymaster"), 0, old.address() + "\n");
    assertOutcome(run(cluster, "status"), 0, "all agree, nothing is down");
    assertOutcome(run(cluster, "doctor"), 0, "healthy: nothing was found");
    assertOutcome(run(cluster, "pause", "mymaster"), 1, "can't be paused: no Vedette");
    assertOutcome(run(cluster, "history"), 1, " remembers no failovers: it is no Vedette");
    assertOutcome(
        run(cluster, "failover", "mymaster", "--coordinated"), 1, "knows no coordinated failover");
    assertThat(cluster.events("+try-failover")).isEmpty();
    VedetteCommand vedette = new VedetteCommand(cluster);
    OsProcess events = vedette.inBackground("events", "--follow", "--json");
    cluster.until(
        "all coordinators are listened to",
        SOON,
        () -> cluster.coordinators().stream().allMatch(CommandsTest::hasListeners));
    JsonNode done = json(cluster, 0, "failover", "mymaster");
    assertThat(done.get("from").asText()).isEqualTo(old.address().toString());
    DataNode now = cluster.awaitStable(SOON);
    assertThat(done.get("to").asText()).isEqualTo(now.address().toString());
    cluster.until(
        "all have told of it",
        SOON,
        () ->
            vedette.said("events").lines().filter(l -> l.contains("+switch-master")).count() == 3);
    events.destroy();
    assertThat(vedette.said("events").lines())
        .allSatisfy(line -> assertThat(JSON.readTree(line).get("coordinator")).isNotNull());
    assertOutcome(run(cluster, "events", "--for", "1", "--until", "+tilt"), 3, "");
    cluster.awaitDiscovery();
    forgetting(cluster);
  }

  @Test
  void loginsAndTlsComeFromTheEnvironmentAndFiles() {
    Cluster cluster =
        Cluster.with(1, CoordinatorKind.VEDETTE)
            .replicas(0)
            .quorum(1)
            .tlsOnly()
            .coordinatorConfig("requirepass s3cret")
            .coordinatorLogin("s3cret")
            .start();
    TlsFiles tls = cluster.tls().orElseThrow();
    List<String> words =
        List.of(
            "--cacert", tls.authority().toString(),
            "--cert", tls.certificate().toString(),
            "--key", tls.key().toString());
    String[] master = Stream.concat(Stream.of("mymaster"), words.stream()).toArray(String[]::new);
    assertOutcome(run(cluster, "master", master), 1, "says: NOAUTH");
    List<String> command = new ArrayList<>(List.of("env", "VEDETTE_PASSWORD=s3cret"));
    command.addAll(new VedetteCommand(cluster).command("master", master));
    assertOutcome(
        OsProcess.run(command, cluster.folder(), PATIENCE), 0, cluster.node(0).address() + "\n");
  }

  @Test
  void aCoordinatorsStartLoadsNothingOfThis() throws IOException {
    Path folder = Files.createTempDirectory("vedette-start");
    try {
      List<String> command = new ArrayList<>(List.of("env", "VEDETTE_JAVA_OPTS=-Xlog:class+load"));
      command.addAll(Executables.vedette(Path.of("none.conf")));
      Outcome outcome = OsProcess.run(command, folder, PATIENCE);
      assertOutcome(outcome, 1, "none.conf");
      assertThat(
              outcome.output().lines().filter(line -> line.contains(" io.vedette.sentinel.cli.")))
          .singleElement()
          .asString()
          .contains("VedetteCli ");
      assertThat(outcome.output())
          .contains(" io.vedette.sentinel.conf.")
          .doesNotContain("picocli.");
    } finally {
      deleteAll(folder);
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private static void assertOutcome(Outcome outcome, int exitCode, String contained) {
    assertThat(outcome.output()).contains(contained);
    assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(exitCode);
  }

  /** What it says on standard output with {@code --json}: one line. */
  private static JsonNode json(Cluster cluster, int exitCode, String name, String... words)
      throws IOException {
    Outcome outcome = new VedetteCommand(cluster).json(name, words);
    assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(exitCode);
    assertThat(outcome.output().lines()).hasSize(1);
    return JSON.readTree(outcome.output());
  }

  private static Outcome run(Cluster cluster, String name, String... words) {
    return new VedetteCommand(cluster).run(name, words);
  }
}
