package io.vedette.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.tests.harness.Cluster;
import io.vedette.tests.harness.CoordinatorNode;
import io.vedette.tests.harness.DataNode;
import io.vedette.tests.harness.DataServer;
import io.vedette.tests.harness.DocumentedUsers;
import io.vedette.tests.harness.RequiresRedis;
import io.vedette.tests.harness.RespClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every version of Redis and Valkey at hand as data nodes, open and with the users that Sentinel's
 * documentation gives: monitoring, failover and the return of the old master.
 */
@RequiresRedis
class DataServersTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  /**
   * Hellos of three coordinators in which a link would be lost and made anew, if it did not last.
   */
  private static final int HELLOS = 6;

  /** So often may a command that is not allowed be tried at one data node, by all coordinators. */
  private static final int TRIES = 6;

  /** Without all that a coordinator can do without. */
  private static final String FEWEST_RULES = "allchannels +slaveof +ping +subscribe +publish +info";

  private static final Pattern LINK = Pattern.compile("id=(\\d+) .*name=(sentinel-\\w+)-cmd .*");

  @Test
  void oldAndNewRedisAreAmongThem() {
    assertThat(DataServer.found())
        .extracting(DataServer::toString)
        .anyMatch(server -> server.startsWith("Redis 6.2."))
        .anyMatch(server -> server.startsWith("Redis 7.0."));
  }

  @ParameterizedTest
  @MethodSource("io.vedette.tests.harness.DataServer#found")
  void crashedMasterIsReplacedAndReturnsAsReplica(DataServer server) {
    Cluster cluster = Cluster.ofThree().dataServer(server).start();

    assertFailsOver(cluster);
    assertRolesAreOnDisk(cluster);
  }

  @ParameterizedTest
  @MethodSource("io.vedette.tests.harness.DataServer#found")
  void documentedUsersAreEnough(DataServer server) throws IOException {
    Cluster cluster =
        DocumentedUsers.in(Cluster.ofThree().dataServer(server).everyNode("lua-time-limit 300"))
            .start();

    assertLinksLast(cluster);
    assertScriptIsKilled(cluster, cluster.node(2));
    assertFailsOver(cluster);
    assertRolesAreOnDisk(cluster);
    cluster.nodes().forEach(DataServersTest::assertLittleIsRefused);
    assertNobodyComplains(cluster);
  }

  @Test
  void whatIsRefusedIsDoneWithout() {
    Cluster cluster = DocumentedUsers.in(Cluster.ofThree(), FEWEST_RULES, "").start();

    assertLinksLast(cluster);
    assertFailsOver(cluster);
    assertNobodyComplains(cluster);
  }

  /** Nothing that is refused costs a coordinator its link. */
  private static void assertLinksLast(Cluster cluster) {
    Map<DataNode, Set<String>> before = links(cluster);
    assertThat(before.values()).allSatisfy(links -> assertThat(links).hasSize(3));
    long published = published(cluster.node(0));
    cluster.until("hellos", SOON, () -> published(cluster.node(0)) >= published + HELLOS);
    assertThat(links(cluster)).isEqualTo(before);
    assertThat(cluster.events("+sdown")).isEmpty();
  }

  /** Ids and names of the coordinators' connections at each node. */
  private static Map<DataNode, Set<String>> links(Cluster cluster) {
    return cluster.nodes().stream()
        .collect(
            Collectors.toMap(
                node -> node,
                node ->
                    ((String) node.call("CLIENT", "LIST"))
                        .lines()
                        .filter(line -> line.contains("user=" + DocumentedUsers.COORDINATOR))
                        .map(LINK::matcher)
                        .filter(Matcher::matches)
                        .map(link -> link.group(1) + " " + link.group(2))
                        .collect(Collectors.toSet())));
  }

  private static long published(DataNode node) {
    String calls = node.info("commandstats").get("cmdstat_publish");
    return Long.parseLong(calls.substring("calls=".length(), calls.indexOf(',')));
  }

  /** SCRIPT KILL, which a server that is busy gets when it counts as down. */
  private static void assertScriptIsKilled(Cluster cluster, DataNode replica) throws IOException {
    try (RespClient client = replica.connect()) {
      client.send("EVAL", "while true do end", "0");
      cluster.awaitEvent("-sdown", SOON);
      assertThatThrownBy(client::read).hasMessageContaining("killed by user");
    }
    assertThat(cluster.events("+sdown"))
        .allSatisfy(
            event -> assertThat(event.message()).startsWith("slave " + replica.address() + " "));
    cluster.awaitDiscovery();
  }

  private static void assertFailsOver(Cluster cluster) {
    DataNode old = cluster.node(0);
    old.call("SET", "before", "1");
    assertThat(old.call("WAIT", "2", "1000")).isEqualTo(2L);

    old.kill();
    DataNode promoted = cluster.awaitStable(cluster.settings().recoveryBound());

    assertThat(promoted).isNotEqualTo(old);
    assertThat(promoted.call("GET", "before")).isEqualTo("1");
    assertThat(promoted.call("SET", "after", "2")).isEqualTo("OK");
    old.restart();
    assertThat(cluster.awaitStable(cluster.settings().recoveryBound())).isEqualTo(promoted);
    assertThat(old.call("GET", "after")).isEqualTo("2");
    assertThat(cluster.events("+switch-master")).hasSize(3);
  }

  /** Each node's configuration says whom it follows, so CONFIG REWRITE was let through. */
  private static void assertRolesAreOnDisk(Cluster cluster) {
    DataNode master = cluster.awaitStable(cluster.settings().recoveryBound());
    String following = "replicaof " + master.address().host() + " " + master.address().port();
    for (DataNode node : cluster.nodes()) {
      List<String> said =
          node.configText().lines().filter(line -> line.startsWith("replicaof ")).toList();
      assertThat(said)
          .as(node.toString())
          .isEqualTo(node == master ? List.of() : List.of(following));
    }
  }

  /** What is beyond the rules may be tried, but not again and again. */
  private static void assertLittleIsRefused(DataNode node) {
    Map<String, Long> refused =
        RespClient.asMaps(node.call("ACL", "LOG", "128")).stream()
            .filter(entry -> entry.get("username").equals(DocumentedUsers.COORDINATOR))
            .collect(
                Collectors.groupingBy(
                    entry -> entry.get("reason") + " " + entry.get("object"),
                    Collectors.summingLong(entry -> Long.parseLong(entry.get("count")))));
    assertThat(refused.values()).as(refused.toString()).allMatch(times -> times <= TRIES);
  }

  /** A refusal that harms nothing is worth no line in the log. */
  private static void assertNobodyComplains(Cluster cluster) {
    for (CoordinatorNode coordinator : cluster.coordinators()) {
      assertThat(coordinator.logText()).doesNotContain("NOPERM").doesNotContain("refuses");
    }
  }
}
