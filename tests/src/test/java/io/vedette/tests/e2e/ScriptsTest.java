package io.vedette.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.tests.harness.Cluster;
import io.vedette.tests.harness.CoordinatorKind;
import io.vedette.tests.harness.CoordinatorNode;
import io.vedette.tests.harness.DataNode;
import io.vedette.tests.harness.RecordedEvent;
import io.vedette.tests.harness.RequiresRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresRedis
class ScriptsTest {
  private static final Duration SOON = Duration.ofSeconds(15);

  /** Events of a failover that go to the notification script; the others must not. */
  private static final Set<String> SCRIPTED =
      Set.of(
          "+sdown",
          "-sdown",
          "+odown",
          "-odown",
          "+new-epoch",
          "+try-failover",
          "+vote-for-leader",
          "+elected-leader",
          "+failover-state-select-slave",
          "+selected-slave",
          "+promoted-slave",
          "+failover-state-reconf-slaves",
          "+failover-end",
          "+failover-end-for-timeout",
          "-failover-abort-not-elected",
          "-failover-abort-no-good-slave",
          "-failover-abort-slave-timeout",
          "+config-update-from",
          "+switch-master",
          "+set");

  @TempDir Path scripts;

  @Test
  void failoverRunsBothScriptsWithTheExactArguments() throws IOException {
    for (int i = 0; i < 3; i++) {
      script("notify" + i, "");
      script("reconfig" + i, "");
    }
    Cluster cluster =
        Cluster.ofThree()
            .coordinatorConfig(
                "sentinel notification-script mymaster " + scripts + "/notify{index}",
                "sentinel client-reconfig-script mymaster " + scripts + "/reconfig{index}")
            .start();
    for (int i = 0; i < 3; i++) {
      // Earlier events came before the recorder; from this one on both see everything.
      cluster.coordinator(i).call("SENTINEL", "SET", "mymaster", "parallel-syncs", "2");
    }

    DataNode old = cluster.node(0);
    old.kill();
    DataNode master = cluster.awaitStable(cluster.settings().recoveryBound());

    CoordinatorNode leader = leaderOf(cluster);
    for (int i = 0; i < 3; i++) {
      CoordinatorNode coordinator = cluster.coordinator(i);
      String role = coordinator == leader ? "leader" : "observer";
      String switched =
          "mymaster|%s|start|127.0.0.1|%d|127.0.0.1|%d|"
              .formatted(role, old.address().port(), master.address().port());
      awaitCalls("reconfig" + i, List.of(switched));
      List<String> published =
          coordinator.events().all().stream()
              .dropWhile(e -> !e.channel().equals("+set"))
              .filter(e -> SCRIPTED.contains(e.channel()))
              .map(e -> e.channel() + "|" + e.message() + "|")
              .toList();
      assertThat(published).anyMatch(call -> call.startsWith("+switch-master|"));
      awaitCallsAfter("notify" + i, "+set|", published);
    }
  }

  @Test
  void scriptThatExitsWithOneRunsTenTimes() throws IOException {
    script("notify", "exit 1");
    CoordinatorNode coordinator = runOnce("notify", "script-retry-delay", "10");

    await("the tenth run").atMost(SOON).until(() -> calls("notify").size() >= 10);
    await("no script is pending")
        .atMost(SOON)
        .until(() -> ((List<?>) coordinator.call("SENTINEL", "PENDING-SCRIPTS")).isEmpty());
    assertThat(calls("notify")).hasSize(10).containsOnly(setEvent(coordinator));
    assertThat(coordinator.events().of("-script-error")).hasSize(1);
  }

  @Test
  void scriptThatExitsWithTwoRunsOnce() throws IOException {
    script("notify", "echo broken >&2; exit 2");
    CoordinatorNode coordinator = runOnce("notify", "script-retry-delay", "10");

    await("the script's error is published")
        .atMost(SOON)
        .until(() -> !coordinator.events().of("-script-error").isEmpty());
    assertThat(coordinator.events().of("-script-error"))
        .extracting(RecordedEvent::message)
        .containsExactly(scripts.resolve("notify") + " 0 2");
    assertThat((List<?>) coordinator.call("SENTINEL", "PENDING-SCRIPTS")).isEmpty();
    assertThat(calls("notify")).containsExactly(setEvent(coordinator));
  }

  @Test
  void scriptThatRunsTooLongIsKilledAndRunAgain() throws IOException {
    script("notify", "exec sleep 60");
    CoordinatorNode coordinator =
        runOnce("notify", "script-max-runtime", "300", "script-retry-delay", "10");

    await("two runs time out")
        .atMost(SOON)
        .until(() -> coordinator.events().of("-script-timeout").size() >= 2);
    String message = coordinator.events().of("-script-timeout").get(0).message();
    assertThat(message).matches(scripts.resolve("notify") + " \\d+");
    long pid = Long.parseLong(message.substring(message.lastIndexOf(' ') + 1));
    await("the script is gone")
        .atMost(SOON)
        .until(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    assertThat(calls("notify").size()).isGreaterThanOrEqualTo(2);
  }

  /**
   * A coordinator alone with its master, where {@code debug} shortens the rules' times, and setting
   * the script is the one event that runs it.
   */
  private CoordinatorNode runOnce(String script, String... debug) {
    Cluster cluster =
        Cluster.with(1, CoordinatorKind.underTest())
            .replicas(0)
            .quorum(1)
            .coordinatorConfig("sentinel deny-scripts-reconfig no")
            .start();
    CoordinatorNode coordinator = cluster.coordinator(0);
    for (int i = 0; i < debug.length; i += 2) {
      coordinator.call("SENTINEL", "DEBUG", debug[i], debug[i + 1]);
    }
    String path = scripts.resolve(script).toString();
    coordinator.call("SENTINEL", "SET", cluster.group(), "notification-script", path);
    return coordinator;
  }

  private static String setEvent(CoordinatorNode coordinator) {
    return "+set|" + coordinator.events().of("+set").get(0).message() + "|";
  }

  private static CoordinatorNode leaderOf(Cluster cluster) {
    String leader = cluster.events("+elected-leader").get(0).by();
    return cluster.coordinators().stream()
        .filter(c -> c.name().equals(leader))
        .findFirst()
        .orElseThrow();
  }

  /**
   * A script that writes down its arguments, each followed by a bar, and then does {@code rest}.
   */
  private void script(String name, String rest) throws IOException {
    Path file = scripts.resolve(name);
    // One write per call: calls run side by side.
    String record = "line=$(printf '%s|' \"$@\")\nprintf '%s\\n' \"$line\" >> " + file + ".calls\n";
    Files.writeString(file, "#!/bin/sh\n" + record + rest + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private List<String> calls(String script) throws IOException {
    Path calls = scripts.resolve(script + ".calls");
    return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
  }

  private void awaitCalls(String script, List<String> expected) {
    await("calls of " + script)
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(calls(script)).containsExactlyInAnyOrderElementsOf(expected));
  }

  /** As {@link #awaitCalls}, from the first call that begins like this on. */
  private void awaitCallsAfter(String script, String first, List<String> expected) {
    await("calls of " + script)
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(calls(script).stream().dropWhile(c -> !c.startsWith(first)).toList())
                    .containsExactlyInAnyOrderElementsOf(expected));
  }
}
