package io.vedette.tests.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.model.Address;
import io.vedette.tests.harness.Cluster;
import io.vedette.tests.harness.CoordinatorKind;
import io.vedette.tests.harness.DataNode;
import io.vedette.tests.harness.OsProcess;
import io.vedette.tests.harness.OsProcess.Outcome;
import io.vedette.tests.harness.RequiresRedis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a Redis pod does at its start and before its end, against real coordinators. */
@RequiresRedis
class RedisPodScriptsTest {
  private static final Path SCRIPTS = Tools.CONFIG.resolve("kubernetes/scripts");
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private Cluster cluster;

  private Outcome script(String name, List<String> settings, String... words) {
    Address coordinator = cluster.coordinator(0).address();
    List<String> command = new ArrayList<>(List.of("env"));
    command.addAll(
        List.of(
            "SENTINEL=" + coordinator.host(),
            "SENTINEL_PORT=" + coordinator.port(),
            "GROUP=" + cluster.group()));
    command.addAll(settings);
    command.add(SCRIPTS.resolve(name).toString());
    command.addAll(List.of(words));
    return OsProcess.run(command, cluster.folder(), PATIENCE);
  }

  /** Here names don't lead to pods: the host of all is 127.0.0.1, as "127.0" and "0.1". */
  private static final List<String> POD = List.of("POD_NAME=127.0", "HEADLESS=0.1");

  @Test
  void aMasterHandsOverBeforeItIsStoppedAndAReplicaEndsAtOnce() {
    cluster = Cluster.with(3, CoordinatorKind.VEDETTE).start();
    DataNode master = cluster.node(0);
    master.call("SET", "key", "kept");
    List<String> settings = new ArrayList<>(POD);
    settings.add("REDIS_PORT=" + master.address().port());
    Outcome outcome = script("pre-stop", settings);
    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(outcome.output()).isEmpty();
    assertThat(master.isMaster()).isFalse();
    assertThat(cluster.events("+switch-master")).isNotEmpty();
    DataNode now = cluster.awaitStable(cluster.settings().recoveryBound());
    assertThat(now.call("GET", "key")).isEqualTo("kept");
    int epochs = cluster.events("+new-epoch").size();
    assertThat(script("pre-stop", settings).exitCode()).isZero();
    assertThat(cluster.events("+new-epoch")).hasSize(epochs);
  }

  @Test
  void aServerWithNobodyToHandOverToIsNotKeptFromEnding() {
    cluster = Cluster.with(1, CoordinatorKind.VEDETTE).replicas(0).quorum(1).start();
    List<String> settings = new ArrayList<>(POD);
    settings.add("REDIS_PORT=" + cluster.node(0).address().port());
    settings.add("WAIT_S=2");
    Outcome outcome = script("pre-stop", settings);
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.output()).contains("NOGOODSLAVE").contains("still the master");
  }

  @Test
  void aServerStartsInTheRoleThatTheCoordinatorsKnow() {
    cluster = Cluster.with(1, CoordinatorKind.VEDETTE).replicas(0).quorum(1).start();
    // The coordinators name this pod: it is the master.
    assertThat(script("start", POD, "echo").output())
        .isEqualTo("--replica-announce-ip 127.0.0.1\n");
    // They name another.
    assertThat(script("start", List.of("POD_NAME=redis-1", "HEADLESS=redis"), "echo").output())
        .isEqualTo("--replica-announce-ip redis-1.redis --replicaof 127.0.0.1 6379\n");
    // They name nobody: the first is the master, and the others follow it.
    List<String> silent = List.of("SENTINEL_PORT=1", "WAIT_S=1", "HEADLESS=redis");
    assertThat(script("start", with(silent, "POD_NAME=redis-0"), "echo").output())
        .isEqualTo("--replica-announce-ip redis-0.redis\n");
    assertThat(script("start", with(silent, "POD_NAME=redis-2"), "echo").output())
        .isEqualTo("--replica-announce-ip redis-2.redis --replicaof redis-0.redis 6379\n");
  }

  private static List<String> with(List<String> settings, String more) {
    List<String> longer = new ArrayList<>(settings);
    longer.add(more);
    return longer;
  }
}
