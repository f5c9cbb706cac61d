package io.vedette.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

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

  @Test
  void anOperatorsDayWithVedette() throws IOException {
    Cluster cluster =
        Cluster.with(3, CoordinatorKind.VEDETTE)
            .downAfter(STALL)
            .failoverTimeout(STALL.multipliedBy(6))
            .everyNode("save 3600 1", "min-replicas-to-write 1")
            .nodeConfig(2, "replica-priority 10")
            .start();
    CoordinatorNode first = cluster.coordinator(0);
    DataNode old = cluster.node(0);

    assertOutcome(run(cluster, "master", "mymaster"), 0, old.address() + "\n");
    assertOutcome(run(cluster, "master", "other"), 1, "no coordinator that was asked watches");
    Outcome status = run(cluster, "status");
    assertOutcome(status, 0, "mymaster  master " + old.address() + "  all agree");
    cluster.coordinators().forEach(c -> assertThat(status.output()).contains(c.address() + "  "));
    assertThat(status.output()).as("colour where no terminal is").doesNotContain("\033");
    assertOutcome(run(cluster, "doctor"), 0, "healthy: nothing was found");

    assertOutcome(run(cluster, "pause", "mymaster", "--for", "600"), 0, "paused for 600 s");
    assertThat(cluster.coordinators())
        .allMatch(c -> c.master("mymaster").containsKey("failover-paused-ms"));
    assertOutcome(run(cluster, "resume", "mymaster"), 0, "resumed");
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
    cluster.until(
        "there is a picture", SOON, () -> vedette.said("status").contains("mymaster"));
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

    forgetting(cluster, first);
  }

  private static void forgetting(Cluster cluster, CoordinatorNode first) {
    DataNode gone = cluster.node(1);
    String where = gone.address().toString();
    gone.kill();
    awaitLost(cluster, where);
    assertOutcome(run(cluster, "status", "--json"), 3, "\"replica " + where + ": ");
    assertOutcome(run(cluster, "forget-replica", "mymaster", where), 0, "forgotten by 3");
    cluster
        .coordinators()
        .forEach(
            c -> assertThat(c.replicas("mymaster")).noneMatch(r -> r.get("name").equals(where)));

    CoordinatorNode lost = cluster.coordinator(2);
    lost.kill();
    cluster.until(
        "the first has lost the third",
        SOON,
        () ->
            first.peers("mymaster").stream()
                .anyMatch(p -> p.get("flags").contains("disconnected")));
    assertOutcome(run(cluster, "status"), 3, "does not answer: Connection refused");
    cluster.until(
        "the second has lost the third",
        SOON,
        () ->
            cluster.coordinator(1).peers("mymaster").stream()
                .anyMatch(p -> p.get("flags").contains("disconnected")));
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
  void redisSentinelsAnswerAsFarAsTheyCan() {
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
    assertOutcome(
        run(cluster, "failover", "mymaster"), 0, "is the master now, it was " + old.address());
    assertThat(cluster.awaitStable(SOON)).isNotEqualTo(old);
    assertOutcome(run(cluster, "events", "--for", "1", "--until", "+tilt"), 3, "");
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
  void whatInitWritesIsGood() throws IOException {
    Path folder = Files.createTempDirectory("vedette-init");
    try {
      List<String> init = new ArrayList<>(Executables.vedette(Path.of("init")));
      init.addAll(List.of("10.0.0.11", "10.0.0.12", "10.0.0.13", "--master", "10.0.0.21"));
      assertOutcome(OsProcess.run(init, folder, PATIENCE), 0, "wrote ");
      Path file = folder.resolve("sentinel-10.0.0.12-26379.conf");
      List<String> check = new ArrayList<>(Executables.vedette(Path.of("check-config")));
      check.add(file.toString());
      assertOutcome(
          OsProcess.run(check, folder, PATIENCE), 0, "mymaster: master 10.0.0.21:6379, quorum 2");
      Files.writeString(file, Files.readString(file) + "nonsense\n");
      assertOutcome(OsProcess.run(check, folder, PATIENCE), 1, file + ":");
    } finally {
      deleteAll(folder);
    }
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

  private static Outcome run(Cluster cluster, String name, String... words) {
    return new VedetteCommand(cluster).run(name, words);
  }
}
