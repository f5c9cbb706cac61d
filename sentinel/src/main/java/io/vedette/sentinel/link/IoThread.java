package io.vedette.sentinel.link;

import io.lettuce.core.resource.EpollProvider;
import io.lettuce.core.resource.EventLoopGroupProvider;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SelectStrategyFactory;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.Promise;
import java.nio.channels.spi.SelectorProvider;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** The one thread of all links, for Lettuce: it would make one of its own, which never rests. */
final class IoThread implements EventLoopGroupProvider {
  private final Rests rests = new Rests();
  private final EventLoopGroup group;
  private final EventLoop loop;

  /** Starts it; it waits with what Lettuce's connections need where it runs. */
  IoThread() {
    ThreadFactory factory = new DefaultThreadFactory("vedette-links", true);
    SelectStrategyFactory strategy = () -> rests;
    group = EpollProvider.isAvailable() ? epoll(factory, strategy) : nio(factory, strategy);
    loop = group.next();
  }

  // Lettuce knows these classes, not what has taken their place.
  @SuppressWarnings("deprecation")
  private static EventLoopGroup nio(ThreadFactory factory, SelectStrategyFactory strategy) {
    return new NioEventLoopGroup(1, factory, SelectorProvider.provider(), strategy);
  }

  @SuppressWarnings("deprecation")
  private static EventLoopGroup epoll(ThreadFactory factory, SelectStrategyFactory strategy) {
    return new EpollEventLoopGroup(1, factory, strategy);
  }

  EventLoop loop() {
    return loop;
  }

  EventLoopGroup group() {
    return group;
  }

  /** When it rests. */
  Rests rests() {
    return rests;
  }

  @Override
  public <T extends EventLoopGroup> T allocate(Class<T> type) {
    return type.cast(group);
  }

  @Override
  public int threadPoolSize() {
    return 1;
  }

  /** It ends when all is closed, whoever has done with it before. */
  @Override
  public Promise<Boolean> release(
      EventExecutorGroup released, long quietPeriod, long timeout, TimeUnit unit) {
    Promise<Boolean> done = ImmediateEventExecutor.INSTANCE.newPromise();
    return done.setSuccess(true);
  }

  @Override
  public Promise<Boolean> shutdown(long quietPeriod, long timeout, TimeUnit unit) {
    Promise<Boolean> ended = ImmediateEventExecutor.INSTANCE.newPromise();
    group
        .shutdownGracefully(quietPeriod, timeout, unit)
        .addListener(future -> ended.setSuccess(future.isSuccess()));
    return ended;
  }
}
