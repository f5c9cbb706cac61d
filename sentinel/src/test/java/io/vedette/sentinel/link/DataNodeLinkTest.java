package io.vedette.sentinel.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.quorum.Input;
import io.vedette.quorum.Input.LinkLoss;
import io.vedette.quorum.Input.PingAnswer;
import io.vedette.quorum.gossip.Hello;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.LinkId;
import io.vedette.quorum.model.Role;
import io.vedette.quorum.model.RunId;
import io.vedette.sentinel.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a link to a data node does against real servers. */
@RequiresRedis
class DataNodeLinkTest extends LinkToDataNode {
  private static final RunId OTHER = new RunId("b".repeat(40));

  @Test
  void comesUpWithItsLocalAddressAndIsNamedOnOneConnection() {
    try (RedisProcess redis = RedisProcess.server()) {
      links.connect(LINK, node(redis.address()));
      assertThat(heard.next(Input.LinkUp.class)).isEqualTo(new Input.LinkUp(LINK, "127.0.0.1"));
      await().until(() -> redis.cli("pubsub", "numsub", Hello.CHANNEL).endsWith("1"));
      String clients = redis.cli("client", "list");
      assertThat(clients).containsOnlyOnce("name=sentinel-aaaaaaaa-cmd");
      assertThat(clients).doesNotContain("-pubsub").contains("resp=3").doesNotContain("lettuce");
    }
  }

  @Test
  void pingsAndReadsInfo() {
    try (RedisProcess redis = RedisProcess.server("replica-priority 42")) {
      up(node(redis.address()));
      assertThat(ping()).isEqualTo(PingAnswer.PONG);
      Input.InfoReply reply = info();
      assertThat(reply.info().role()).contains(Role.MASTER);
      assertThat(reply.info().runId()).isPresent();
      assertThat(reply.info().replId()).hasSize(40);
      assertThat(reply.info().text().get()).contains("redis_version:");
    }
  }

  @Test
  void tellsThatNobodyListens() throws IOException {
    links.connect(LINK, node(new Address("127.0.0.1", FreePorts.next())));
    assertThat(lost().cause()).isEqualTo(LinkLoss.REFUSED);
    assertThat(heard.all()).isEmpty();
  }

  @Test
  void tellsThatAStoppedServerDoesNotAnswer() {
    try (RedisProcess redis = RedisProcess.server()) {
      redis.signal("STOP");
      links.connect(LINK, node(redis.address()));
      assertThat(lost().cause()).isEqualTo(LinkLoss.TIMEOUT);
      redis.signal("CONT");
      LinkId second = new LinkId(2);
      links.connect(second, node(redis.address()));
      heard.next(Input.LinkUp.class);
      assertThat(heard.all()).isEmpty();
    }
  }

  @Test
  void tellsOnceThatTheServerDied() {
    try (RedisProcess redis = RedisProcess.server()) {
      up(node(redis.address()));
      redis.signal("KILL");
      assertThat(lost().cause()).isEqualTo(LinkLoss.CLOSED);
      links.ping(LINK);
      assertThat(heard.all()).isEmpty();
    }
  }

  @Test
  void aServerThatDiesWithoutAnsweringIsOneLossAndNoAnswer() {
    try (RedisProcess redis = RedisProcess.server()) {
      up(node(redis.address()));
      redis.signal("STOP");
      links.ping(LINK);
      links.replicaof(LINK, Optional.empty());
      redis.signal("KILL");
      assertThat(lost())
          .isEqualTo(new Input.LinkLost(LINK, LinkLoss.CLOSED, "closed by the other side"));
      assertThat(heard.all()).isEmpty();
    }
  }

  @Test
  void aServerThatNeverAnswersCostsTheLinkBeforeItCostsMemory() {
    try (RedisProcess redis = RedisProcess.server()) {
      up(node(redis.address()));
      redis.signal("STOP");
      for (int i = 0; i < 1_000; i++) {
        links.ping(LINK);
      }
      Input.LinkLost lost = lost();
      assertThat(lost.cause()).isEqualTo(LinkLoss.OTHER);
      assertThat(lost.detail()).isEqualTo("too many commands without an answer");
      redis.signal("CONT");
      assertThat(heard.all()).isEmpty();
    }
  }

