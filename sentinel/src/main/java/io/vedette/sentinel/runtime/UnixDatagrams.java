package io.vedette.sentinel.runtime;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;

/** Unix sockets that send datagrams, to the system's log or a supervisor; where epoll is. */
public final class UnixDatagrams {
  private UnixDatagrams() {}

  /** One daemon thread for such sockets, of this name. */
  public static EventLoopGroup thread(String name) {
    return new MultiThreadIoEventLoopGroup(
        1, new DefaultThreadFactory(name, true), EpollIoHandler.newFactory());
  }

  /** Opens one. */
  public static Channel open(EventLoopGroup group) {
    return new Bootstrap()
        .group(group)
        .channel(EpollDomainDatagramChannel.class)
        .handler(new ChannelInboundHandlerAdapter())
        // To no name: the kernel gives it one of its own, outside the file system.
        .bind(new DomainSocketAddress(""))
        .syncUninterruptibly()
        .channel();
  }
}
