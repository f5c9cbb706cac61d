package io.vedette.sentinel.link;

import io.lettuce.core.resource.EpollProvider;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.NetUtil;
import io.vedette.quorum.model.Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A bare attempt to connect, closed at once, with those whom the last attempt did not reach, before
 * Lettuce is asked to: servers that are down are tried again and again, and an attempt of Lettuce's
 * costs ten times as much, which is what hundreds of them would keep a coordinator busy with while
 * it replaces them.
 *
 * <p>I/O thread only.
 */
final class Knock {
  /** More addresses than are ever down at once; beyond, all are tried by Lettuce again. */
  private static final int MOST = 100_000;

  private final Bootstrap bootstrap;
  private final Set<Address> unreached = new HashSet<>();

  Knock(EventLoop loop, HostNames names, Duration timeout) {
    Class<? extends Channel> channel =
        EpollProvider.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class;
    bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(channel)
            .resolver(names)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(timeout.toMillis()))
            .option(ChannelOption.AUTO_READ, false)
            .handler(new Nothing());
  }

  /** Nobody could be reached there. */
  void failed(Address there) {
    if (unreached.size() >= MOST) {
      unreached.clear();
    }
    unreached.add(there);
  }

  /** A link there stands, or nobody wants one. */
  void forget(Address there) {
    unreached.remove(there);
  }

  /** Whether it is to be tried first. */
  boolean isFirst(Address there) {
    return unreached.contains(there);
  }

  /** Done when somebody takes connections there; fails as an attempt to connect does. */
  CompletionStage<Void> at(Address there) {
    CompletableFuture<Void> answered = new CompletableFuture<>();
    ChannelFuture attempt = bootstrap.connect(socket(there));
    attempt.addListener(
        done -> {
          if (done.isSuccess()) {
            ChannelFuture unused = attempt.channel().close();
            answered.complete(null);
          } else {
            answered.completeExceptionally(done.cause());
          }
        });
    return answered;
  }

  /** Nothing is sent, and nothing is read. */
  @ChannelHandler.Sharable
  private static final class Nothing extends ChannelInboundHandlerAdapter {}

  private static InetSocketAddress socket(Address there) {
    byte[] literal = NetUtil.createByteArrayFromIpAddressString(there.host());
    try {
      return literal == null
          ? InetSocketAddress.createUnresolved(there.host(), there.port())
          : new InetSocketAddress(InetAddress.getByAddress(literal), there.port());
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
