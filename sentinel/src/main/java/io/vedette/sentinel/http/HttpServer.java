package io.vedette.sentinel.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.timeout.WriteTimeoutHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.vedette.quorum.Event;
import io.vedette.sentinel.runtime.FailoverRecord;
import io.vedette.sentinel.runtime.TlsSettings;
import io.vedette.sentinel.tls.Tls;
import io.vedette.sentinel.tls.TlsException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Listens, and serves on one thread. Any thread may use it. */
final class HttpServer implements AutoCloseable {
  /** How many connections there may be; more are closed at once. */
  private static final int MOST_CONNECTIONS = 256;

  private static final int MOST_LINE_BYTES = 4 * 1024;
  private static final int MOST_HEADER_BYTES = 16 * 1024;
  private static final int MOST_CONTENT_BYTES = 16 * 1024;
  private static final int MOST_WAITING_BYTES = 1024 * 1024;
  private static final int WRITE_TIMEOUT_SECONDS = 30;
  private static final long CLOSE_MS = 1_000;

  private final MultiThreadIoEventLoopGroup group;
  private final List<Channel> listening;
  private final Optional<Tls> tls;
  private final EventStream stream;
  private final Metrics metrics;

  private HttpServer(
      MultiThreadIoEventLoopGroup group,
      List<Channel> listening,
      Optional<Tls> tls,
      EventStream stream,
      Metrics metrics) {
    this.group = group;
    this.listening = listening;
    this.tls = tls;
    this.stream = stream;
    this.metrics = metrics;
  }

  /**
   * Begins to serve.
   *
   * @throws IOException in one line, if it can't listen on all addresses, or use the certificate
   */
  static HttpServer start(HttpSettings settings, HttpContext context) throws IOException {
    Optional<Tls> tls = tls(settings);
    MultiThreadIoEventLoopGroup group =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("http", true), NioIoHandler.newFactory());
    Metrics metrics = new Metrics(context);
    EventStream stream = new EventStream(context, group.next(), metrics);
    Routes routes = new Routes(context, new Doorkeeper(settings), stream, metrics);
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(MOST_WAITING_BYTES / 2, MOST_WAITING_BYTES))
            .childHandler(new Welcome(routes, tls));
    List<Channel> listening = new ArrayList<>();
    for (String host : settings.bind()) {
      InetSocketAddress address =
          host.equals("*")
              ? new InetSocketAddress(settings.port())
              : new InetSocketAddress(host, settings.port());
      ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
      if (!bound.isSuccess()) {
        new HttpServer(group, listening, tls, stream, metrics).close();
        throw new IOException(
            "can't serve HTTP on " + host + " port " + settings.port() + ": " + why(bound.cause()));
      }
      listening.add(bound.channel());
    }
    return new HttpServer(group, listening, tls, stream, metrics);
  }

  private static String why(Throwable cause) {
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  private static Optional<Tls> tls(HttpSettings settings) throws IOException {
    if (settings.tls().isEmpty()) {
      return Optional.empty();
    }
    TlsSettings wanted =
        new TlsSettings(
            settings.port(),
            false,
            TlsSettings.AuthClients.NO,
            settings.tls().get(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            false,
            new TlsSettings.Sessions(true, 256, 300));
    try {
      return Optional.of(Tls.load(wanted));
    } catch (TlsException e) {
      throw new IOException("'http-" + e.directive() + "': " + e.getMessage(), e);
    }
  }

  /** Makes a pipeline for each connection, as many as there may be. */
  private static final class Welcome extends ChannelInitializer<SocketChannel> {
    private final Routes routes;
    private final Optional<Tls> tls;
    private final AtomicInteger connections = new AtomicInteger();

    Welcome(Routes routes, Optional<Tls> tls) {
      this.routes = routes;
      this.tls = tls;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
      int now = connections.incrementAndGet();
      channel.closeFuture().addListener(closed -> connections.decrementAndGet());
      if (now > MOST_CONNECTIONS) {
        var unused = channel.close();
        return;
      }
      tls.ifPresent(with -> channel.pipeline().addLast(with.serverHandler(channel.alloc())));
      channel
          .pipeline()
          .addLast(new WriteTimeoutHandler(WRITE_TIMEOUT_SECONDS))
          .addLast(new HttpServerCodec(MOST_LINE_BYTES, MOST_HEADER_BYTES, MOST_HEADER_BYTES))
          .addLast(new HttpServerKeepAliveHandler())
          .addLast(new HttpObjectAggregator(MOST_CONTENT_BYTES))
          .addLast(new HttpSession(routes));
    }
  }

  /** An event was published. Any thread; it is handed over. */
  void onEvent(Event event) {
    stream.onEvent(event);
  }

  /** A failover is new, goes on or has ended. Any thread; it is handed over. */
  void onFailover(FailoverRecord record) {
    stream.onFailover(record);
  }

  /** Listens no more and closes all connections. */
  @Override
  public void close() {
    listening.forEach(channel -> channel.close().awaitUninterruptibly(CLOSE_MS));
    stream.close();
    group.shutdownGracefully(0, CLOSE_MS, TimeUnit.MILLISECONDS).awaitUninterruptibly(CLOSE_MS);
    tls.ifPresent(Tls::close);
    metrics.close();
  }
}
