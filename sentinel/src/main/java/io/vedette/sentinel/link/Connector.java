package io.vedette.sentinel.link;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.StaticCredentialsProvider;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.event.Event;
import io.lettuce.core.event.EventBus;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.DnsResolver;
import io.lettuce.core.resource.EpollProvider;
import io.lettuce.core.resource.NettyCustomizer;
import io.lettuce.core.resource.SocketAddressResolver;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import io.vedette.quorum.model.Address;
import io.vedette.sentinel.tls.Tls;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;

/**
 * Makes connections, by Lettuce as we want it: one I/O thread for everything, no reconnecting, no
 * waiting commands, nothing said to the server that nobody asked for.
 */
final class Connector implements AutoCloseable {
  /** Commands that may be unanswered on one connection; what comes beyond ends it. */
  private static final int MAX_UNANSWERED = 128;

  /** The same with a peer, which is asked about, and told of, thousands of groups at once. */
  private static final int MAX_UNANSWERED_BY_PEER = 32_768;

  private static final Logger LOG = LoggerFactory.getLogger(Connector.class);

  private static final long CLOSE_TIMEOUT_MS = 2_000;

  private final Duration connectTimeout;
  private final Optional<Tls> tls;
  private final IoThread thread;
  private final EventLoop loop;
  private final Outgoing outgoing;
  private final HostNames hostNames = new HostNames();
  private final ClientResources resources;
  private final LettuceClient resp3;
  private final LettuceClient resp2;
  private final LettuceClient peers;
  private final Knock knock;

  Connector(Duration connectTimeout, Optional<Tls> tls) {
    this.connectTimeout = connectTimeout;
    this.tls = tls;
    thread = new IoThread();
    loop = thread.loop();
    knock = new Knock(loop, hostNames, connectTimeout);
    outgoing = new Outgoing(loop);
    ReadBuffers buffers = new ReadBuffers();
    resources =
        DefaultClientResources.builder()
            .eventLoopGroupProvider(thread)
            .eventExecutorGroup(thread.group())
            .timer(new LoopTimer(loop))
            .eventBus(new NoEvents())
            .commandLatencyRecorder(CommandLatencyRecorder.disabled())
            .addressResolverGroup(hostNames)
            .socketAddressResolver(SocketAddressResolver.create(new LiteralsOnly()))
            .nettyCustomizer(new SmallBuffers(buffers))
            .build();
    resp3 = new LettuceClient(resources, options(ProtocolVersion.RESP3, buffers, MAX_UNANSWERED));
    resp2 = new LettuceClient(resources, options(ProtocolVersion.RESP2, buffers, MAX_UNANSWERED));
    peers =
        new LettuceClient(
            resources, options(ProtocolVersion.RESP2, buffers, MAX_UNANSWERED_BY_PEER));
  }

  private ClientOptions options(ProtocolVersion protocol, ReadBuffers buffers, int unanswered) {
    SocketOptions.Builder socket =
        SocketOptions.builder().connectTimeout(connectTimeout).keepAlive(true).tcpNoDelay(true);
    if (EpollProvider.isAvailable()) {
      socket.tcpUserTimeout(
          SocketOptions.TcpUserTimeoutOptions.builder()
              .enable()
              .tcpUserTimeout(Duration.ofSeconds(30))
              .build());
    }
    ClientOptions.Builder options = ClientOptions.builder();
    if (tls.isPresent()) {
      // Asked anew for each connection: certificates may have changed.
      options.sslOptions(
          SslOptions.builder()
              .jdkSslProvider()
              .handshakeTimeout(connectTimeout)
              .sslContext(tls.get()::configureClient)
              .build());
    }
    return options
        .protocolVersion(protocol)
        .autoReconnect(false)
        .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
        .pingBeforeActivateConnection(false)
        .maintNotificationsConfig(MaintNotificationsConfig.disabled())
        .requestQueueSize(unanswered)
        // The coordinator has its own deadline for every answer.
        .timeoutOptions(TimeoutOptions.create())
        .decodeBufferPolicy(buffers)
        .socketOptions(socket.build())
        .build();
  }

  /** The thread of all links. */
  EventLoop loop() {
    return loop;
  }

  /** For trying those first who were lost. */
  Knock knock() {
    return knock;
  }

