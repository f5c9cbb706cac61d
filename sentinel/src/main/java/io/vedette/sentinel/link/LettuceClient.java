package io.vedette.sentinel.link;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisChannelWriter;
import io.lettuce.core.protocol.CommandHandler;
import io.lettuce.core.protocol.DefaultEndpoint;
import io.lettuce.core.pubsub.PubSubEndpoint;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.resource.ClientResources;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Connections that speak Lettuce's protocol and know none of its commands: ours are made and
 * written without those thousand. They and Reactor are all over its {@code RedisClient}, and took a
 * quarter of the memory for classes there, though nobody used them.
 */
final class LettuceClient {
  private final Dialer dialer;
  private final ClientOptions options;
  private final ReadBuffers buffers;
  private final Outgoing outgoing;
  private final ClientResources resources = new BareResources();

  /**
   * @param buffers the decode buffer policy of the options
   */
  LettuceClient(Dialer dialer, ClientOptions options, ReadBuffers buffers, Outgoing outgoing) {
    this.dialer = dialer;
    this.options = options;
    this.buffers = buffers;
    this.outgoing = outgoing;
  }

  /** Connects for commands. */
  CompletionStage<Wire> connect(InetSocketAddress to) {
    DefaultEndpoint endpoint = new DefaultEndpoint(options, resources);
    return connect(to, endpoint, new CommandsHandler(options, resources, endpoint, buffers));
  }

  /**
   * Connects for commands and messages, or in RESP2 for messages only.
   *
   * @param onMessage told of what is published on the one channel that is subscribed to
   */
  CompletionStage<Wire> connectPubSub(InetSocketAddress to, Consumer<byte[]> onMessage) {
    PubSubEndpoint<byte[], byte[]> endpoint = new PubSubEndpoint<>(options, resources);
    endpoint.addListener(
        new RedisPubSubAdapter<>() {
          @Override
          public void message(byte[] channel, byte[] message) {
            onMessage.accept(message);
          }
        });
    return connect(
        to, endpoint, new HelloHandler(options, resources, endpoint, buffers, onMessage));
  }

  private CompletionStage<Wire> connect(
      InetSocketAddress to, DefaultEndpoint endpoint, CommandHandler handler) {
    BareConnection connection = new BareConnection(endpoint);
    connection.setOptions(options);
    return dialer.dial(to, handler).thenApply(channel -> new Wire(connection, channel, outgoing));
  }

  private static final class BareConnection extends RedisChannelHandler<byte[], byte[]> {
    BareConnection(RedisChannelWriter writer) {
      // Nothing here waits for an answer.
      super(writer, Duration.ZERO);
    }
  }
}
