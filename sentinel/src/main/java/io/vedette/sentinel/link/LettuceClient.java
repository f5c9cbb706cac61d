package io.vedette.sentinel.link;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.protocol.DefaultEndpoint;
import io.lettuce.core.pubsub.PubSubEndpoint;
import io.lettuce.core.resource.ClientResources;
import io.netty.channel.Channel;

/** A Lettuce client whose connections know their channel: for its address and its end. */
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
