package io.vedette.tests.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.quorum.model.Address;
import io.vedette.tests.harness.CoordinatorKind;
import io.vedette.tests.harness.Executables;
import io.vedette.tests.harness.FreePorts;
import io.vedette.tests.harness.OsProcess;
import io.vedette.tests.harness.PrivateHosts;
import io.vedette.tests.harness.Relay;
import io.vedette.tests.harness.RequiresRedis;
import io.vedette.tests.harness.RequiresRoot;
import io.vedette.tests.harness.RespClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One quorum of two Vedettes and a {@code redis-sentinel} that know everybody by name: both say the
 * same, before and after a failover. One Vedette is reached by a name and another port only, as
 * behind NAT. A server comes back at another address, and a name is lost.
 */
@RequiresRedis
@RequiresRoot
class HostNamesTest {
  private static final Duration LONG = Duration.ofSeconds(40);
  private static final int A = 0;
  private static final int B = 1;

  @TempDir private Path folder;
  private final int port = FreePorts.next();
  private final int natPort = FreePorts.next();
  private final int[] listens = {FreePorts.next(), FreePorts.next(), FreePorts.next()};
  private final Map<String, OsProcess> running = new LinkedHashMap<>();
  private PrivateHosts hosts;
  private Relay nat;

  @BeforeEach
  void names() throws IOException {
    hosts = new PrivateHosts(folder);
    hosts.set("redis-a", "127.0.0.2");
    hosts.set("redis-b", "127.0.0.3");
    hosts.set("redis-c", "127.0.0.4");
    hosts.set("outside", "127.0.0.7");
    nat = new Relay("127.0.0.7", natPort, listens[A]);
  }

