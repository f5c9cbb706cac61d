package io.vedette.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.tests.harness.Cluster;
import io.vedette.tests.harness.CoordinatorKind;
import io.vedette.tests.harness.CoordinatorNode;
import io.vedette.tests.harness.DataNode;
import io.vedette.tests.harness.OsProcess.Outcome;
import io.vedette.tests.harness.RequiresRedis;
import io.vedette.tests.harness.Server;
import io.vedette.tests.harness.VedetteCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * {@code vedette doctor} at real servers and coordinators, most of which have something wrong. What
 * can't be planted here (a clock, a full disk, TILT) is in {@code CheckupTest}.
 */
@RequiresRedis
@Timeout(300)
class DoctorTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String PASSWORD = "s3cret";

  private Cluster cluster;
  private VedetteCommand vedette;

  private JsonNode findings() {
    Outcome outcome = vedette.json("doctor", "--node-password", PASSWORD);
    try {
      JsonNode findings = new ObjectMapper().readTree(outcome.output()).get("findings");
      boolean isHealthy = findings.findValuesAsText("severity").stream().allMatch("note"::equals);
      assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(isHealthy ? 0 : 3);
      assertThat(findings)
          .allSatisfy(
              each -> {
                assertThat(each.get("severity").asText()).isIn("error", "warning", "note");
                assertThat(each.get("about").asText()).isNotBlank();
                assertThat(each.get("why").asText()).isNotBlank();
              });
      return findings;
    } catch (JsonProcessingException e) {
      throw new AssertionError(outcome.output(), e);
    }
  }

  @Test
  void eachOfManyMistakesIsFound() {
    cluster =
        Cluster.with(3, CoordinatorKind.VEDETTE)
            .and(1, CoordinatorKind.SENTINEL)
            .replicas(3)
            .downAfter(Duration.ofSeconds(5))
            .failoverTimeout(Duration.ofSeconds(30))
            .everyNode(
                "requirepass " + PASSWORD,
                "masterauth " + PASSWORD,
                "save 3600 1",
                "min-replicas-to-write 1",
                "enable-protected-configs yes")
            .nodeLogin(PASSWORD)
            .coordinatorConfig("sentinel auth-pass mymaster " + PASSWORD)
            .start();
    vedette = new VedetteCommand(cluster);
    // On a machine that stands still now and then, one may be in TILT at first.
    cluster.until(
        "all is well, but for what is only good to know",
        SOON,
        () -> findings().findValuesAsText("what"),
        what ->
            Set.copyOf(what)
                .equals(
                    Set.of(
                        "there are 4 coordinators, an even number",
                        "3 of 4 coordinators are Vedette")));

    List<String> expected = new ArrayList<>();
    atServers(expected);
    atCoordinators(expected);
    inOtherGroups(expected);
    someAreGone(expected);
    assertThat(expected).hasSizeGreaterThan(25);
    List<String> found = new ArrayList<>();
    for (JsonNode each : findings()) {
      found.add(each.get("about").asText() + " " + each.get("what").asText());
    }
    for (String mistake : expected) {
      assertThat(found).anyMatch(finding -> finding.startsWith(mistake));
    }
    assertThat(found).noneMatch(finding -> finding.contains(PASSWORD)).doesNotHaveDuplicates();
  }

  private void atServers(List<String> expected) {
    DataNode master = cluster.node(0);
    master.call("CONFIG", "SET", "min-replicas-to-write", "0");
    expected.add(address(master) + " min-replicas-to-write is not set");
    master.call("ACL", "SETUSER", "app", "on", ">secret", "~app:*", "+@all");
    master.call("ACL", "SETUSER", "both", "on", ">secret", "~*", "+@all");
    DataNode one = cluster.node(1);
    one.call("ACL", "SETUSER", "both", "on", ">another", "~*", "+@all");
    one.call("ACL", "SETUSER", "forgotten", "on", "nopass", "~*", "+@all");
    expected.add(address(one) + " it has no ACL user app");
    expected.add(
        address(one) + " other rules or passwords than the master's has its ACL user both");
    expected.add(address(one) + " it has an ACL user that the master lacks: forgotten");
    one.call("CONFIG", "SET", "save", "");
    expected.add(address(one) + " it keeps nothing on disk");
    one.call("CONFIG", "SET", "masteruser", "nobody");
    expected.add(address(one) + " its masteruser is no ACL user of " + address(master));
    DataNode two = cluster.node(2);
    long used = Long.parseLong(two.info("memory").get("used_memory"));
    two.call("CONFIG", "SET", "maxmemory", Long.toString(used + used / 20));
    expected.add(address(two) + " it uses ");
    expected.add(address(two) + " its maxmemory is below the master's");
    two.call("CONFIG", "SET", "masterauth", "");
    expected.add(address(two) + " its masterauth is not the requirepass of " + address(master));
    two.call("CONFIG", "SET", "dir", "/proc");
    two.call("BGSAVE");
    expected.add(address(two) + " its last snapshot failed");
    cluster.until(
        "the snapshot has failed",
        SOON,
        () -> two.info("persistence").get("rdb_last_bgsave_status").equals("err"));
    for (DataNode replica : cluster.nodes().subList(1, 4)) {
      replica.call("CONFIG", "SET", "replica-priority", "0");
    }
    expected.add("mymaster all replicas have replica-priority 0");
  }

  private void atCoordinators(List<String> expected) {
    CoordinatorNode first = cluster.coordinator(0);
    CoordinatorNode second = cluster.coordinator(1);
    for (CoordinatorNode each : List.of(first, second)) {
      each.call("SENTINEL", "DEBUG", "info-period", "1000");
    }
    cluster
        .coordinators()
        .forEach(c -> c.call("SENTINEL", "SET", "mymaster", "failover-timeout", "6000"));
    expected.add("mymaster failover-timeout is 6000, less than twice");
    set(second, "quorum", "3", expected);
    set(second, "down-after-milliseconds", "9000", expected);
    set(second, "failover-timeout", "7000", expected);
    second.call("SENTINEL", "PAUSE", "mymaster", "600");
    expected.add(address(second) + " paused for ");
    second.call("SENTINEL", "SET", "mymaster", "auth-pass", "wrong");
    expected.add(
        address(second) + " " + address(cluster.node(0)) + " refuses its login: WRONGPASS");
    cluster.until(
        "its login is refused", SOON, () -> second.master("mymaster").containsKey("login-refused"));
  }

  private static void set(
      CoordinatorNode whom, String option, String value, List<String> expected) {
    whom.call("SENTINEL", "SET", "mymaster", option, value);
    expected.add(address(whom) + " its " + option + " is " + value + ", that of the others");
  }

  /** Each coordinator may watch what it likes. */
  private void inOtherGroups(List<String> expected) {
    CoordinatorNode first = cluster.coordinator(0);
    monitor(first, "lonely", cluster.addMaster(), "2");
    first.call("SENTINEL", "SET", "lonely", "down-after-milliseconds", "100");
    expected.add("lonely there is one coordinator only");
    expected.add("lonely the quorum is 2, but there are 1 coordinators");
    expected.add("lonely the master has no replica");
    expected.add("lonely down-after-milliseconds is 100");
    expected.add(address(first) + " CKQUORUM: NOQUORUM");
    DataNode shared = cluster.addMaster();
    for (CoordinatorNode each : List.of(first, cluster.coordinator(1))) {
      monitor(each, "pair", shared, "1");
      each.call("SENTINEL", "SET", "pair", "down-after-milliseconds", "120000");
    }
    cluster.until("the two have met", SOON, () -> first.peers("pair").size() == 1);
    expected.add("pair there are two coordinators only");
    expected.add("pair the quorum is 1");
    expected.add("pair down-after-milliseconds is 120000");
  }

  private static void monitor(
      CoordinatorNode coordinator, String group, DataNode master, String quorum) {
    String port = Integer.toString(master.address().port());
    coordinator.call("SENTINEL", "MONITOR", group, master.address().host(), port, quorum);
    coordinator.call("SENTINEL", "SET", group, "auth-pass", PASSWORD);
  }

  private void someAreGone(List<String> expected) {
    CoordinatorNode first = cluster.coordinator(0);
    DataNode replica = cluster.node(3);
    CoordinatorNode coordinator = cluster.coordinator(2);
    cluster.until(
        "the replicas' priorities are known",
        SOON,
        () ->
            first.replicas("mymaster").stream().allMatch(r -> r.get("slave-priority").equals("0")));
    replica.kill();
    coordinator.kill();
    expected.add(address(replica) + " a replica that is down: ");
    expected.add(address(coordinator) + " does not answer: Connection refused");
    expected.add(address(coordinator) + " a coordinator that nobody reaches: ");
    Predicate<String> isGone = flags -> flags.contains("disconnected");
    cluster.until(
        "it is seen that they are gone",
        SOON,
        () ->
            first.peers("mymaster").stream().map(p -> p.get("flags")).anyMatch(isGone)
                && first.replicas("mymaster").stream().map(r -> r.get("flags")).anyMatch(isGone));
  }

  private static String address(Server server) {
    return server.address().toString();
  }
}
