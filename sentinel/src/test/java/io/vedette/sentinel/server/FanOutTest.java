package io.vedette.sentinel.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vedette.quorum.Event;
import io.vedette.quorum.EventType;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A message is in memory once for all subscribers that speak the same protocol. */
class FanOutTest {
  private static final String SUBSCRIBED = "3\r\n$9\r\nsubscribe\r\n$5\r\n+tilt\r\n:1\r\n";
  private static final String MESSAGE = "3\r\n$7\r\nmessage\r\n$5\r\n+tilt\r\n$5\r\n#tilt\r\n";

  private final DirectServer server = new DirectServer(Views.healthy(), RunningServer.settings());

  @AfterEach
  void close() {
    server.close();
  }

  private void send(EmbeddedChannel client, String line) {
    client.writeInbound(Unpooled.copiedBuffer(line + "\r\n", StandardCharsets.ISO_8859_1));
    server.turn();
  }

  private static String text(ByteBuf sent) {
    return sent.toString(StandardCharsets.ISO_8859_1);
  }

  private EmbeddedChannel subscriber() {
    EmbeddedChannel client = server.another();
    send(client, "SUBSCRIBE +tilt");
    assertThat(DirectServer.drain(client)).isEqualTo("*" + SUBSCRIBED);
    return client;
  }

  private void tilt() {
    server.happens(new Event(EventType.TILT, "#tilt", "", Optional.empty()));
  }

  @Test
  void subscribersShareTheBytesOfAMessage() {
    EmbeddedChannel first = subscriber();
    EmbeddedChannel second = subscriber();
    EmbeddedChannel modern = server.another();
    send(modern, "HELLO 3");
    send(modern, "SUBSCRIBE +tilt");
    assertThat(DirectServer.drain(modern)).endsWith(">" + SUBSCRIBED);

    tilt();

    ByteBuf toFirst = first.readOutbound();
    ByteBuf toSecond = second.readOutbound();
    ByteBuf toModern = modern.readOutbound();
    assertThat(text(toFirst)).isEqualTo("*" + MESSAGE);
    assertThat(text(toSecond)).isEqualTo("*" + MESSAGE);
    assertThat(text(toModern)).isEqualTo(">" + MESSAGE);
    ByteBuf shared = toFirst.unwrap();
    assertThat(toSecond.unwrap()).isSameAs(shared);
    assertThat(toModern.unwrap()).isNotSameAs(shared);
    // Nobody may write behind the end of what is not only theirs.
    assertThat(toFirst.maxWritableBytes()).isZero();

    toFirst.release();
    assertThat(text(toSecond)).isEqualTo("*" + MESSAGE);
    toSecond.release();
    toModern.release();
    assertThat(shared.refCnt()).isZero();
    first.finishAndReleaseAll();
    second.finishAndReleaseAll();
    modern.finishAndReleaseAll();
  }

  @Test
  void whatWasAnsweredBeforeComesBefore() {
    EmbeddedChannel client = subscriber();
    send(client, "PING");
    tilt();
    send(client, "PING");
    String pong = "*2\r\n$4\r\npong\r\n$0\r\n\r\n";
    assertThat(DirectServer.drain(client)).isEqualTo(pong + "*" + MESSAGE + pong);
    client.finishAndReleaseAll();
  }

  @Test
  void subscriberThatLeavesTakesNothingFromTheOthers() {
    EmbeddedChannel leaving = subscriber();
    EmbeddedChannel staying = subscriber();
    tilt();
    leaving.finishAndReleaseAll();
    assertThat(DirectServer.drain(staying)).isEqualTo("*" + MESSAGE);
    tilt();
    assertThat(DirectServer.drain(staying)).isEqualTo("*" + MESSAGE);
    staying.finishAndReleaseAll();
  }
}
