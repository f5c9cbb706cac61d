package io.vedette.sentinel.link;

import io.lettuce.core.event.EventBus;
import io.lettuce.core.event.EventPublisherOptions;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.EventLoopGroupProvider;
import io.lettuce.core.resource.NettyCustomizer;
import io.lettuce.core.resource.SocketAddressResolver;
import io.lettuce.core.tracing.Tracing;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.Timer;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * What Lettuce's protocol asks for: whether commands are measured or traced. They are not. All else
 * is for its clients, of which there is none here.
 */
final class BareResources implements ClientResources {
  @Override
  public CommandLatencyRecorder commandLatencyRecorder() {
    return CommandLatencyRecorder.disabled();
  }

  @Override
  public Tracing tracing() {
    return Tracing.disabled();
  }

  private static UnsupportedOperationException forClientsOnly() {
    return new UnsupportedOperationException("there is no client of Lettuce's here");
  }

  @Override
  public Builder mutate() {
    throw forClientsOnly();
  }

  @Override
  public Future<Boolean> shutdown() {
    throw forClientsOnly();
  }

  @Override
  public Future<Boolean> shutdown(long quietPeriod, long timeout, TimeUnit unit) {
    throw forClientsOnly();
  }

  @Override
  public AddressResolverGroup<?> addressResolverGroup() {
    throw forClientsOnly();
  }

  @Override
  public EventPublisherOptions commandLatencyPublisherOptions() {
    throw forClientsOnly();
  }

  @Override
  public int computationThreadPoolSize() {
    throw forClientsOnly();
  }

  @Override
  public EventBus eventBus() {
    throw forClientsOnly();
  }

  @Override
  public EventLoopGroupProvider eventLoopGroupProvider() {
    throw forClientsOnly();
  }

  @Override
  public EventExecutorGroup eventExecutorGroup() {
    throw forClientsOnly();
  }

  @Override
  public int ioThreadPoolSize() {
    throw forClientsOnly();
  }

  @Override
  public NettyCustomizer nettyCustomizer() {
    throw forClientsOnly();
  }

  @Override
  public Delay reconnectDelay() {
    throw forClientsOnly();
  }

  @Override
  public SocketAddressResolver socketAddressResolver() {
    throw forClientsOnly();
  }

  @Override
  public Timer timer() {
    throw forClientsOnly();
  }
}