  @AfterEach
  void stop() throws IOException {
    running.values().forEach(OsProcess::destroy);
    nat.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "no"})
  void bothProgramsTellTheSameByNamesOrByAddresses(String announce) throws Exception {
    startNode("a", "127.0.0.2");
    startNode("b", "127.0.0.3");
    startNode("c", "127.0.0.4");
    startCoordinators(announce);
    boolean named = announce.equals("yes");
    until("all know all", () -> agreed(2, 2) && flagsOf("slave").size() == 2);

    assertThat(master(A)).isEqualTo(named ? "Redis-A" : "127.0.0.2");
    assertThat(replicas(A)).containsExactlyInAnyOrder(told(named, "b"), told(named, "c"));
    assertThat(peers(B)).contains((named ? "outside" : "127.0.0.7") + ":" + natPort);
    assertThat(nat.connections()).as("both others came through").isGreaterThanOrEqualTo(2);
    assertThat(ownLines(B)).containsAll(Set.of("monitor Redis-A", "known-replica Redis-b"));
    if (named) {
      assertThat(ownLines(B)).as("the file is the same, too").isEqualTo(ownLines(2));
    }

    running.remove("a").destroy();
    until("all follow to b", () -> agreed(2, 2) && masterIs(named ? "Redis-b" : "127.0.0.3"));
    assertThat(Files.readString(folder.resolve("s1.log")))
        .contains(
            named
                ? "+switch-master mymaster Redis-A " + port + " Redis-b " + port
                : "+switch-master mymaster 127.0.0.2 " + port + " 127.0.0.3 " + port);
    assertThat(ownLines(B)).containsAll(Set.of("monitor Redis-b", "known-replica Redis-A"));

    running.remove("c").destroy();
    hosts.set("redis-c", "127.0.0.14");
    startNode("c", "127.0.0.14");
    String moved = named ? "Redis-c" : "127.0.0.14";
    until("it is found where it is now", () -> flagsOf("slave").contains(moved));
    assertThat(Files.readString(folder.resolve("s1.log")))
        .contains("+host-moved Redis-c 127.0.0.4 127.0.0.14");

    running.remove("c").destroy();
    hosts.remove("redis-c");
    until("it is gone", () -> !flagsOf("slave").contains(moved));
    startNode("c", "127.0.0.14");
    until("it is found where it was last", () -> flagsOf("slave").contains(moved));
  }

  private static String told(boolean named, String node) {
    return named ? "Redis-" + node : "127.0.0." + (node.equals("b") ? 3 : 4);
  }

  // --- What is started ---

  private void startNode(String name, String address) throws IOException {
    Path file = folder.resolve(name + ".conf");
    List<String> lines =
        new ArrayList<>(
            List.of(
                "port " + port,
                "bind " + address,
                "dir \"" + folder + "\"",
                "dbfilename " + name + ".rdb",
                "save \"\"",
                "repl-diskless-sync-delay 0",
                "replica-announce-ip Redis-" + name,
                "replica-priority " + (name.equals("b") ? 10 : 100)));
    if (!name.equals("a")) {
      lines.add("replicaof " + (Files.exists(file) ? "redis-b " : "redis-a ") + port);
    }
    Files.write(file, lines);
    List<String> command = new ArrayList<>(Executables.redisServer());
    command.add(file.toString());
    running.put(
        name, OsProcess.start(hosts.seenBy(command), folder, folder.resolve(name + ".log")));
    until(name + " answers", () -> "PONG".equals(call(new Address(address, port), "PING")));
  }

  private void startCoordinators(String announce) throws IOException {
    for (int i = 0; i < listens.length; i++) {
      List<String> lines =
          new ArrayList<>(
              List.of(
                  "port " + listens[i],
                  "bind 127.0.0.1",
                  "dir \"" + folder + "\"",
                  "sentinel resolve-hostnames yes",
                  "sentinel announce-hostnames " + announce,
                  "sentinel monitor mymaster Redis-A " + port + " 2",
                  "sentinel down-after-milliseconds mymaster 1500",
                  "sentinel failover-timeout mymaster 6000"));
      if (i == A) {
        lines.add("sentinel announce-ip outside");
        lines.add("sentinel announce-port " + natPort);
      }
      Path file = Files.write(folder.resolve("s" + i + ".conf"), lines);
      CoordinatorKind kind = i == 2 ? CoordinatorKind.SENTINEL : CoordinatorKind.VEDETTE;
      running.put(
          "s" + i,
          OsProcess.start(
              hosts.seenBy(kind.command(file)), folder, folder.resolve("s" + i + ".log")));
    }
  }

  // --- What is said ---

  private static Object call(Address to, String... words) throws IOException {
    try (RespClient client = RespClient.connect(to, Duration.ofSeconds(2))) {
      return client.call(words);
    }
  }

  private Object ask(int coordinator, String... words) throws IOException {
    return call(new Address("127.0.0.1", listens[coordinator]), words);
  }

  private String master(int coordinator) throws IOException {
    Object reply = ask(coordinator, "SENTINEL", "GET-MASTER-ADDR-BY-NAME", "mymaster");
    return (String) ((List<?>) reply).get(0);
  }

  private boolean masterIs(String host) throws IOException {
    return master(A).equals(host);
  }

  private Set<String> replicas(int coordinator) throws IOException {
    return maps(coordinator, "REPLICAS").stream()
        .map(replica -> replica.get("ip"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> peers(int coordinator) throws IOException {
    return maps(coordinator, "SENTINELS").stream()
        .map(peer -> peer.get("ip") + ":" + peer.get("port"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private List<Map<String, String>> maps(int coordinator, String what) throws IOException {
    return RespClient.asMaps(ask(coordinator, "SENTINEL", what, "mymaster"));
  }

  /** The replicas that both Vedettes see with just these flags. */
  private Set<String> flagsOf(String flags) throws IOException {
    Set<String> seen = new TreeSet<>();
    for (Map<String, String> replica : maps(A, "REPLICAS")) {
      if (replica.get("flags").equals(flags)) {
        seen.add(replica.get("ip"));
      }
    }
    seen.retainAll(
        maps(B, "REPLICAS").stream()
            .filter(replica -> replica.get("flags").equals(flags))
            .map(replica -> replica.get("ip"))
            .toList());
    return seen;
  }

  /** Whether all three know so many, and say the same of each but its times. */
  private boolean agreed(int replicas, int peers) throws IOException {
    Set<String> said = new TreeSet<>();
    for (int i = 0; i < listens.length; i++) {
      if (replicas(i).size() != replicas || peers(i).size() != peers) {
        return false;
      }
      String info = (String) ask(i, "INFO", "sentinel");
      Set<String> nodes =
          maps(i, "REPLICAS").stream()
              .map(r -> r.get("name") + " " + r.get("ip") + " " + r.get("master-host"))
              .collect(Collectors.toCollection(TreeSet::new));
      String group = info.lines().filter(line -> line.startsWith("master0:")).findFirst().get();
      said.add(master(i) + nodes + group);
    }
    return said.size() == 1;
  }

  /**
   * The words after {@code sentinel} of the lines with nodes' addresses, without group and port.
   */
  private Set<String> ownLines(int coordinator) throws IOException {
    ask(coordinator, "SENTINEL", "FLUSHCONFIG");
    return Files.readAllLines(folder.resolve("s" + coordinator + ".conf")).stream()
        .map(line -> line.split(" ", -1))
        .filter(words -> words.length > 3)
        .filter(words -> words[1].equals("monitor") || words[1].equals("known-replica"))
        .map(words -> words[1] + " " + words[3])
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void until(String what, Callable<Boolean> condition) {
    await(what)
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              try {
                return condition.call();
              } catch (IOException | UncheckedIOException notYet) {
                return false;
              }
            });
  }
}
