package io.vedette.sentinel;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd, where it has started this process with {@code Type=notify}, how far it is: a
 * datagram to the socket that {@code NOTIFY_SOCKET} names. Elsewhere does nothing.
 */
final class Supervisor {
  static final String READY = "READY=1";
  static final String STOPPING = "STOPPING=1";

  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
  private static final long PATIENCE_MS = 2_000;

  private final Optional<String> socket;

  /**
   * One that listens there, or none.
   *
   * @param socket a path, or with a leading {@code @} a name in the abstract namespace; null or
   *     empty: there is none
   */
  Supervisor(String socket) {
    this.socket =
        Optional.ofNullable(socket)
            .filter(name -> !name.isEmpty())
            .map(name -> name.startsWith("@") ? '\0' + name.substring(1) : name);
  }

  /** That of this process. */
  static Supervisor ofProcess() {
    return new Supervisor(System.getenv("NOTIFY_SOCKET"));
  }

  /** Waits two seconds at most; where it can't be told, the log says why. */
  void tell(String state) {
    socket.ifPresent(name -> tell(name, state));
  }

  private static void tell(String name, String state) {
    if (!Epoll.isAvailable()) {
      LOG.warn("can't tell the supervisor {}: no Unix sockets here", state);
      return;
    }
    EventLoopGroup group =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("vedette-supervisor", true), EpollIoHandler.newFactory());
    try {
      send(group, name, state);
    } finally {
      Future<?> unused = group.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
    }
  }

  private static void send(EventLoopGroup group, String name, String state) {
    Channel channel =
        new Bootstrap()
            .group(group)
            .channel(EpollDomainDatagramChannel.class)
            .handler(new ChannelInboundHandlerAdapter())
            // To no name: the kernel gives it one of its own.
            .bind(new DomainSocketAddress(""))
            .syncUninterruptibly()
            .channel();
    Future<Void> sent =
        channel.writeAndFlush(
            new DomainDatagramPacket(
                Unpooled.copiedBuffer(state, StandardCharsets.US_ASCII),
                new DomainSocketAddress(name)));
    boolean isDone = sent.awaitUninterruptibly(PATIENCE_MS);
    if (!isDone || !sent.isSuccess()) {
      String why = isDone ? sent.cause().getMessage() : "it does not listen";
      LOG.warn("can't tell the supervisor {}: {}", state, why);
    }
    Future<Void> unused = channel.close();
  }
}
