package io.vedette.sentinel.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.Effect;
import io.vedette.quorum.Event;
import io.vedette.quorum.EventType;
import io.vedette.quorum.Input;
import io.vedette.quorum.model.Epoch;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a client does first: say hello, ask for the master, listen. */
class FirstContactTest {
  @Test
  void pingIsAnswered() {
    try (RunningServer running = new RunningServer();
        WireClient client = running.connect()) {
      assertThat(client.call("PING")).isEqualTo("+PONG");
      assertThat(client.call("ping", "a\r\nb")).isEqualTo("$4 a\r\nb");
      assertThat(client.call("PING", "a", "b"))
          .isEqualTo("-ERR wrong number of arguments for 'ping' command");
      assertThat(client.send("PING\r\n").reply()).isEqualTo("+PONG");
    }
  }

  @Test
  void masterAddressComesFromTheView() {
    try (RunningServer running = new RunningServer();
        WireClient client = running.connect()) {
      assertThat(client.call("SENTINEL", "get-master-addr-by-name", "mymaster"))
          .isEqualTo("*2 $8 10.0.0.1 $4 6379");
      assertThat(client.call("sentinel", "GET-PRIMARY-ADDR-BY-NAME", "nobody")).isEqualTo("*-1");
      client.call("HELLO", "3");
      assertThat(client.call("SENTINEL", "get-master-addr-by-name", "nobody")).isEqualTo("_");
      assertThat(running.coordination.heard()).isEmpty();
    }
  }

  @Test
  void subscriberHearsEvents() {
    try (RunningServer running = new RunningServer();
        WireClient client = running.connect()) {
      assertThat(client.call("SUBSCRIBE", "+switch-master"))
          .isEqualTo("*3 $9 subscribe $14 +switch-master :1");
      running
          .server
          .events()
          .onEvent(new Event(EventType.SWITCH_MASTER, "mymaster a 1 b 2", "", Optional.empty()));
      assertThat(client.reply()).isEqualTo("*3 $7 message $14 +switch-master $16 mymaster a 1 b 2");
    }
  }

  @Test
  void peerGetsItsVote() {
    try (RunningServer running = new RunningServer();
        WireClient client = running.connect()) {
      running.coordination.votes(
          (ticket, input) ->
              new Effect.AnswerPeer(ticket, true, Optional.of(Views.PEER), new Epoch(9)));
      assertThat(
              client.call(
                  "SENTINEL",
                  "is-master-down-by-addr",
                  "10.0.0.1",
                  "6379",
                  "9",
                  Views.PEER.value()))
          .isEqualTo("*3 :1 $40 " + Views.PEER + " :9");
      assertThat(running.coordination.heard()).singleElement().isInstanceOf(Input.PeerAsks.class);
    }
  }
}