  @Test
  void tellsThatItIsNotLetIn() {
    try (RedisProcess redis = RedisProcess.server("requirepass secret")) {
      links.connect(LINK, node(redis.address(), null, "wrong", Map.of()));
      Input.LinkLost wrong = lost();
      assertThat(wrong.cause()).isEqualTo(LinkLoss.AUTH);
      assertThat(wrong.detail()).startsWith("WRONGPASS").doesNotContain("wrong\"");
      links.connect(new LinkId(2), node(redis.address()));
      assertThat(lost().cause()).isEqualTo(LinkLoss.AUTH);
      links.connect(new LinkId(3), node(redis.address(), null, "secret", Map.of()));
      assertThat(heard.next(Input.LinkUp.class).link()).isEqualTo(new LinkId(3));
    }
  }

  @Test
  void aPasswordThatNobodyAskedForIsNoObstacle() {
    try (RedisProcess resp3 = RedisProcess.server();
        RedisProcess resp2 = RedisProcess.server("rename-command HELLO \"\"")) {
      links.connect(new LinkId(1), node(resp3.address(), null, "secret", Map.of()));
      heard.next(Input.LinkUp.class);
      links.connect(new LinkId(2), node(resp2.address(), null, "secret", Map.of()));
      heard.next(Input.LinkUp.class);
    }
  }

  @Test
  void aHelloGoesFromOneLinkToAnotherAndBackAsASignOfLife() {
    try (RedisProcess redis = RedisProcess.server();
        LettuceLinks other =
            new LettuceLinks(new Heard(), OTHER, () -> Login.NONE, TIMEOUT, Optional.empty())) {
      up(node(redis.address()));
      await().until(() -> redis.cli("pubsub", "numsub", Hello.CHANNEL).endsWith("1"));
      Heard otherHeard = new Heard();
      try (LettuceLinks speaking =
          new LettuceLinks(otherHeard, OTHER, () -> Login.NONE, TIMEOUT, Optional.empty())) {
        speaking.connect(LINK, node(redis.address()));
        otherHeard.next(Input.LinkUp.class);
        Hello hello =
            new Hello(
                new Address("127.0.0.1", 26380),
                OTHER,
                new Epoch(7),
                GROUP,
                redis.address(),
                new Epoch(3));
        redis.cli("publish", Hello.CHANNEL, "no hello");
        speaking.publishHello(LINK, hello);
        assertThat(heard.next(Input.HelloHeard.class))
            .isEqualTo(new Input.HelloHeard(Optional.of(LINK), hello));
        assertThat(links.malformedHellos()).isEqualTo(1);
        assertThat(otherHeard.next(Input.HelloHeard.class).hello()).isEqualTo(hello);
      }
      assertThat(other.malformedHellos()).isZero();
    }
  }

  @Test
  void aSubscriptionThatIsNotAllowedLeavesTheLinkUp() {
    String deaf = "user deaf on >secret +@all resetchannels";
    try (RedisProcess redis = RedisProcess.server(deaf)) {
      up(node(redis.address(), "deaf", "secret", Map.of()));
      assertThat(ping()).isEqualTo(PingAnswer.PONG);
      links.resubscribe(LINK);
      assertThat(ping()).isEqualTo(PingAnswer.PONG);
      assertThat(heard.all()).isEmpty();
    }
  }

  @Test
  void renamedCommandsAreCalledByTheirNewNames() {
    Map<String, String> renamed =
        Map.ofEntries(
            Map.entry("PING", "v-ping"),
            Map.entry("INFO", "v-info"),
            Map.entry("PUBLISH", "v-publish"),
            Map.entry("SUBSCRIBE", "v-subscribe"),
            Map.entry("SLAVEOF", "v-slaveof"),
            Map.entry("CONFIG", "v-config"),
            Map.entry("CLIENT", "v-client"),
            Map.entry("MULTI", "v-multi"),
            Map.entry("EXEC", "v-exec"),
            Map.entry("AUTH", "v-auth"));
    String[] lines =
        renamed.entrySet().stream()
            .map(entry -> "rename-command " + entry.getKey() + " " + entry.getValue())
            .toArray(String[]::new);
    String[] withPassword = Arrays.copyOf(lines, lines.length + 2);
    withPassword[lines.length] = "requirepass secret";
    for (String hello : new String[] {"# ", "rename-command HELLO \"\""}) {
      withPassword[lines.length + 1] = hello;
      try (RedisProcess redis = RedisProcess.server(withPassword)) {
        up(node(redis.address(), null, "secret", renamed));
        assertThat(ping()).isEqualTo(PingAnswer.PONG);
        assertThat(replicaof(Optional.of(new Address("127.0.0.1", 1)))).isEmpty();
        assertThat(info().info().role()).contains(Role.REPLICA);
        assertThat(ping()).isEqualTo(PingAnswer.PONG);
        links.disconnect(LINK);
      }
    }
  }

