package io.vedette.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vedette.tests.harness.Cluster;
import io.vedette.tests.harness.CoordinatorKind;
import io.vedette.tests.harness.CoordinatorNode;
import io.vedette.tests.harness.DataNode;
import io.vedette.tests.harness.ErrorReply;
import io.vedette.tests.harness.RequiresRedis;
import io.vedette.tests.harness.RespClient;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Clients and peers that send what nobody should: they lose their own connection, and nobody else
 * notices. Stricter than the original, so this is shown of Vedette alone.
 */
@RequiresRedis
class BadInputTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  @Test
  void hostileClientsLoseTheirConnectionAndNobodyElseNotices() throws IOException {
    Cluster cluster = Cluster.with(1, CoordinatorKind.VEDETTE).replicas(0).quorum(1).start();
    CoordinatorNode coordinator = cluster.coordinator(0);

    assertLosesConnection(coordinator, "*1\r\n$2147483647\r\n");
    assertLosesConnection(coordinator, "*1\r\n$99999999999999999999\r\n");
    assertLosesConnection(coordinator, "*1000000\r\n$4\r\nPING\r\n");
    assertLosesConnection(coordinator, "*-2147483648\r\n*x\r\n");
    assertLosesConnection(coordinator, "*1\r\n:12\r\n");
    assertLosesConnection(coordinator, "A".repeat(1 << 20));
    assertLosesConnection(coordinator, "SET \"unbalanced\r\n");
    assertSurvivesNoise(coordinator);
  }

  /** Whatever is answered to it first, in the end the connection is closed by the server. */
  private static void assertLosesConnection(CoordinatorNode coordinator, String bytes)
      throws IOException {
    try (RespClient client = coordinator.connect()) {
      assertThatThrownBy(
              () -> {
                client.sendRaw(bytes.getBytes(StandardCharsets.US_ASCII));
                while (true) {
                  readReplyOrError(client);
                }
              })
          .as("after " + bytes.substring(0, Math.min(20, bytes.length())).replace("\r\n", " "))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(SocketTimeoutException.class);
    }
    assertThat(coordinator.answersPing()).isTrue();
  }

  private static void readReplyOrError(RespClient client) throws IOException {
    try {
      client.read();
    } catch (ErrorReply expected) {
      // What was wrong; the end of the connection follows.
    }
  }

  private static void assertSurvivesNoise(CoordinatorNode coordinator) throws IOException {
    Random random = new Random(42);
    for (int i = 0; i < 200; i++) {
      byte[] noise = new byte[random.nextInt(2_000)];
      random.nextBytes(noise);
      try (RespClient client = coordinator.connect()) {
        client.sendRaw(noise);
      }
    }
    assertThat(coordinator.answersPing()).isTrue();
  }

  @Test
  void clientThatNeverReadsIsDroppedWhileOthersAreAnswered() throws Exception {
    Cluster cluster = Cluster.with(1, CoordinatorKind.VEDETTE).replicas(0).quorum(1).start();
    CoordinatorNode coordinator = cluster.coordinator(0);
    CountDownLatch dropped = new CountDownLatch(1);
    try (RespClient greedy = coordinator.connect()) {
      Thread thread = new Thread(() -> askForever(greedy, dropped));
      thread.setDaemon(true);
      thread.start();

      await("the client that never reads is dropped")
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                assertThat(coordinator.answersPing()).isTrue();
                return dropped.await(50, TimeUnit.MILLISECONDS);
              });
    }
    assertThat(coordinator.answersPing()).isTrue();
  }

  private static void askForever(RespClient client, CountDownLatch dropped) {
    try {
      while (true) {
        client.send("SENTINEL", "MASTERS");
      }
    } catch (IOException e) {
      dropped.countDown();
    }
  }

  @Test
  void malformedHellosAndVotesAreRefusedAndTheGroupStillFailsOver() {
    Cluster cluster = Cluster.with(3, CoordinatorKind.VEDETTE).start();
    DataNode old = cluster.node(0);
    CoordinatorNode coordinator = cluster.coordinator(0);
    Map<String, String> before = coordinator.master(cluster.group());

    for (String hello : malformedHellos(old)) {
      old.call("PUBLISH", "__sentinel__:hello", hello);
      coordinator.tryCall("PUBLISH", "__sentinel__:hello", hello);
    }
    String port = Integer.toString(old.address().port());
    String id = "f".repeat(40);
    assertVoteRefused(coordinator, "127.0.0.1", "port", "1", "*");
    assertVoteRefused(coordinator, "127.0.0.1", port, "epoch", id);
    assertVoteRefused(coordinator, "127.0.0.1", port, "99999999999999999999999", id);
    assertVoteRefused(coordinator, "127.0.0.1", port, "1");

    await("a hello that came after them is heard")
        .atMost(SOON)
        .until(() -> coordinator.peers(cluster.group()).stream().allMatch(p -> justHeard(p)));
    for (CoordinatorNode each : cluster.coordinators()) {
      assertThat(each.peers(cluster.group())).hasSize(2);
      assertThat(each.masterOf(cluster.group())).contains(old.address());
      assertThat(each.master(cluster.group()))
          .containsEntry("config-epoch", before.get("config-epoch"));
      assertThat(each.currentEpochOnDisk()).isZero();
    }

    old.kill();
    assertThat(cluster.awaitStable(cluster.settings().recoveryBound())).isNotEqualTo(old);
  }

  private static boolean justHeard(Map<String, String> peer) {
    return Long.parseLong(peer.get("last-hello-message")) < 1_000;
  }

  private static List<String> malformedHellos(DataNode master) {
    String id = "a".repeat(40);
    String end = ",mymaster,127.0.0.1," + master.address().port();
    return List.of(
        "",
        "garbage",
        ",,,,,,,",
        "127.0.0.1,26000," + id + ",9" + end,
        "127.0.0.1,26000," + id + ",9" + end + ",9,9",
        "127.0.0.1,port," + id + ",9" + end + ",9",
        "127.0.0.1,70000," + id + ",9" + end + ",9",
        "127.0.0.1,26000,short,9" + end + ",9",
        "127.0.0.1,26000," + id + ",epoch" + end + ",9",
        "127.0.0.1,26000," + id + ",-9" + end + ",9",
        "127.0.0.1,26000," + id + ",99999999999999999999999" + end + ",9",
        "127.0.0.1,26000," + id + ",9,mymaster,127.0.0.1,port,9",
        "127.0.0.1,26000," + id + ",9,mymaster,,1,9",
        "127.0.0.1,26000," + id + ",9" + end + ",epoch");
  }

  private static void assertVoteRefused(CoordinatorNode coordinator, String... arguments) {
    String[] words = new String[2 + arguments.length];
    words[0] = "SENTINEL";
    words[1] = "IS-MASTER-DOWN-BY-ADDR";
    System.arraycopy(arguments, 0, words, 2, arguments.length);
    assertThatThrownBy(() -> coordinator.call(words))
        .as(Arrays.toString(arguments))
        .isInstanceOf(ErrorReply.class);
  }
}
