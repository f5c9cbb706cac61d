package io.vedette.sentinel.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.ConnectionFacade;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.pubsub.PubSubEndpoint;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.resource.ClientResources;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vedette.quorum.gossip.Hello;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What comes is heard once and in its order, however the stream is cut, and whoever reads it. */
class HelloHandlerTest {
  private static final int MOST_UNANSWERED = 30;

  private final ReadBuffers buffers = new ReadBuffers();
  private final ClientOptions options =
      ClientOptions.builder()
          .protocolVersion(ProtocolVersion.RESP3)
          .autoReconnect(false)
          .requestQueueSize(MOST_UNANSWERED)
          .decodeBufferPolicy(buffers)
          .build();
  private final ClientResources resources = new BareResources();
  private final PubSubEndpoint<byte[], byte[]> endpoint = new PubSubEndpoint<>(options, resources);
  private final List<String> taken = new ArrayList<>();
  private final List<String> ofLettuce = new ArrayList<>();
  private final List<String> heard = new ArrayList<>();
  private final EmbeddedChannel channel;

  HelloHandlerTest() {
    endpoint.setConnectionFacade(
        new ConnectionFacade() {
          @Override
          public void activated() {}

          @Override
          public void deactivated() {}
        });
    channel =
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
    endpoint.addListener(
        new RedisPubSubAdapter<>() {
          @Override
          public void message(byte[] name, byte[] message) {
            ofLettuce.add(text(message));
            heard.add(text(message));
          }
        });
  }

  /** What is answered is heard, too. */
  private final class Regular extends RegularCall {
    private final String name;

    Regular(String name) {
      super(Word.of(name, Map.of()), name.getBytes(UTF_8));
      this.name = name;
    }

    @Override
    protected void answered(Reply reply) {
      heard.add(reply.error().map(error -> "error " + error).orElse(reply.summary()));
    }

    @Override
    protected void answered(ByteBuf from, int index, int length) {
      heard.add("bulk " + from.toString(index, length, UTF_8));
    }

    @Override
    protected int longestBulk() {
      return name.equals("INFO") ? 1_000 : 0;
    }

    @Override
    protected void unanswered(Throwable failure) {
      heard.add("failed " + failure.getMessage());
    }
  }

  private void send(List<Command<byte[], byte[], Reply>> calls) {
    ChannelFuture unused = channel.writeOneOutbound(calls);
    channel.flushOutbound();
  }

  private static String bulk(String kind, String payload) {
    return kind + payload.length() + "\r\n" + payload + "\r\n";
  }

  private static String text(ByteBuf bytes) {
    String text = bytes.toString(UTF_8);
    bytes.release();
    return text;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
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
    channel.writeInbound(Unpooled.copiedBuffer(bytes, UTF_8));
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
  void answersToRegularCallsAreReadWhereTheyAre() {
    send(
        List.of(
            new Regular("PING"), new Regular("PUBLISH"), new Regular("INFO"), new Regular("INFO")));
    assertThat(text((ByteBuf) channel.readOutbound())).isEqualTo("PINGPUBLISHINFOINFO");
    receive("+PONG\r\n:3\r\n$4\r\nab\r\n\r\n=8\r\ntxt:role\r\n");
    assertThat(heard).containsExactly("PONG", "3", "bulk ab\r\n", "bulk role");
  }

  @Test
  void otherAnswersAreLettuces() {
    send(
        List.of(
            new Regular("PING"), new Regular("PUBLISH"), new Regular("INFO"), new Regular("INFO")));
    receive("+PANG\r\n:-1\r\n-LOADING later\r\n$2000\r\n" + "x".repeat(2_000) + "\r\n");
    assertThat(heard).containsExactly("PANG", "-1", "error LOADING later", "x".repeat(2_000));
  }

  @Test
  void whatIsTooMuchToBeUnansweredFails() {
    for (int i = 0; i < MOST_UNANSWERED; i++) {
      send(List.of(new Regular("PING")));
    }
    assertThat(heard).isEmpty();
    send(List.of(new Regular("PING"), new Regular("PING")));
    assertThat(heard).hasSize(2).allMatch(failure -> failure.contains("size exceeded"));
    receive("+PONG\r\n".repeat(MOST_UNANSWERED));
    assertThat(heard).hasSize(2 + MOST_UNANSWERED);
  }

  @Test
  void theEndFailsWhatIsUnanswered() {
    send(List.of(new Regular("PING"), new Regular("INFO")));
    receive("$100\r\nab");
    ChannelFuture unused = channel.close();
    assertThat(heard).hasSize(2).allMatch(failure -> failure.startsWith("failed"));
  }

  @Test
  void nothingOfWhatWasReceivedIsKept() {
    send(List.of(new Regular("INFO")));
    ByteBuf whole = Unpooled.copiedBuffer("$1\r\na\r\n" + message(Hello.CHANNEL, "b"), UTF_8);
    channel.writeInbound(whole);
    assertThat(whole.refCnt()).isZero();
    ByteBuf part = Unpooled.copiedBuffer(message(Hello.CHANNEL, "b").substring(0, 9), UTF_8);
    channel.writeInbound(part);
    assertThat(part.refCnt()).isZero();
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
        switch (random.nextInt(9)) {
          case 0 -> {
            stream.append(message("another", payload));
            sent.add(payload);
          }
          case 1 -> {
            send(List.of(new Regular("PING")));
            stream.append("+PONG\r\n");
            sent.add("PONG");
          }
          case 2 -> {
            send(List.of(new Regular("PUBLISH")));
            stream.append(":").append(i).append("\r\n");
            sent.add("" + i);
          }
          case 3 -> {
            send(List.of(new Regular("INFO")));
            stream.append(bulk("$", payload));
            sent.add("bulk " + payload);
          }
          case 4 -> {
            send(List.of(new Regular("INFO")));
            stream.append(bulk("=", "txt:" + payload));
            sent.add("bulk " + payload);
          }
          case 5 -> {
            send(List.of(new Regular("INFO")));
            stream.append("-ERR ").append(payload).append("\r\n");
            sent.add("error ERR " + payload);
          }
          case 6 -> {
            Call call = Call.of(Word.of("ROLE", Map.of()));
            CompletionStage<Void> unused =
                call.answer().thenAccept(reply -> heard.add("call " + reply.summary()));
            send(List.of(call));
            stream.append("*2\r\n").append(bulk("$", payload)).append(":1\r\n");
            sent.add("call " + payload);
          }
          default -> {
            stream.append(message(Hello.CHANNEL, payload));
            sent.add(payload);
          }
        }
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