  @Test
  void aServerWithoutHelloGetsASecondConnectionForMessages() {
    try (RedisProcess redis = RedisProcess.server("rename-command HELLO \"\"")) {
      up(node(redis.address()));
      await().until(() -> redis.cli("pubsub", "numsub", Hello.CHANNEL).endsWith("1"));
      String clients = redis.cli("client", "list");
      assertThat(clients).containsOnlyOnce("name=sentinel-aaaaaaaa-cmd");
      assertThat(clients).containsOnlyOnce("name=sentinel-aaaaaaaa-pubsub");
      assertThat(ping()).isEqualTo(PingAnswer.PONG);
      hearsAHello(redis);

      redis.cli("client", "kill", "type", "pubsub");
      await()
          .atMost(Duration.ofSeconds(5))
          .until(() -> redis.cli("pubsub", "numsub", Hello.CHANNEL).endsWith("1"));
      hearsAHello(redis);
      links.resubscribe(LINK);
      await()
          .atMost(Duration.ofSeconds(5))
          .until(() -> redis.cli("client", "list").contains("-pubsub"));
      assertThat(ping()).isEqualTo(PingAnswer.PONG);
      assertThat(heard.all()).isEmpty();

      links.disconnect(LINK);
      await().until(() -> !redis.cli("client", "list").contains("sentinel-aaaaaaaa"));
    }
  }

  private void hearsAHello(RedisProcess redis) {
    redis.cli(
        "publish",
        Hello.CHANNEL,
        "127.0.0.1,26380," + OTHER + ",1,mymaster,127.0.0.1," + redis.port() + ",0");
    assertThat(heard.next(Input.HelloHeard.class).hello().runId()).isEqualTo(OTHER);
  }

  @Test
  void aSharedSubscriptionIsMadeAnewWithoutLosingTheLink() {
    try (RedisProcess redis = RedisProcess.server()) {
      up(node(redis.address()));
      links.resubscribe(LINK);
      assertThat(ping()).isEqualTo(PingAnswer.PONG);
      hearsAHello(redis);
      assertThat(heard.all()).isEmpty();
    }
  }

  @Test
  void aBusyServerSaysSoAndIsFreedByScriptKill() {
    try (RedisProcess redis = RedisProcess.server("busy-reply-threshold 50")) {
      up(node(redis.address()));
      Thread script = new Thread(() -> redis.cli("eval", "while true do end", "0"));
      script.start();
      await().until(() -> ping() == PingAnswer.BUSY);
      links.killScript(LINK);
      await().until(() -> ping() == PingAnswer.PONG);
      await().until(() -> !script.isAlive());
    }
  }

  @Test
  void aLoadingServerSaysSo() {
    try (RedisProcess redis =
        RedisProcess.server(
            "enable-debug-command yes",
            "key-load-delay 200",
            "loading-process-events-interval-bytes 1024")) {
      up(node(redis.address()));
      redis.cli("debug", "populate", "5000");
      Thread reload = new Thread(() -> redis.cli("debug", "reload"));
      reload.start();
      await().until(() -> ping() == PingAnswer.LOADING);
      LinkId second = new LinkId(2);
      links.connect(second, node(redis.address()));
      assertThat(heard.next(Input.LinkUp.class).link()).isEqualTo(second);
      await().until(() -> !reload.isAlive());
      assertThat(ping()).isEqualTo(PingAnswer.PONG);
    }
  }

