package io.vedette.sentinel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.quorum.Event;
import io.vedette.quorum.EventType;
import io.vedette.quorum.view.GroupView;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever a client does, it costs that client's connection, and nobody else notices. */
class LimitsTest {
  private final RunningServer.Settings settings = new RunningServer.Settings();
  private RunningServer running;

  @AfterEach
  void stop() {
    if (running != null) {
      running.close();
    }
  }

  private void start() {
    GroupView[] groups =
        IntStream.range(0, 50)
            .mapToObj(i -> Views.group("group" + i, Views.master()))
            .toArray(GroupView[]::new);
    running =
        new RunningServer(
            Views.of(groups),
            settings.build(),
            RunningServer.SMALL,
            new RunningServer.Jobs(List.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*1~$2147483648~ | invalid bulk length",
        "*1~$9223372036854775807~ | invalid bulk length",
        "*1048577~ | invalid multibulk length",
        "*2147483647~ | invalid multibulk length",
        "*1~!!!!~ | expected '$', got '!'",
        "PING \"~ | unbalanced quotes in request",
      })
  void nonsenseEndsItsOwnConnectionOnly(String bytes, String error) {
    start();
    try (WireClient bystander = running.connect();
        WireClient client = running.connect()) {
      client.send(bytes.replace("~", "\r\n"));
      assertThat(client.untilClosed()).isEqualTo("-ERR Protocol error: " + error + "\r\n");
      assertThat(bystander.call("PING")).isEqualTo("+PONG");
      assertThat(running.server.stats().protocolErrors.sum()).isEqualTo(1);
    }
  }

  @Test
  void whatAHeaderClaimsIsNotAllocated() {
    start();
    try (WireClient many = running.connect();
        WireClient large = running.connect();
        WireClient bystander = running.connect()) {
      many.send("*65536\r\n");
      large.send("*1\r\n$1048576\r\nabc");
      assertThat(bystander.call("PING")).isEqualTo("+PONG");
      // The most words that may be claimed are too much when they come, each with a few bytes.
      many.sendUntilCutOff("$1\r\na\r\n".repeat(70_000));
      assertThat(many.untilClosed())
          .satisfiesAnyOf(
              reply -> assertThat(reply).isEqualTo("-ERR Protocol error: too big request\r\n"),
              // Reset while it was still sending: the reply may be lost with what it had not sent.
              reply -> assertThat(reply).isEmpty());
      assertThat(bystander.call("PING")).isEqualTo("+PONG");
    }
  }

  @Test
  void binaryGarbageIsSurvived() {
    start();
    try (WireClient client = running.connect();
        WireClient bystander = running.connect()) {
      StringBuilder garbage = new StringBuilder();
      new Random(1).ints(5000, 0, 256).forEach(b -> garbage.append((char) b));
      client.send(garbage.toString());
      assertThat(bystander.call("PING")).isEqualTo("+PONG");
    }
  }

  @Test
  void clientThatNeverReadsIsCutOffWhileOthersAreServed() {
    start();
    try (WireClient mute = running.connect();
        WireClient bystander = running.connect()) {
      // Some 40 MB of replies: more than all buffers on the way hold.
      mute.send("SENTINEL MASTERS\r\n".repeat(1000));
      await()
          .until(
              () -> {
                assertThat(bystander.call("PING")).isEqualTo("+PONG");
                return running.server.stats().outputCutOffs.sum() == 1;
              });
      assertThat(bystander.call("CLIENT", "LIST").split("\n")).hasSize(1);
    }
  }

  @Test
  void clientThatReadsSlowlyGetsEveryReply() {
    start();
    try (WireClient client = running.connect()) {
      String one = client.call("SENTINEL", "MASTERS");
      client.send("SENTINEL MASTERS\r\n".repeat(300));
      for (int i = 0; i < 300; i++) {
        assertThat(client.reply()).isEqualTo(one);
      }
    }
  }

  @Test
  void subscriberThatNeverReadsIsCutOff() {
    start();
    try (WireClient mute = running.connect();
        WireClient reader = running.connect()) {
      mute.call("PSUBSCRIBE", "*");
      reader.call("SUBSCRIBE", "-tilt");
      Event event = new Event(EventType.TILT, "x".repeat(10_000), "", Optional.empty());
      await()
          .until(
              () -> {
                for (int i = 0; i < 200; i++) {
                  running.server.events().onEvent(event);
                }
                return running.server.stats().outputCutOffs.sum() == 1;
              });
      running
          .server
          .events()
          .onEvent(new Event(EventType.TILT_EXITED, "over", "", Optional.empty()));
      assertThat(reader.reply()).isEqualTo("*3 $7 message $5 -tilt $4 over");
    }
  }

  @Test
  void subscriptionsOfOneClientAreBounded() {
    start();
    try (WireClient client = running.connect()) {
      assertThat(client.call("SUBSCRIBE", "x".repeat(5000)))
          .isEqualTo("-ERR too many subscriptions of one client");
      assertThat(client.call("SUBSCRIBE", "x")).isEqualTo("*3 $9 subscribe $1 x :1");
    }
  }

  @Test
  void oneClientTooManyIsToldSo() {
    settings.maxClients = 2;
    start();
    try (WireClient first = running.connect();
        WireClient second = running.connect()) {
      assertThat(first.call("PING")).isEqualTo("+PONG");
      assertThat(second.call("PING")).isEqualTo("+PONG");
      try (WireClient third = running.connect()) {
        assertThat(third.untilClosed()).isEqualTo("-ERR max number of clients reached\r\n");
      }
      second.send("QUIT\r\n");
      await()
          .until(
              () -> {
                try (WireClient another = running.connect()) {
                  return another.send("QUIT\r\n").untilClosed().equals("+OK\r\n");
                }
              });
      assertThat(running.server.stats().connectionsRejected.sum()).isPositive();
    }
  }

  @Test
  void silentClientIsDroppedButASubscriberIsNot() {
    settings.timeoutSeconds = 1;
    start();
    try (WireClient silent = running.connect();
        WireClient subscriber = running.connect()) {
      assertThat(silent.call("PING")).isEqualTo("+PONG");
      subscriber.call("SUBSCRIBE", "-tilt");
      assertThat(silent.untilClosed()).isEmpty();
      running
          .server
          .events()
          .onEvent(new Event(EventType.TILT_EXITED, "over", "", Optional.empty()));
      assertThat(subscriber.reply()).isEqualTo("*3 $7 message $5 -tilt $4 over");
    }
  }

  @Test
  void webBrowserIsHungUpOn() {
    start();
    try (WireClient client = running.connect()) {
      client.send("POST / HTTP/1.1\r\nHost: there\r\n\r\n");
      assertThat(client.untilClosed()).isEmpty();
    }
  }
}
