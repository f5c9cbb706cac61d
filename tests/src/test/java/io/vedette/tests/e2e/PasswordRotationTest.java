package io.vedette.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.tests.harness.Cluster;
import io.vedette.tests.harness.ClusterSettings;
import io.vedette.tests.harness.CoordinatorKind;
import io.vedette.tests.harness.CoordinatorNode;
import io.vedette.tests.harness.DataNode;
import io.vedette.tests.harness.RecordedEvent;
import io.vedette.tests.harness.RequiresRedis;
import io.vedette.tests.harness.RespClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Passwords are changed under a running quorum, and nobody is taken for down. */
@RequiresRedis
class PasswordRotationTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String RIGHTS =
      " allchannels +multi +slaveof +ping +exec +subscribe +config|rewrite +role +publish +info"
          + " +client|setname +client|kill +script|kill";

  private static ClusterSettings three() {
    return Cluster.with(3, CoordinatorKind.VEDETTE).replicas(1);
  }

  private static void everywhere(Cluster cluster, String... words) {
    cluster.nodes().forEach(node -> node.call(words));
  }

  private static void setPassword(Cluster cluster, String password) {
    for (CoordinatorNode coordinator : cluster.coordinators()) {
      assertThat(coordinator.call("SENTINEL", "SET", cluster.group(), "auth-pass", password))
          .isEqualTo("OK");
    }
  }

  /** Everybody is linked with everybody, by the login that is set. */
  private static void awaitLoggedIn(Cluster cluster) {
    cluster.until(
        "no login is refused",
        SOON,
        () -> cluster.coordinators().stream().allMatch(c -> loginsRefused(c) == 0));
    cluster.awaitDiscovery();
  }

  private static int loginsRefused(CoordinatorNode coordinator) {
    return ((String) coordinator.call("INFO", "sentinel"))
        .lines()
        .filter(line -> line.startsWith("vedette_logins_refused:"))
        .mapToInt(line -> Integer.parseInt(line.substring(line.indexOf(':') + 1)))
        .sum();
  }

  private static void assertNobodyWasDown(Cluster cluster) {
    assertThat(cluster.events("+sdown")).isEmpty();
    assertThat(cluster.events("+switch-master")).isEmpty();
  }

  @Test
  void aUsersPasswordIsAddedThenSetThenTheOldOneIsTakenAway() {
    String user = "user watcher on >old" + RIGHTS;
    Cluster cluster =
        three()
            .nodeConfig(0, user)
            .nodeConfig(1, user)
            .coordinatorConfig(
                "sentinel auth-user mymaster watcher", "sentinel auth-pass mymaster old")
            .start();

    everywhere(cluster, "ACL", "SETUSER", "watcher", ">new");
    setPassword(cluster, "new");
    awaitLoggedIn(cluster);
    everywhere(cluster, "ACL", "SETUSER", "watcher", "<old");
    // New links have to get in as well.
    everywhere(cluster, "CLIENT", "KILL", "USER", "watcher");
    cluster.until("they do", SOON, () -> cluster.nodes().stream().allMatch(n -> watchers(n) == 3));
    awaitLoggedIn(cluster);

    assertThat(cluster.events("+auth-failed")).isEmpty();
    assertNobodyWasDown(cluster);
  }

  private static long watchers(DataNode node) {
    return ((String) node.call("CLIENT", "LIST"))
        .lines()
        .filter(line -> line.contains("user=watcher") && line.contains("-cmd"))
        .count();
  }

  @Test
  void requirepassMayComeAfterTheCoordinatorsPassword() throws IOException {
    Cluster cluster = three().start();
    List<RespClient> ins = new ArrayList<>();
    try {
      for (DataNode node : cluster.nodes()) {
        ins.add(node.connect());
      }
      setPassword(cluster, "first");
      requirePassword(ins, "first");
      setPassword(cluster, "second");
      cluster.until(
          "the password to come is refused, and that is said",
          SOON,
          () -> cluster.coordinators().stream().allMatch(c -> loginsRefused(c) == 2));
      // Even links that are new meanwhile get in.
      for (RespClient in : ins) {
        in.call("CLIENT", "KILL", "TYPE", "pubsub");
      }
      CoordinatorNode any = cluster.coordinator(0);
      cluster.until(
          "the master is linked again",
          SOON,
          () -> any.master(cluster.group()),
          master ->
              master.get("flags").equals("master")
                  && master.getOrDefault("login-refused", "").startsWith("WRONGPASS"));
      requirePassword(ins, "second");
      awaitLoggedIn(cluster);
    } finally {
      for (RespClient in : ins) {
        in.close();
      }
    }
    assertThat(cluster.events("+auth-failed")).hasSize(6);
    assertThat(cluster.events("-auth-failed")).hasSize(6);
    assertNobodyWasDown(cluster);
  }

  private static void requirePassword(List<RespClient> ins, String password) throws IOException {
    for (RespClient in : ins) {
      in.call("CONFIG", "SET", "masterauth", password);
      in.call("CONFIG", "SET", "requirepass", password);
    }
  }

  @Test
  void aMasterThatLetsNobodyInIsNotDownWhileItsReplicaFollowsIt() {
    Cluster cluster = three().start();
    DataNode master = cluster.node(0);
    // Its replica goes on by the connection that it has, and so does this test.
    master.call("CONFIG", "SET", "requirepass", "surprise");
    master.call("CLIENT", "KILL", "TYPE", "pubsub");

    cluster.until(
        "all of them say that they are not let in",
        SOON,
        () -> cluster.events("+auth-failed").stream().map(RecordedEvent::by).distinct().count(),
        count -> count == 3);
    // Twice as long as it takes to be down.
    cluster.until(
        "no answer for long",
        SOON,
        () -> cluster.coordinator(0).master(cluster.group()).get("last-ok-ping-reply"),
        ms -> Long.parseLong(ms) > 2 * cluster.settings().downAfter().toMillis());
    assertNobodyWasDown(cluster);

    setPassword(cluster, "surprise");
    cluster.until(
        "the master lets them in",
        SOON,
        () ->
            cluster.coordinators().stream()
                .allMatch(c -> c.master(cluster.group()).get("flags").equals("master")));
    assertNobodyWasDown(cluster);
  }

  @Test
  void thePasswordForPeersMayBeSetBeforeTheyKnowIt() {
    Cluster cluster =
        three()
            .coordinatorConfig(
                "user peer on >one &* +@all",
                "sentinel sentinel-user peer",
                "sentinel sentinel-pass one")
            .start();

    for (CoordinatorNode each : cluster.coordinators()) {
      each.call("SENTINEL", "CONFIG", "SET", "sentinel-pass", "two");
    }
    cluster.until(
        "the password to come is refused by all peers, and that is said",
        SOON,
        () -> cluster.coordinators().stream().allMatch(c -> loginsRefused(c) == 2));
    cluster.awaitDiscovery();
    for (CoordinatorNode each : cluster.coordinators()) {
      each.call("ACL", "SETUSER", "peer", ">two", "<one");
    }
    awaitLoggedIn(cluster);

    assertNobodyWasDown(cluster);
  }
}
