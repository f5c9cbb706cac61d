package io.vedette.sentinel.link;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.vedette.sentinel.tls.Tls;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.SSLException;

/** Makes channels to servers, all on one I/O thread: TCP, or TLS with the handshake done. */
final class Dialer {
  /** As long as a server may leave what was sent to it unacknowledged. */
  private static final int TCP_USER_TIMEOUT_MS = 30_000;

  /** How often a channel is read from before it is another one's turn; Netty's own default. */
  private static final int MOST_READS = 16;

  private final ByteBufAllocator buffers;
  private final Duration connectTimeout;
  private final Optional<Tls> tls;
  private final Bootstrap bootstrap;
  private final ChannelGroup channels;

  /**
   * @param connectTimeout how long TCP's and TLS's handshakes may take, each
   * @param tls what is spoken; empty: plain TCP
   */
  Dialer(
      EventLoop loop,
      HostNames names,
      ByteBufAllocator buffers,
      Duration connectTimeout,
      Optional<Tls> tls) {
    this.buffers = buffers;
    this.connectTimeout = connectTimeout;
    this.tls = tls;
    channels = new DefaultChannelGroup(loop);
    bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
            .resolver(names)
            .option(ChannelOption.ALLOCATOR, buffers)
            .option(ChannelOption.RECVBUF_ALLOCATOR, reading())
            .option(ChannelOption.SO_KEEPALIVE, true)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) connectTimeout.toMillis());
    if (Epoll.isAvailable()) {
      bootstrap.option(EpollChannelOption.TCP_USER_TIMEOUT, TCP_USER_TIMEOUT_MS);
    }
  }

  /** The same for all channels: it keeps nothing of any. */
  private static RecvByteBufAllocator reading() {
    return new FixedRecvByteBufAllocator(ReadBuffers.SHARED_BYTES).maxMessagesPerRead(MOST_READS);
  }

  /** Connects; the channel is closed if that fails. */
  CompletionStage<Channel> dial(InetSocketAddress to, ChannelHandler... handlers) {
    List<ChannelHandler> all = new ArrayList<>();
    if (tls.isPresent()) {
      try {
        all.add(tls(tls.get(), to));
      } catch (SSLException e) {
        return CompletableFuture.failedFuture(e);
      }
    }
    all.addAll(List.of(handlers));
    CompletableFuture<Channel> dialled = new CompletableFuture<>();
    Bootstrap attempt = bootstrap.clone().handler(new Initializer(all));
    attempt.connect(to).addListener((ChannelFuture done) -> onConnected(done, dialled));
    return dialled;
  }

  private final class Initializer extends ChannelInitializer<Channel> {
    private final List<ChannelHandler> handlers;

    Initializer(List<ChannelHandler> handlers) {
      this.handlers = handlers;
    }

    @Override
    protected void initChannel(Channel channel) {
      channels.add(channel);
      channel.pipeline().addLast(handlers.toArray(ChannelHandler[]::new));
    }
  }

  /** Asked anew for each channel: certificates may have changed. */
  private SslHandler tls(Tls spoken, InetSocketAddress to) throws SSLException {
    // As in Sentinel: the authority counts, whatever name or address the certificate is for.
    SslContextBuilder context = SslContextBuilder.forClient().endpointIdentificationAlgorithm(null);
    spoken.configureClient(context);
    SslHandler handler = context.build().newHandler(buffers, to.getHostString(), to.getPort());
    handler.setHandshakeTimeoutMillis(connectTimeout.toMillis());
    return handler;
  }

  private static void onConnected(ChannelFuture connected, CompletableFuture<Channel> dialled) {
    Channel channel = connected.channel();
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (!connected.isSuccess() || tls == null) {
      complete(dialled, channel, connected);
    } else {
      tls.handshakeFuture().addListener(done -> complete(dialled, channel, done));
    }
  }

  private static void complete(
      CompletableFuture<Channel> dialled, Channel channel, Future<?> outcome) {
    if (outcome.isSuccess()) {
      // Later: the handlers hear that it is active after us.
      channel.eventLoop().execute(() -> dialled.complete(channel));
    } else {
      ChannelFuture unused = channel.close();
      dialled.completeExceptionally(outcome.cause());
    }
  }

  /** Closes every channel. */
  Future<Void> close() {
    return channels.close();
  }
}
