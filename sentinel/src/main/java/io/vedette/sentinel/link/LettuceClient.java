package io.vedette.sentinel.link;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ConnectionBuilder;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisChannelWriter;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslConnectionBuilder;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.CommandHandler;
import io.lettuce.core.protocol.ConnectionInitializer;
import io.lettuce.core.protocol.DefaultEndpoint;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.pubsub.PubSubCommandHandler;
import io.lettuce.core.pubsub.PubSubEndpoint;
import io.lettuce.core.pubsub.RedisPubSubListener;
import io.lettuce.core.resource.ClientResources;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * A Lettuce client whose connections know their channel, for its address and its end, and know no
 * commands: ours are made and written without Lettuce's thousand. Where they are not even named, as
 * in {@code RedisClient} and its connections, a third of the memory for classes is saved.
 */
final class LettuceClient extends AbstractRedisClient {
  /** What the writers of our connections are. */
  interface KnowsChannel {
    /** The channel of a connection that stands. */
    Channel channel();
  }

  LettuceClient(ClientResources resources, ClientOptions options) {
    super(resources);
    setOptions(options);
  }

  /**
   * Connects for commands.
   *
   * @param greeting what is said before anything else; its failure is that of the attempt
   */
  CompletionStage<RedisChannelHandler<?, ?>> connect(RedisURI uri, ConnectionInitializer greeting) {
    CommandEndpoint endpoint = new CommandEndpoint(getOptions(), getResources());
    return connect(
        uri, endpoint, greeting, () -> new CommandHandler(getOptions(), getResources(), endpoint));
  }

  /** The same for commands and messages, or in RESP2 for messages only. */
  CompletionStage<RedisChannelHandler<?, ?>> connectPubSub(
      RedisURI uri, ConnectionInitializer greeting, RedisPubSubListener<byte[], byte[]> listener) {
    SubscriptionEndpoint endpoint = new SubscriptionEndpoint(getOptions(), getResources());
    endpoint.addListener(listener);
    return connect(
        uri,
        endpoint,
        greeting,
        () ->
            new PubSubCommandHandler<>(
                getOptions(), getResources(), ByteArrayCodec.INSTANCE, endpoint));
  }

  private CompletionStage<RedisChannelHandler<?, ?>> connect(
      RedisURI uri,
      DefaultEndpoint endpoint,
      ConnectionInitializer greeting,
      Supplier<CommandHandler> handler) {
    BareConnection connection = new BareConnection(endpoint, uri.getTimeout());
    ConnectionBuilder builder = builder(uri);
    builder
        .connection(connection)
        .clientOptions(getOptions())
        .clientResources(getResources())
        .commandHandler(handler)
        .endpoint(endpoint)
        .connectionInitializer(greeting);
    connectionBuilder(
        Mono.just(getResources().socketAddressResolver().resolve(uri)),
        builder,
        connection.getConnectionEvents(),
        uri);
    CompletionStage<RedisChannelHandler<?, ?>> attempt =
        this.<byte[], byte[], BareConnection>initializeChannelAsync(builder)
            .toCompletableFuture()
            .thenApply(ready -> ready);
    return attempt.whenComplete(
        (ready, failure) -> {
          if (failure != null) {
            var unused = connection.closeAsync();
          }
        });
  }

  private static ConnectionBuilder builder(RedisURI uri) {
    if (!uri.isSsl()) {
      return ConnectionBuilder.connectionBuilder();
    }
    SslConnectionBuilder builder = SslConnectionBuilder.sslConnectionBuilder();
    builder.ssl(uri);
    return builder;
  }

  private static final class BareConnection extends RedisChannelHandler<byte[], byte[]> {
    BareConnection(RedisChannelWriter writer, Duration timeout) {
      super(writer, timeout);
    }
  }

  private static final class CommandEndpoint extends DefaultEndpoint implements KnowsChannel {
    private volatile Channel known;

    CommandEndpoint(ClientOptions options, ClientResources resources) {
      super(options, resources);
    }

    @Override
    public void notifyChannelActive(Channel active) {
      known = active;
      super.notifyChannelActive(active);
    }

    @Override
    public Channel channel() {
      return known;
    }
  }

  private static final class SubscriptionEndpoint extends PubSubEndpoint<byte[], byte[]>
      implements KnowsChannel {
    private final boolean anyCommand;
    private volatile Channel known;

    SubscriptionEndpoint(ClientOptions options, ClientResources resources) {
      super(options, resources);
      anyCommand = options.getConfiguredProtocolVersion() == ProtocolVersion.RESP3;
    }

    /** Lettuce asks this to refuse commands on a subscribed connection, which RESP3 allows. */
    @Override
    public boolean isSubscribed() {
      return !anyCommand && super.isSubscribed();
    }

    @Override
    public void notifyChannelActive(Channel active) {
      known = active;
      super.notifyChannelActive(active);
    }

    @Override
    public Channel channel() {
      return known;
    }
  }
}
