package io.vedette.sentinel.server;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;

/**
 * How sockets are served: Linux's epoll, or Java's own way where that is not to be had.
 *
 * @param epoll whether it is epoll
 * @param handlerFactory what an event loop waits with
 * @param tcp what listens on TCP
 * @param unix what listens on a socket file
 */
record Transport(
    boolean epoll,
    IoHandlerFactory handlerFactory,
    Class<? extends ServerChannel> tcp,
    Class<? extends ServerChannel> unix) {

  /** The best this machine has. */
  static Transport best() {
    return Epoll.isAvailable()
        ? new Transport(
            true,
            EpollIoHandler.newFactory(),
            EpollServerSocketChannel.class,
            EpollServerDomainSocketChannel.class)
        : new Transport(
            false,
            NioIoHandler.newFactory(),
            NioServerSocketChannel.class,
            NioServerDomainSocketChannel.class);
  }
}