  /** When that thread rests. */
  Rests rests() {
    return thread.rests();
  }

  /** How long an attempt may take from its beginning to a usable link. */
  Duration connectTimeout() {
    return connectTimeout;
  }

  /** Connects by HELLO 3, with the login and the name in it; for commands and messages. */
  CompletionStage<Wire> connectResp3(
      Address to, Login login, String name, Consumer<byte[]> onMessage) {
    RedisURI uri = uri(to);
    uri.setClientName(name);
    login
        .password()
        .ifPresent(
            password ->
                uri.setCredentialsProvider(
                    new StaticCredentialsProvider(
                        login.user().orElse(null), password.toCharArray())));
    return resp3
        .connectPubSubAsync(ByteArrayCodec.INSTANCE, uri)
        .thenApply(connection -> listening(connection, onMessage));
  }

  /** Connects with a peer and says nothing: for commands, after a login by AUTH. */
  CompletionStage<Wire> connectPeer(Address to) {
    return peers.connectAsync(ByteArrayCodec.INSTANCE, uri(to)).thenApply(this::wire);
  }

  /** Connects and says nothing: for commands, after a login by AUTH. */
  CompletionStage<Wire> connectResp2(Address to) {
    return resp2.connectAsync(ByteArrayCodec.INSTANCE, uri(to)).thenApply(this::wire);
  }

  /** Connects and says nothing: for messages, after a login by AUTH. */
  CompletionStage<Wire> connectResp2(Address to, Consumer<byte[]> onMessage) {
    return resp2
        .connectPubSubAsync(ByteArrayCodec.INSTANCE, uri(to))
        .thenApply(connection -> listening(connection, onMessage));
  }

  private Wire wire(StatefulConnection<byte[], byte[]> connection) {
    return new Wire(connection, outgoing);
  }

  private Wire listening(
      StatefulRedisPubSubConnection<byte[], byte[]> connection, Consumer<byte[]> onMessage) {
    connection.addListener(
        new RedisPubSubAdapter<>() {
          @Override
          public void message(byte[] channel, byte[] message) {
            onMessage.accept(message);
          }
        });
    return wire(connection);
  }

  private RedisURI uri(Address to) {
    RedisURI uri = new RedisURI();
    uri.setHost(to.host());
    uri.setPort(to.port());
    uri.setTimeout(connectTimeout);
    if (tls.isPresent()) {
      uri.setSsl(true);
      // As in Sentinel: the authority counts, whatever name or address the certificate is for.
      uri.setVerifyPeer(SslVerifyMode.CA);
    }
    // Empty: no CLIENT SETINFO, which a restricted user may not send.
    uri.setLibraryName("");
    uri.setLibraryVersion("");
    return uri;
  }

  /** Closes every connection and ends the thread; takes two seconds at most. */
  @Override
  public void close() {
    CompletableFuture<Void> connections =
        CompletableFuture.allOf(
            resp3.shutdownAsync(0, CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS),
            resp2.shutdownAsync(0, CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS),
            peers.shutdownAsync(0, CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS));
    loop.execute(hostNames::close);
    Future<Boolean> lettuce = resources.shutdown(0, CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS);
    Future<Boolean> ended = thread.shutdown(0, CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS);
    boolean inTime =
        ended.awaitUninterruptibly(CLOSE_TIMEOUT_MS) && lettuce.isDone() && connections.isDone();
    if (!inTime) {
      LOG.debug("not every connection was closed in time");
    }
  }

  /** Nobody listens to Lettuce's events. */
  private static final class NoEvents implements EventBus {
    @Override
    public Flux<Event> get() {
      return Flux.empty();
    }

    @Override
    public void publish(Event event) {}
  }

  /** Literal addresses at once; names are left to {@link HostNames}, on the way to the socket. */
  private static final class LiteralsOnly implements DnsResolver {
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
      return literal == null
          ? new InetAddress[0]
          : new InetAddress[] {InetAddress.getByAddress(literal)};
    }
  }

  private record SmallBuffers(ReadBuffers buffers) implements NettyCustomizer {
    @Override
    public void afterBootstrapInitialized(Bootstrap bootstrap) {
      bootstrap.option(ChannelOption.ALLOCATOR, buffers);
    }
  }
}
