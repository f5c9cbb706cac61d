package io.vedette.tests.container;

import static io.vedette.tests.container.ContainerDeployment.CONFIGURATION;
import static io.vedette.tests.container.ContainerDeployment.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.tests.container.ContainerDeployment.Host;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NeedsDockerEngine.class)
@Timeout(180)
class ContainerFailoverTest {
  /** down-after-milliseconds is 2 s; the rest is for a busy machine. */
  private static final Duration FAILOVER = Duration.ofSeconds(40);

  /** A coordinator sees a node's role in its INFO, every 10 s, and waits before it repairs it. */
  private static final Duration REPAIR = Duration.ofSeconds(60);

  private ContainerDeployment deployment;

  @BeforeEach
  void start(TestInfo test) throws Exception {
    Path logs =
        Path.of(System.getProperty("vedette.home"), "tests", "target", "containers")
            .resolve(test.getTestMethod().orElseThrow().getName());
    deployment = ContainerDeployment.start(CoordinatorProgram.chosen(), logs);
  }

  @AfterEach
  void stop() {
    if (deployment != null) {
      deployment.close();
    }
  }

  @Test
  void aPausedMasterIsReplacedAndBecomesAReplica() {
    Host old = deployment.master();
    deployment.askNode(old, "SET", "before", "kept");

    deployment.pause(old);
    Host promoted = awaitFailover(deployment.coordinators());
    assertThat(deployment.askNode(promoted, "SET", "after", "kept")).containsExactly("OK");

    deployment.unpause(old);
    awaitReplica(old, promoted);
    assertThat(deployment.askNode(old, "MGET", "before", "after")).containsExactly("kept", "kept");
    assertEveryoneAnswers(promoted);
  }

  @Test
  void aMasterCutOffFromTheNetworkIsReplacedAndFollowsTheNewOneOnItsReturn() {
    Host old = deployment.master();
    deployment.cutOff(old);
    Host promoted = awaitFailover(deployment.coordinators());
    assertThat(deployment.askNode(promoted, "SET", "key", "new side")).containsExactly("OK");
    assertThat(deployment.run(old, "redis-cli", "SET", "key", "cut-off side")).isEqualTo("OK");

    deployment.reconnect(old);
    awaitReplica(old, promoted);
    assertThat(deployment.askNode(old, "GET", "key")).containsExactly("new side");
    assertEveryoneAnswers(promoted);
  }

  @Test
  void aCoordinatorCutOffFromTheNetworkLearnsTheNewMasterOnItsReturn() {
    Host old = deployment.master();
    Host cutOff = deployment.coordinators().get(0);
    List<Host> others = deployment.coordinators().subList(1, 3);

    deployment.cutOff(cutOff);
    deployment.crash(old);
    Host promoted = awaitFailover(others);
    assertThat(deployment.run(cutOff, "cat", CONFIGURATION))
        .as("what the cut-off coordinator believes")
        .contains("sentinel monitor main " + old.address() + " ");

    deployment.reconnect(cutOff);
    within(FAILOVER).untilAsserted(() -> assertEveryoneAnswers(promoted));
    within(FAILOVER).untilAsserted(() -> assertNobodyMissesAPeer(others));
  }

  /** Waits until the given coordinators agree on a former replica and all nodes follow it. */
  private Host awaitFailover(List<Host> coordinators) {
    Host promoted =
        within(FAILOVER)
            .until(() -> agreedReplica(coordinators), found -> found.size() == 1)
            .get(0);
    within(FAILOVER)
        .untilAsserted(
            () -> assertThat(deployment.askNode(promoted, "ROLE")).first().isEqualTo("master"));
    for (Host replica : deployment.replicas()) {
      if (!replica.equals(promoted)) {
        awaitReplica(replica, promoted);
      }
    }
    return promoted;
  }

  /** The one former replica that all the given coordinators name as the master, if there is one. */
  private List<Host> agreedReplica(List<Host> coordinators) {
    List<String> named = coordinators.stream().map(deployment::masterAddress).distinct().toList();
    return deployment.replicas().stream()
        .filter(replica -> named.equals(List.of(replica.address())))
        .toList();
  }

  private void awaitReplica(Host node, Host master) {
    within(REPAIR).untilAsserted(() -> deployment.requireReplicaOf(node, master));
  }

  private void assertEveryoneAnswers(Host master) {
    assertThat(deployment.coordinators())
        .allSatisfy(
            coordinator ->
                assertThat(deployment.masterAddress(coordinator)).isEqualTo(master.address()));
  }

  private void assertNobodyMissesAPeer(List<Host> coordinators) {
    assertThat(coordinators)
        .allSatisfy(
            coordinator ->
                assertThat(deployment.peerFlags(coordinator))
                    .containsExactly("sentinel", "sentinel"));
  }
}
