package io.vedette.sentinel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.quorum.AdminAnswer;
import io.vedette.quorum.Effect;
import io.vedette.quorum.Event;
import io.vedette.quorum.EventType;
import io.vedette.quorum.Input;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Replies come in the order of the requests, however long some of them take. */
class OrderTest {
  @Test
  void repliesWaitForOneThatTakesLong() {
    try (RunningServer running = new RunningServer();
        WireClient waiting = running.connect();
        WireClient bystander = running.connect()) {
      running.coordination.hold();
      waiting.send(
          "PING a\r\nSENTINEL FLUSHCONFIG\r\nPING b\r\nSENTINEL FLUSHCONFIG\r\nPING c\r\n");
      assertThat(waiting.reply()).isEqualTo("$1 a");
      await().until(() -> running.coordination.heard().size() == 1);
      assertThat(bystander.call("PING")).isEqualTo("+PONG");
      // The second change has not even been asked for.
      assertThat(running.coordination.heard()).hasSize(1);
      running.coordination.release();
      assertThat(waiting.reply()).isEqualTo("+OK");
      assertThat(waiting.reply()).isEqualTo("$1 b");
      assertThat(waiting.reply()).isEqualTo("+OK");
      assertThat(waiting.reply()).isEqualTo("$1 c");
    }
  }

  @Test
  void questionsOfAPeerAreTakenTogetherAndAnsweredInTheirOrder() {
    String question = "SENTINEL IS-MASTER-DOWN-BY-ADDR 10.0.0.1 6379 %d *\r\n";
    try (RunningServer running = new RunningServer();
        WireClient peer = running.connect()) {
      running.coordination.votes(
          (ticket, input) ->
              new Effect.AnswerPeer(
                  ticket, false, Optional.empty(), ((Input.PeerAsks) input).epoch()));
      running.coordination.hold();
      peer.send(
          question.formatted(1)
              + question.formatted(2)
              + "SENTINEL IS-MASTER-DOWN-BY-ADDR 10.0.0.1 none 3 *\r\n"
              + question.formatted(4)
              + "PING a\r\n"
              + question.formatted(5)
              + "PING b\r\n"
              + "PUBLISH __sentinel__:hello nonsense\r\n"
              + question.formatted(6)
              + "SENTINEL MYID\r\n"
              + question.formatted(7));
      await().until(() -> running.coordination.heard().size() == 5);
      running.coordination.release();
      assertThat(peer.reply()).isEqualTo("*3 :0 $1 * :1");
      assertThat(peer.reply()).isEqualTo("*3 :0 $1 * :2");
      assertThat(peer.reply()).startsWith("-ERR value is not an integer");
      assertThat(peer.reply()).isEqualTo("*3 :0 $1 * :4");
      assertThat(peer.reply()).isEqualTo("$1 a");
      assertThat(peer.reply()).isEqualTo("*3 :0 $1 * :5");
      assertThat(peer.reply()).isEqualTo("$1 b");
      assertThat(peer.reply()).isEqualTo("-ERR Malformed HELLO message");
      assertThat(peer.reply()).isEqualTo("*3 :0 $1 * :6");
      // Not what nobody asks between questions: it waits for all of them.
      assertThat(peer.reply()).startsWith("$40 ");
      assertThat(peer.reply()).isEqualTo("*3 :0 $1 * :7");
    }
  }

  @Test
  void eventsGoOnWhileAClientWaits() {
    try (RunningServer running = new RunningServer();
        WireClient client = running.connect()) {
      client.call("HELLO", "3");
      client.call("SUBSCRIBE", "+tilt");
      running.coordination.hold();
      client.send("SENTINEL FLUSHCONFIG\r\n");
      await().until(() -> running.coordination.heard().size() == 1);
      running.server.events().onEvent(new Event(EventType.TILT, "t", "", Optional.empty()));
      assertThat(client.reply()).isEqualTo(">3 $7 message $5 +tilt $1 t");
      running.coordination.release();
      assertThat(client.reply()).isEqualTo("+OK");
    }
  }

  @Test
  void clientThatLeavesWhileItWaitsIsForgotten() {
    try (RunningServer running = new RunningServer();
        WireClient bystander = running.connect()) {
      running.coordination.hold();
      try (WireClient leaving = running.connect()) {
        leaving.send("SENTINEL FLUSHCONFIG\r\n");
        await().until(() -> running.coordination.heard().size() == 1);
      }
      running.coordination.release();
      assertThat(bystander.call("PING")).isEqualTo("+PONG");
      await().until(() -> !bystander.call("CLIENT", "LIST").contains("flushconfig"));
    }
  }

  @Test
  void overloadIsAnErrorAndNoHang() {
    try (RunningServer running = new RunningServer();
        WireClient client = running.connect()) {
      running.coordination.overload();
      String overloaded = "-ERR the coordinator is overloaded, try again";
      assertThat(client.call("SENTINEL", "FLUSHCONFIG")).isEqualTo(overloaded);
      assertThat(client.call("SENTINEL", "DEBUG", "ping-period", "500")).isEqualTo(overloaded);
      assertThat(client.call("PING")).isEqualTo("+PONG");
    }
  }

  @Test
  void stateThatCantBeSavedIsAnError() {
    try (RunningServer running = new RunningServer();
        WireClient client = running.connect()) {
      running.coordination.answers(AdminAnswer.of(AdminAnswer.Code.NOT_SAVED));
      assertThat(client.call("SENTINEL", "FLUSHCONFIG"))
          .isEqualTo("-ERR Failed to save config file");
    }
  }

  @Test
  void silencedRepliesStaySilentEvenWhenTheyComeLate() {
    try (RunningServer running = new RunningServer();
        WireClient client = running.connect()) {
      client.send("CLIENT REPLY SKIP\r\nSENTINEL FLUSHCONFIG\r\nPING 1\r\n");
      assertThat(client.reply()).isEqualTo("$1 1");
      client.send("CLIENT REPLY OFF\r\nPING 2\r\nSENTINEL FLUSHCONFIG\r\nCLIENT REPLY ON\r\n");
      assertThat(client.reply()).isEqualTo("+OK");
      assertThat(client.call("PING")).isEqualTo("+PONG");
    }
  }
}
