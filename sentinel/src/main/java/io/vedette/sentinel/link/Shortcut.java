package io.vedette.sentinel.link;

import io.lettuce.core.RedisException;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandHandler;
import io.lettuce.core.protocol.RedisCommand;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.util.List;
import java.util.Queue;

/**
 * The short way through Lettuce's handler: what is sent together is one message there, encoded into
 * one buffer, and the two answers that come all the time, PONG and a number, are read without
 * making objects of their parts. All else, and what comes in pieces, is Lettuce's.
 *
 * <p>I/O thread only.
 */
final class Shortcut {
  private static final String PONG = "+PONG\r\n";

  /** More than anybody subscribes to a channel. */
  private static final int MOST_DIGITS = 9;

  private final ReadBuffers buffers;

  /** Who waits for an answer, in their order: Lettuce's own list. */
  private final Queue<RedisCommand<?, ?, ?>> waiting;

  private final int most;
  private boolean isInsideMessage;

  /**
   * One for a connection.
   *
   * @param buffers those of the handler: they are told where Lettuce has only a part of a message
   * @param most that may be unanswered; what is sent beyond fails
   */
  Shortcut(CommandHandler handler, ReadBuffers buffers, int most) {
    this.buffers = buffers;
    this.waiting = handler.getStack();
    this.most = most;
  }

  /** Writes these; each waits for its answer from now on, or fails. */
  void write(
      ChannelHandlerContext context,
      List<Command<byte[], byte[], Reply>> calls,
      ChannelPromise written) {
    int accepted = Math.max(0, Math.min(calls.size(), most - waiting.size()));
    ByteBuf bytes = context.alloc().directBuffer(ReadBuffers.SHARED_BYTES);
    for (Command<byte[], byte[], Reply> call : calls.subList(0, accepted)) {
      call.encode(bytes);
      waiting.add(call);
    }
    ChannelFuture unused = context.write(bytes, written);
    // Last: who hears of it may close the connection.
    for (Command<byte[], byte[], Reply> call : calls.subList(accepted, calls.size())) {
      call.completeExceptionally(new RedisException("Request queue size exceeded: " + most));
    }
  }

  /** To be told after Lettuce has decoded what it could. */
  void decoded() {
    isInsideMessage = buffers.endedInsideMessage();
  }

  /** Whether the next byte may be a message's first one: asked before each message. */
  boolean isBetweenMessages() {
    boolean isBetween = !isInsideMessage;
    isInsideMessage = false;
    return isBetween;
  }

  /** Whether the answer to a regular call came next, whole; then it is behind the reader. */
  boolean takeAnswer(ByteBuf buffer) {
    if (!(waiting.peek() instanceof RegularCall)) {
      return false;
    }
    int at = buffer.readerIndex();
    int end = buffer.writerIndex();
    if (at == end) {
      return false;
    }
    byte kind = buffer.getByte(at);
    return kind == ':' ? takeNumber(buffer, at + 1, end) : kind == '+' && takePong(buffer, at, end);
  }

  private boolean takePong(ByteBuf buffer, int begin, int end) {
    int next = begin + PONG.length();
    if (next > end) {
      return false;
    }
    for (int i = 1; i < PONG.length(); i++) {
      if (buffer.getByte(begin + i) != PONG.charAt(i)) {
        return false;
      }
    }
    answer(buffer, next, Reply.PONG);
    return true;
  }

  private boolean takeNumber(ByteBuf buffer, int begin, int end) {
    int number = 0;
    int at = begin;
    for (; at < end && at - begin <= MOST_DIGITS; at++) {
      int digit = buffer.getByte(at) - '0';
      if (digit < 0 || digit > 9) {
        break;
      }
      number = 10 * number + digit;
    }
    boolean isWhole =
        at > begin
            && at - begin <= MOST_DIGITS
            && at + 2 <= end
            && buffer.getByte(at) == '\r'
            && buffer.getByte(at + 1) == '\n';
    if (isWhole) {
      answer(buffer, at + 2, Reply.number(number));
    }
    return isWhole;
  }

  private void answer(ByteBuf buffer, int next, Reply reply) {
    buffer.readerIndex(next);
    ((RegularCall) waiting.remove()).complete(reply);
  }
}