  @Test
  void aReplicaWithoutItsMasterSaysSo() {
    try (RedisProcess redis =
        RedisProcess.server("replicaof 127.0.0.1 1", "replica-serve-stale-data no")) {
      up(node(redis.address()));
      assertThat(ping()).isEqualTo(PingAnswer.MASTERDOWN);
      assertThat(info().info().masterLinkUp()).isFalse();
    }
  }

  @Test
  void aDroppedLinkIsSilentEvenWhileItConnects() {
    try (RedisProcess redis = RedisProcess.server()) {
      redis.signal("STOP");
      links.connect(LINK, node(redis.address()));
      links.disconnect(LINK);
      redis.signal("CONT");
      LinkId second = new LinkId(2);
      links.connect(second, node(redis.address()));
      assertThat(heard.next(Input.LinkUp.class).link()).isEqualTo(second);
      await().until(() -> redis.cli("client", "list").split("-cmd", -1).length == 2);
      links.disconnect(second);
      links.ping(second);
      await().until(() -> !redis.cli("client", "list").contains("-cmd"));
      assertThat(heard.all()).isEmpty();
    }
  }

  @Test
  void aLossIsToldLaterWhenTheMailboxIsFull() throws IOException {
    heard.full(true);
    links.connect(LINK, node(new Address("127.0.0.1", FreePorts.next())));
    try (RedisProcess redis = RedisProcess.server()) {
      LinkId second = new LinkId(2);
      links.connect(second, node(redis.address()));
      await().until(() -> redis.cli("info", "commandstats").contains("cmdstat_hello"));
      await().until(() -> !redis.cli("client", "list").contains("-cmd"));
      heard.full(false);
      assertThat(lost()).isNotNull();
      assertThat(lost()).isNotNull();
      assertThat(heard.all()).isEmpty();
    }
  }

  @Test
  void speaksIpv6() {
    try (RedisProcess redis = RedisProcess.server("bind 127.0.0.1 ::1")) {
      links.connect(LINK, node(new Address("::1", redis.port())));
      assertThat(heard.next(Input.LinkUp.class).localHost()).isEqualTo("::1");
    }
  }

  @Test
  void findsAHostByName() {
    try (RedisProcess redis = RedisProcess.server()) {
      up(node(new Address("localhost", redis.port())));
    }
  }

  @Test
  void anUnknownHostIsALossWithItsName() {
    links.connect(LINK, node(new Address("nowhere.invalid", 6379)));
    assertThat(lost().cause()).isIn(LinkLoss.OTHER, LinkLoss.TIMEOUT);
  }

  @Test
  void anAnswerWithoutEndCostsTheLink() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread liar =
          new Thread(
              () -> {
                // No HELLO, then a login without complaint, then two gigabytes for an INFO.
                try (var refused = socket.accept()) {
                  say(refused, "-ERR unknown command\r\n");
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
                try (var client = socket.accept()) {
                  say(client, "+OK\r\n");
                  say(client, "$2000000000\r\n");
                  byte[] junk = new byte[1 << 16];
                  while (true) {
                    client.getOutputStream().write(junk);
                  }
                } catch (IOException hungUp) {
                  // As it should be.
                }
              });
      liar.start();
      up(node(new Address("127.0.0.1", socket.getLocalPort())));
      links.info(LINK);
      Input.LinkLost lost = lost();
      assertThat(lost.cause()).isEqualTo(LinkLoss.OTHER);
      assertThat(lost.detail()).isEqualTo("an answer of more than 4194304 bytes");
      await().until(() -> !liar.isAlive());
    }
  }

  private static void say(Socket client, String answer) throws IOException {
    byte[] question = new byte[1024];
    assertThat(client.getInputStream().read(question)).isPositive();
    client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void somethingElseThatListensIsNoDataNode() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread web =
          new Thread(
              () -> {
                try (var client = socket.accept()) {
                  client
                      .getOutputStream()
                      .write(
                          "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                  client.getInputStream().read();
                } catch (IOException ended) {
                  // The link has seen enough.
                }
              });
      web.start();
      links.connect(LINK, node(new Address("127.0.0.1", socket.getLocalPort())));
      assertThat(lost().cause()).isIn(LinkLoss.OTHER, LinkLoss.CLOSED, LinkLoss.TIMEOUT);
    }
  }
}
