package io.vedette.tests.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.vedette.quorum.model.Address;
import io.vedette.tests.harness.Cluster;
import io.vedette.tests.harness.CoordinatorNode;
import io.vedette.tests.harness.DataNode;
import io.vedette.tests.harness.RecordedEvent;
import io.vedette.tests.harness.RequiresRedis;
import io.vedette.tests.harness.RespClient;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * What client libraries rely on beyond the commands they send, whether they are among those of
 * {@link ClientsTest} or not: each expectation with the library that has it.
 */
@RequiresRedis
class ClientExpectationsTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  @Test
  void answersAreWhatLibrariesReadFromThem() throws IOException {
    Cluster cluster = Cluster.ofThree().start();
    CoordinatorNode coordinator = cluster.coordinator(0);

    assertGreetingIsTolerant(coordinator);
    assertMapsHoldWhatIsRead(cluster, coordinator);
    assertPipelineIsAnsweredInOrder(cluster.group(), coordinator);
    assertQuestionsForServersDoNoHarm(coordinator);
    assertSubscriberMayGoOnAsking(coordinator);
  }

  /**
   * Lettuce, go-redis, ioredis and others introduce themselves, and care for no error in return.
   */
  private static void assertGreetingIsTolerant(CoordinatorNode coordinator) throws IOException {
    try (RawConnection connection = new RawConnection(coordinator.address(), false)) {
      assertThat(ask(connection, "HELLO", "3", "SETNAME", "lettuce").type()).isEqualTo('%');
      assertAnswered(connection, "CLIENT", "SETINFO", "LIB-NAME", "lettuce");
      assertAnswered(connection, "CLIENT", "SETINFO", "LIB-VER", "7.0");
      assertAnswered(connection, "CLIENT", "MAINT_NOTIFICATIONS", "ON");
      assertThat(ask(connection, "CLIENT", "GETNAME").word()).isEqualTo("lettuce");
      // Lettuce falls back to RESP2 at this word only.
      assertThat(ask(connection, "HELLO", "4").text()).startsWith("NOPROTO");
    }
  }

  private static void assertMapsHoldWhatIsRead(Cluster cluster, CoordinatorNode coordinator) {
    Address master = cluster.node(0).address();
    // redis-py takes the master from here if no flag speaks against it.
    Map<String, String> group = RespClient.asMaps(coordinator.call("SENTINEL", "MASTERS")).get(0);
    assertThat(group)
        .containsEntry("name", cluster.group())
        .containsEntry("ip", master.host())
        .containsEntry("port", Integer.toString(master.port()))
        .containsEntry("flags", "master")
        .containsEntry("num-slaves", "2")
        .containsEntry("num-other-sentinels", "2")
        .containsEntry("quorum", "2");
    // redis_exporter makes numbers of these.
    assertThat(group.get("config-epoch")).matches("\\d+");
    assertThat(group.get("last-ok-ping-reply")).matches("\\d+");
    assertThat(coordinator.replicas(cluster.group()))
        .hasSize(2)
        // Redisson and ioredis use a replica only if all of these suit them.
        .allSatisfy(
            replica ->
                assertThat(replica)
                    .containsKeys("ip", "port", "runid", "slave-priority", "slave-repl-offset")
                    .containsEntry("flags", "slave")
                    .containsEntry("master-link-status", "ok")
                    .containsEntry("master-host", master.host())
                    .containsEntry("master-port", Integer.toString(master.port())));
    assertThat(coordinator.peers(cluster.group()))
        .hasSize(2)
        .allSatisfy(
            peer ->
                assertThat(peer)
                    .containsKeys("name", "ip", "port", "runid")
                    .containsEntry("flags", "sentinel"));
  }

  /** node-redis asks all it wants to know in one go. */
  private static void assertPipelineIsAnsweredInOrder(String group, CoordinatorNode coordinator)
      throws IOException {
    try (RespClient client = coordinator.connect()) {
      client.send("SENTINEL", "SENTINELS", group);
      client.send("SENTINEL", "MASTER", group);
      client.send("SENTINEL", "REPLICAS", group);
      assertThat(RespClient.asMaps(client.read())).hasSize(2);
      assertThat(RespClient.asMap(client.read())).containsEntry("flags", "master");
      assertThat(RespClient.asMaps(client.read())).hasSize(2);
    }
  }

  /** StackExchange.Redis and redis_exporter ask every server the same. */
  private static void assertQuestionsForServersDoNoHarm(CoordinatorNode coordinator)
      throws IOException {
    assertThat(coordinator.call("INFO", "replication")).isEqualTo("");
    assertThat((String) coordinator.call("INFO", "server"))
        .contains("redis_version:7.", "redis_mode:sentinel");
    assertThat((String) coordinator.call("INFO"))
        .containsPattern("master0:name=mymaster,status=ok,address=[^,]+,slaves=2,sentinels=3");
    assertThat(coordinator.call("ROLE")).isEqualTo(List.of("sentinel", List.of("mymaster")));
    try (RawConnection connection = new RawConnection(coordinator.address(), false)) {
      assertThat(ask(connection, "CONFIG", "GET", "*").type()).isEqualTo('-');
      assertAnswered(connection, "PING");
    }
  }

  /** In RESP3 Lettuce and go-redis keep asking on the connection that has the subscriptions. */
  private static void assertSubscriberMayGoOnAsking(CoordinatorNode coordinator)
      throws IOException {
    try (RawConnection connection = new RawConnection(coordinator.address(), true)) {
      assertThat(ask(connection, "SUBSCRIBE", "+switch-master").type()).isEqualTo('>');
      assertThat(ask(connection, "SENTINEL", "MASTERS").type()).isEqualTo('*');
    }
  }

  private static RawReply ask(RawConnection connection, String... words) throws IOException {
    List<RawReply> replies = connection.ask(RawConnection.request(List.of(words)));
    assertThat(replies).as(String.join(" ", words)).hasSize(1);
    return replies.get(0);
  }

  /** By OK or by an error, and the connection lives. */
  private static void assertAnswered(RawConnection connection, String... words) throws IOException {
    assertThat(ask(connection, words).type()).isIn('+', '-');
  }

  @Test
  void switchIsToldAsLibrariesExpectIt() throws IOException {
    Cluster cluster = Cluster.ofThree().start();
    DataNode old = cluster.node(0);
    List<String> surprises = new CopyOnWriteArrayList<>();
    cluster.coordinators().forEach(c -> onSwitch(c, event -> atSwitch(event, c, surprises)));
    try (RespClient idle = old.connect();
        RespClient listening = old.connect();
        RespClient nodeRedis = cluster.coordinator(0).connect()) {
      listening.call("SUBSCRIBE", "news");
      nodeRedis.call("PSUBSCRIBE", "[-+]sdown");
      nodeRedis.call("PSUBSCRIBE", "+slave");

      cluster.coordinator(0).call("SENTINEL", "FAILOVER", cluster.group());

      cluster.until("all switch", SOON, () -> cluster.events("+switch-master").size() == 3);
      DataNode master = cluster.awaitStable(cluster.settings().recoveryBound());
      assertThat(master).isNotEqualTo(old);
      assertEnds(idle);
      assertEnds(listening);
      assertHears(nodeRedis, "+slave", "slave " + old.address() + " ");
      cluster.coordinators().forEach(c -> assertOldMasterIsToldAfterSwitch(c, old));
    }
    assertThat(surprises).isEmpty();
    // Lettuce looks for the group's name between blanks.
    assertThat(cluster.events("+slave"))
        .allSatisfy(e -> assertThat(e.message()).matches("slave .+ @ mymaster \\S+ \\d+"));
  }

  private static void onSwitch(CoordinatorNode coordinator, Consumer<RecordedEvent> reaction) {
    coordinator
        .events()
        .onEvent(
            event -> {
              if (event.channel().equals("+switch-master")) {
                reaction.accept(event);
              }
            });
  }

  /** What a client that hears of it may do at once. */
  private static void atSwitch(
      RecordedEvent event, CoordinatorNode coordinator, List<String> surprises) {
    String[] fields = event.message().split(" ", -1);
    // Jedis throws away what has not exactly five.
    if (fields.length != 5 || !fields[0].equals("mymaster")) {
      surprises.add(event.toString());
      return;
    }
    Address now = new Address(fields[3], Integer.parseInt(fields[4]));
    try (RespClient asking = RespClient.connect(coordinator.address(), SOON);
        RespClient writing = RespClient.connect(now, SOON)) {
      Object given = asking.call("SENTINEL", "GET-MASTER-ADDR-BY-NAME", "mymaster");
      if (!given.equals(List.of(now.host(), Integer.toString(now.port())))) {
        surprises.add(event + ", but it gives " + given);
      }
      // StackExchange.Redis asks, and does not ask twice.
      Object role = ((List<?>) writing.call("ROLE")).get(0);
      if (!role.equals("master")) {
        surprises.add(event + ", but that is a " + role);
      }
    } catch (IOException e) {
      surprises.add(event + ": " + e);
    }
  }

  /** ioredis looks for the master again when its connection is closed, and else does not. */
  private static void assertEnds(RespClient client) {
    try {
      Object said = client.read();
      fail("instead of its end the connection says " + said);
    } catch (SocketTimeoutException e) {
      fail("the old master has not closed a client's connection");
    } catch (EOFException | SocketException e) {
      // As it should.
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** By its pattern, among what came since. */
  private static void assertHears(RespClient subscriber, String channel, String start)
      throws IOException {
    List<?> push;
    do {
      push = (List<?>) subscriber.read();
    } while (!push.get(2).equals(channel) || !((String) push.get(3)).startsWith(start));
    assertThat(push.get(0)).isEqualTo("pmessage");
  }

  /** node-redis takes the old master for a replica when it hears so, after the switch. */
  private static void assertOldMasterIsToldAfterSwitch(CoordinatorNode coordinator, DataNode old) {
    List<String> told =
        coordinator.events().all().stream().map(e -> e.channel() + " " + e.message()).toList();
    assertThat(indexOf(told, "+slave slave " + old.address() + " "))
        .as(told.toString())
        .isGreaterThan(indexOf(told, "+switch-master "));
  }

  private static int indexOf(List<String> lines, String start) {
    for (int i = lines.size() - 1; i >= 0; i--) {
      if (lines.get(i).startsWith(start)) {
        return i;
      }
    }
    return -1;
  }
}
