package io.vedette.sentinel.link;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SelectStrategyFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.nio.channels.spi.SelectorProvider;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** The one thread of all links. */
final class IoThread {
  private final Rests rests = new Rests();
  private final EventLoopGroup group;
  private final EventLoop loop;

  /** Starts it; it waits by epoll where there is one. */
  IoThread() {
    ThreadFactory factory = new DefaultThreadFactory("vedette-links", true);
    SelectStrategyFactory strategy = () -> rests;
    group = Epoll.isAvailable() ? epoll(factory, strategy) : nio(factory, strategy);
    loop = group.next();
  }

  // What has taken the place of these classes takes no strategy for its waiting.
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

  /** When it rests. */
  Rests rests() {
    return rests;
  }

  /** Ends it when all is closed. */
  Future<?> shutdown(long quietPeriod, long timeout, TimeUnit unit) {
    return group.shutdownGracefully(quietPeriod, timeout, unit);
  }
}
