package io.vedette.sentinel.link;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisException;
import io.lettuce.core.protocol.Command;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One connection that stands. I/O thread only. */
final class Wire {
  /** A PING, a hello and an INFO. */
  private static final int FEW = 3;

  private final RedisChannelHandler<?, ?> connection;
  private final Channel channel;
  private final Outgoing outgoing;
  private List<Command<byte[], byte[], Reply>> unsent = new ArrayList<>(FEW);

  Wire(RedisChannelHandler<?, ?> connection, Channel channel, Outgoing outgoing) {
    this.connection = connection;
    this.channel = channel;
    this.outgoing = outgoing;
  }

  /** Sends it, together with what else is sent on this connection just now. */
  CompletableFuture<Reply> send(Call call) {
    add(call);
    return call.answer();
  }

  /** As {@link #send(Call)}. */
  void send(RegularCall call) {
    add(call);
  }

  /** Sends all of them, with nothing between them. */
  void sendTogether(List<Call> calls) {
    calls.forEach(this::add);
  }

  private void add(Command<byte[], byte[], Reply> call) {
    boolean isFirst = unsent.isEmpty();
    unsent.add(call);
    if (isFirst) {
      outgoing.flushSoon(this);
    }
  }

  /** Writes what was sent; on a connection that is closed, all of it fails. */
  void flush() {
    List<Command<byte[], byte[], Reply>> calls = unsent;
    unsent = new ArrayList<>(FEW);
    if (channel.isActive()) {
      channel
          .writeAndFlush(calls)
          .addListener(
              written -> {
                if (!written.isSuccess()) {
                  fail(calls, written.cause());
                }
              });
    } else {
      fail(calls, new RedisException("Connection closed"));
    }
  }

  private static void fail(List<Command<byte[], byte[], Reply>> calls, Throwable cause) {
    calls.forEach(call -> call.completeExceptionally(cause));
  }

  /**
   * Runs this when the connection is closed, by whichever side, soon if it is already; after the
   * commands that it leaves unanswered have failed, whose reason may say more.
   */
  void whenClosed(Runnable action) {
    channel.closeFuture().addListener(ignored -> channel.eventLoop().execute(action));
  }

  /** The thread that it lives on. */
  EventLoop loop() {
    return channel.eventLoop();
  }

  boolean isOpen() {
    return channel.isActive();
  }

  /** Closes it, if that has not been done; also one that the other side has closed. */
  void close() {
    if (!connection.isClosed()) {
      CompletableFuture<Void> unused = connection.closeAsync();
    }
  }

  /** The address at this end, as others write it: {@code ::1}, and without a scope. */
  String localHost() {
    SocketAddress local = channel.localAddress();
    return NetUtil.toAddressString(((InetSocketAddress) local).getAddress());
  }
}
