package io.vedette.sentinel.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.Event;
import io.vedette.quorum.EventType;
import io.vedette.quorum.Input;
import io.vedette.quorum.gossip.Hello;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PubSubTest {
  private final RunningServer running = new RunningServer();
  private WireClient client;

  @BeforeEach
  void connect() {
    client = running.connect();
  }

  @AfterEach
  void stop() {
    client.close();
    running.close();
  }

  private void happens(EventType type, String payload) {
    running.server.events().onEvent(new Event(type, payload, "", Optional.empty()));
  }

  @Test
  void patternsAreMatchedAsRedisMatchesThem() {
    assertThat(client.send(WireClient.command("PSUBSCRIBE", "[-+]sdown", "+swi*")).reply())
        .isEqualTo("*3 $10 psubscribe $9 [-+]sdown :1");
    assertThat(client.reply()).isEqualTo("*3 $10 psubscribe $5 +swi* :2");
    happens(EventType.ODOWN, "unheard");
    happens(EventType.SDOWN, "a");
    happens(EventType.SDOWN_CLEARED, "b");
    happens(EventType.SWITCH_MASTER, "c");
    assertThat(client.reply()).isEqualTo("*4 $8 pmessage $9 [-+]sdown $6 +sdown $1 a");
    assertThat(client.reply()).isEqualTo("*4 $8 pmessage $9 [-+]sdown $6 -sdown $1 b");
    assertThat(client.reply()).isEqualTo("*4 $8 pmessage $5 +swi* $14 +switch-master $1 c");
  }

  @Test
  void channelAndPatternBothDeliver() {
    client.call("SUBSCRIBE", "+sdown");
    client.call("PSUBSCRIBE", "*");
    happens(EventType.SDOWN, "a");
    assertThat(client.reply()).isEqualTo("*3 $7 message $6 +sdown $1 a");
    assertThat(client.reply()).isEqualTo("*4 $8 pmessage $1 * $6 +sdown $1 a");
  }

  @Test
  void inResp3MessagesArePushesAndEverythingElseWorks() {
    client.call("HELLO", "3");
    assertThat(client.call("SUBSCRIBE", "+sdown")).isEqualTo(">3 $9 subscribe $6 +sdown :1");
    assertThat(client.call("SENTINEL", "MYID")).isEqualTo("$40 " + Views.SELF);
    assertThat(client.call("PING")).isEqualTo("+PONG");
    happens(EventType.SDOWN, "a");
    assertThat(client.reply()).isEqualTo(">3 $7 message $6 +sdown $1 a");
    assertThat(client.call("PUNSUBSCRIBE")).isEqualTo(">3 $12 punsubscribe _ :1");
  }

  @Test
  void bothProtocolsHearTheSameEventsInOrder() {
    try (WireClient modern = running.connect()) {
      modern.call("HELLO", "3");
      modern.call("SUBSCRIBE", "+sdown");
      client.call("SUBSCRIBE", "+sdown");
      for (int i = 0; i < 100; i++) {
        happens(EventType.SDOWN, "n" + i);
      }
      for (int i = 0; i < 100; i++) {
        String n = "n" + i;
        String rest = "3 $7 message $6 +sdown $" + n.length() + " " + n;
        assertThat(client.reply()).isEqualTo("*" + rest);
        assertThat(modern.reply()).isEqualTo(">" + rest);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "INFO, info",
    "SENTINEL MYID, sentinel|myid",
    "HELLO 3, hello",
    "CLIENT ID, client|id",
    "PUBLISH a b, publish",
  })
  void inResp2ASubscriberMayDoLittleElse(String line, String name) {
    client.call("SUBSCRIBE", "a");
    assertThat(client.send(line + "\r\n").reply())
        .isEqualTo(
            "-ERR Can't execute '"
                + name
                + "': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in"
                + " this context");
  }

  @Test
  void subscriberMayPingAndLeave() {
    client.call("SUBSCRIBE", "a");
    assertThat(client.call("PING")).isEqualTo("*2 $4 pong $0");
    assertThat(client.call("PING", "x")).isEqualTo("*2 $4 pong $1 x");
    assertThat(client.call("UNSUBSCRIBE", "a")).isEqualTo("*3 $11 unsubscribe $1 a :0");
    assertThat(client.call("PING")).isEqualTo("+PONG");
    client.call("SUBSCRIBE", "a");
    assertThat(client.call("RESET")).isEqualTo("+RESET");
    assertThat(client.call("PING")).isEqualTo("+PONG");
    assertThat(client.send("QUIT\r\nPING\r\n").untilClosed()).isEqualTo("+OK\r\n");
  }

  @Test
  void unsubscribingFromAllNamesEach() {
    assertThat(client.call("UNSUBSCRIBE")).isEqualTo("*3 $11 unsubscribe $-1 :0");
    client.send(WireClient.command("SUBSCRIBE", "a", "b"));
    client.reply();
    client.reply();
    assertThat(client.call("SUBSCRIBE", "a")).isEqualTo("*3 $9 subscribe $1 a :2");
    assertThat(client.call("UNSUBSCRIBE")).isEqualTo("*3 $11 unsubscribe $1 a :1");
    assertThat(client.reply()).isEqualTo("*3 $11 unsubscribe $1 b :0");
    happens(EventType.SDOWN, "unheard");
    assertThat(client.call("PING")).isEqualTo("+PONG");
  }

  @Test
  void helloOfAPeerIsHandedOnAndReachesNoSubscriber() {
    try (WireClient peer = running.connect()) {
      client.call("SUBSCRIBE", Hello.CHANNEL);
      String hello = "10.0.0.7,26379," + Views.PEER + ",3,mymaster,10.0.0.1,6379,2";
      assertThat(peer.call("PUBLISH", Hello.CHANNEL, hello)).isEqualTo(":1");
      Hello parsed = Hello.parse(hello).orElseThrow();
      assertThat(running.coordination.heard())
          .containsExactly(new Input.HelloHeard(Optional.empty(), parsed));
      assertThat(client.call("PING")).isEqualTo("*2 $4 pong $0");
    }
  }

  @Test
  void malformedHelloIsRefusedAndCounted() {
    assertThat(client.call("PUBLISH", Hello.CHANNEL, "a,b,c"))
        .isEqualTo("-ERR Malformed HELLO message");
    assertThat(client.call("PUBLISH", "elsewhere", "x"))
        .isEqualTo("-ERR Only HELLO messages are accepted by Sentinel instances.");
    assertThat(running.coordination.heard()).isEmpty();
    assertThat(running.server.stats().malformedHellos.sum()).isEqualTo(1);
  }
}
