package io.vedette.sentinel.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.pubsub.PubSubEndpoint;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.resource.ClientResources;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vedette.quorum.gossip.Hello;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Hellos are heard once and in their order, however the stream is cut, and whoever reads them. */
class HelloHandlerTest {
  private final ReadBuffers buffers = new ReadBuffers();
  private final ClientOptions options =
      ClientOptions.builder()
          .protocolVersion(ProtocolVersion.RESP3)
          .autoReconnect(false)
          .decodeBufferPolicy(buffers)
          .build();
  private final ClientResources resources = new BareResources();
  private final PubSubEndpoint<byte[], byte[]> endpoint = new PubSubEndpoint<>(options, resources);
  private final List<String> taken = new ArrayList<>();
  private final List<String> ofLettuce = new ArrayList<>();
  private final List<String> heard = new ArrayList<>();
  private final EmbeddedChannel channel =
      new EmbeddedChannel(
          new HelloHandler(
              options,
              resources,
              endpoint,
              buffers,
              hello -> {
                taken.add(text(hello));
                heard.add(text(hello));
              }));

  HelloHandlerTest() {
    endpoint.addListener(
        new RedisPubSubAdapter<>() {
          @Override
          public void message(byte[] name, byte[] message) {
            ofLettuce.add(text(message));
            heard.add(text(message));
          }
        });
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static String message(String channel, String payload) {
    return ">3\r\n$7\r\nmessage\r\n$"
        + channel.length()
        + "\r\n"
        + channel
        + "\r\n$"
        + payload.length()
        + "\r\n"
        + payload
        + "\r\n";
  }

  private void receive(String bytes) {
    channel.writeInbound(Unpooled.copiedBuffer(bytes, StandardCharsets.UTF_8));
  }

  @Test
  void wholeHellosAreTakenOut() {
    receive(message(Hello.CHANNEL, "first") + message(Hello.CHANNEL, "second"));
    receive(message(Hello.CHANNEL, ""));
    assertThat(taken).containsExactly("first", "second", "");
    assertThat(ofLettuce).isEmpty();
  }

  @Test
  void whatComesInPiecesAndWhatIsNoHelloIsLeftToLettuce() {
    String hello = message(Hello.CHANNEL, "in pieces");
    receive(hello.substring(0, 30));
    receive(hello.substring(30) + message("another", "x") + message(Hello.CHANNEL, "whole"));
    assertThat(ofLettuce).containsExactly("in pieces", "x");
    assertThat(taken).containsExactly("whole");
  }

  @Test
  void aHelloInsideAMessageIsNone() {
    String inner = message(Hello.CHANNEL, "inner");
    String outer = message("another", inner);
    int begin = outer.indexOf(inner);
    receive(outer.substring(0, begin));
    receive(outer.substring(begin));
    assertThat(taken).isEmpty();
    assertThat(ofLettuce).containsExactly(inner);
  }

  @Test
  void howeverTheStreamIsCut() {
    for (long seed = 0; seed < 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      heard.clear();
      List<String> sent = new ArrayList<>();
      StringBuilder stream = new StringBuilder();
      for (int i = 0; i < 20; i++) {
        String payload = "p".repeat(random.nextInt(1, 300)) + i;
        boolean isHello = random.nextInt(4) > 0;
        stream.append(message(isHello ? Hello.CHANNEL : "another", payload));
        sent.add(payload);
      }
      int length;
      for (int at = 0; at < stream.length(); at += length) {
        length = Math.min(random.nextInt(1, 600), stream.length() - at);
        receive(stream.substring(at, at + length));
      }
      assertThat(heard).as("seed %d", seed).isEqualTo(sent);
    }
  }
}
