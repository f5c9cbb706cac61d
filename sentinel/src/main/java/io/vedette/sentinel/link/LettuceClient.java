package io.vedette.sentinel.link;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisAsyncCommandsImpl;
import io.lettuce.core.RedisChannelWriter;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisReactiveCommandsImpl;
import io.lettuce.core.RedisURI;
import io.lettuce.core.StatefulRedisConnectionImpl;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.protocol.DefaultEndpoint;
import io.lettuce.core.protocol.PushHandler;
import io.lettuce.core.pubsub.PubSubEndpoint;
import io.lettuce.core.pubsub.RedisPubSubAsyncCommandsImpl;
import io.lettuce.core.pubsub.RedisPubSubReactiveCommandsImpl;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnectionImpl;
import io.lettuce.core.pubsub.api.sync.RedisPubSubCommands;
import io.lettuce.core.resource.ClientResources;
import io.netty.channel.Channel;
import java.time.Duration;

/**
 * A Lettuce client whose connections know their channel, for its address and its end, and know no
 * commands: ours are made and written without Lettuce's thousand, which take ten times the memory
 * of a connection, and milliseconds of each start.
 */
final class LettuceClient extends RedisClient {
  /** What the writers of our connections are. */
  interface KnowsChannel {
    /** The channel of a connection that stands. */
    Channel channel();
  }

  LettuceClient(ClientResources resources, ClientOptions options) {
    // The URI is given with each connection.
    super(resources, new RedisURI());
    setOptions(options);
  }

  @Override
  protected DefaultEndpoint createEndpoint() {
    return new CommandEndpoint(getOptions(), getResources());
  }

  @Override
  protected <K, V> PubSubEndpoint<K, V> createPubSubEndpoint() {
    return new SubscriptionEndpoint<>(getOptions(), getResources());
  }

  @Override
  protected <K, V> StatefulRedisConnectionImpl<K, V> newStatefulRedisConnection(
      RedisChannelWriter writer, PushHandler pushes, RedisCodec<K, V> codec, Duration timeout) {
    return new BareConnection<>(writer, pushes, codec, timeout);
  }

  @Override
  protected <K, V> StatefulRedisPubSubConnectionImpl<K, V> newStatefulRedisPubSubConnection(
      PubSubEndpoint<K, V> endpoint,
      RedisChannelWriter writer,
      RedisCodec<K, V> codec,
      Duration timeout) {
    return new BareSubscription<>(endpoint, writer, codec, timeout);
  }

  private static final class BareConnection<K, V> extends StatefulRedisConnectionImpl<K, V> {
    BareConnection(
        RedisChannelWriter writer, PushHandler pushes, RedisCodec<K, V> codec, Duration timeout) {
      super(writer, pushes, codec, timeout);
    }

    @Override
    protected RedisAsyncCommandsImpl<K, V> newRedisAsyncCommandsImpl() {
      return null;
    }

    @Override
    protected RedisCommands<K, V> newRedisSyncCommandsImpl() {
      return null;
    }

    @Override
    protected RedisReactiveCommandsImpl<K, V> newRedisReactiveCommandsImpl() {
      return null;
    }
  }

  private static final class BareSubscription<K, V>
      extends StatefulRedisPubSubConnectionImpl<K, V> {
    BareSubscription(
        PubSubEndpoint<K, V> endpoint,
        RedisChannelWriter writer,
        RedisCodec<K, V> codec,
        Duration timeout) {
      super(endpoint, writer, codec, timeout);
    }

    @Override
    protected RedisPubSubAsyncCommandsImpl<K, V> newRedisAsyncCommandsImpl() {
      return null;
    }

    @Override
    protected RedisPubSubCommands<K, V> newRedisSyncCommandsImpl() {
      return null;
    }

    @Override
    protected RedisPubSubReactiveCommandsImpl<K, V> newRedisReactiveCommandsImpl() {
      return null;
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

  private static final class SubscriptionEndpoint<K, V> extends PubSubEndpoint<K, V>
      implements KnowsChannel {
    private volatile Channel known;

    SubscriptionEndpoint(ClientOptions options, ClientResources resources) {
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
}
