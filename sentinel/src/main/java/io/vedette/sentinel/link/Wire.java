package io.vedette.sentinel.link;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisChannelWriter;
import io.lettuce.core.api.StatefulConnection;
import io.netty.channel.Channel;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One connection that stands. I/O thread only. */
final class Wire {
  private final RedisChannelHandler<?, ?> connection;
  private final RedisChannelWriter writer;
  private final Channel channel;

  Wire(StatefulConnection<byte[], byte[]> connection) {
    this.connection = (RedisChannelHandler<?, ?>) connection;
    // The writer itself, not the connection: that one keeps a MULTI of its own.
    this.writer = this.connection.getChannelWriter();
    this.channel = ((LettuceClient.KnowsChannel) writer).channel();
  }

  CompletableFuture<Reply> send(Call call) {
    writer.write(call);
    return call.answer();
  }

  /** Writes all of them, with nothing between them, in one flush. */
  void sendTogether(List<Call> calls) {
    writer.write(calls);
  }

  /**
   * Runs this when the connection is closed, by whichever side, soon if it is already; after the
   * commands that it leaves unanswered have failed, whose reason may say more.
   */
  void whenClosed(Runnable action) {
    channel.closeFuture().addListener(ignored -> channel.eventLoop().execute(action));
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
