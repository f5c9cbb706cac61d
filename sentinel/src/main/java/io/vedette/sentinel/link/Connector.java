package io.vedette.sentinel.link;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.protocol.ProtocolVersion;
import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import io.vedette.quorum.model.Address;
import io.vedette.sentinel.tls.Tls;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes connections, by Lettuce's protocol as we want it: one I/O thread for everything, no
 * reconnecting, no waiting commands, nothing said to the server that nobody asked for.
 */
final class Connector implements AutoCloseable {
  /** Commands that may be unanswered on one connection; what comes beyond ends it. */
  private static final int MAX_UNANSWERED = 128;

  /** The same with a peer, which is asked about, and told of, thousands of groups at once. */
  private static final int MAX_UNANSWERED_BY_PEER = 32_768;

  private static final Logger LOG = LoggerFactory.getLogger(Connector.class);

  private static final long CLOSE_TIMEOUT_MS = 2_000;

  private final Duration connectTimeout;
  private final IoThread thread;
  private final EventLoop loop;
  private final Outgoing outgoing;
  private final HostNames hostNames = new HostNames();
  private final Dialer dialer;
  private final LettuceClient resp3;
  private final LettuceClient resp2;
  private final LettuceClient peers;

  Connector(Duration connectTimeout, Optional<Tls> tls) {
    this.connectTimeout = connectTimeout;
    thread = new IoThread();
    loop = thread.loop();
    outgoing = new Outgoing(loop);
    ReadBuffers buffers = new ReadBuffers();
    dialer = new Dialer(loop, hostNames, buffers, connectTimeout, tls);
    resp3 = client(ProtocolVersion.RESP3, buffers, MAX_UNANSWERED);
    resp2 = client(ProtocolVersion.RESP2, buffers, MAX_UNANSWERED);
    peers = client(ProtocolVersion.RESP2, buffers, MAX_UNANSWERED_BY_PEER);
  }

  private LettuceClient client(ProtocolVersion protocol, ReadBuffers buffers, int unanswered) {
    ClientOptions options =
        ClientOptions.builder()
            .protocolVersion(protocol)
            .autoReconnect(false)
            .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
            .requestQueueSize(unanswered)
            .useHashIndexQueue(false)
            .decodeBufferPolicy(buffers)
            .build();
    return new LettuceClient(dialer, options, buffers, outgoing);
  }

  /** The thread of all links. */
  EventLoop loop() {
    return loop;
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
    return resp3
        .connectPubSub(socketAddress(to), onMessage)
        .thenCompose(wire -> Greeting.resp3(wire, login, name, connectTimeout));
  }

  /** Connects with a peer and says nothing: for commands, after a login by AUTH. */
  CompletionStage<Wire> connectPeer(Address to) {
    return peers.connect(socketAddress(to));
  }

  /** Connects and says nothing: for commands, after a login by AUTH. */
  CompletionStage<Wire> connectResp2(Address to) {
    return resp2.connect(socketAddress(to));
  }

  /** Connects and says nothing: for messages, after a login by AUTH. */
  CompletionStage<Wire> connectResp2(Address to, Consumer<byte[]> onMessage) {
    return resp2.connectPubSub(socketAddress(to), onMessage);
  }

  /** Literal addresses at once; names are left to {@link HostNames}, on the way to the socket. */
  private static InetSocketAddress socketAddress(Address to) {
    byte[] literal = NetUtil.createByteArrayFromIpAddressString(to.host());
    try {
      return literal == null
          ? InetSocketAddress.createUnresolved(to.host(), to.port())
          : new InetSocketAddress(InetAddress.getByAddress(literal), to.port());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of 4 or 16 bytes", e);
    }
  }

  /** Closes every connection and ends the thread; takes two seconds at most. */
  @Override
  public void close() {
    Future<Void> closed = dialer.close();
    loop.execute(hostNames::close);
    Future<?> ended = thread.shutdown(0, CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS);
    if (!ended.awaitUninterruptibly(CLOSE_TIMEOUT_MS) || !closed.isDone()) {
      LOG.debug("not every connection was closed in time");
    }
  }
}
