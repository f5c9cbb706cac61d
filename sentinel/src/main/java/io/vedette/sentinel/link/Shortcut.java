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
import java.util.function.Predicate;

/**
 * The short way through Lettuce's handler: what is sent together is one message there, encoded into
 * one buffer, and the answers to regular calls that come all the time, PONG, a number and INFO, are
 * read where they have arrived, without making objects of their parts. All else is Lettuce's.
 *
 * <p>I/O thread only.
 */
final class Shortcut {
  private static final String PONG = "+PONG\r\n";

  /** RESP3 says what kind of text it is. */
  private static final String KIND = "txt:";

  /** How many bytes it has. */
  static final int LINE_END = 2;

  private static final int MOST_DIGITS = 9;

  /** What comes next of what has been received. */
  private enum Next {
    /** Was the answer to a regular call, and is behind the reader now. */
    TAKEN,
    /** Is the beginning of one. */
    INCOMPLETE,
    LETTUCES
  }

  private final ReadBuffers buffers;

  /** Who waits for an answer, in their order: Lettuce's own list. */
  private final Queue<RedisCommand<?, ?, ?>> waiting;

  private final int most;
  private final Predicate<ByteBuf> hellos;
  private boolean isInsideMessage;
  private boolean hasRest;

  /**
   * One for a connection.
   *
   * @param buffers those of the handler: they are told where Lettuce has only a part of a message
   * @param most that may be unanswered; what would be more fails
   * @param hellos takes a hello if one comes next, and says whether it did
   */
  Shortcut(CommandHandler handler, ReadBuffers buffers, int most, Predicate<ByteBuf> hellos) {
    this.buffers = buffers;
    this.hellos = hellos;
    this.waiting = handler.getStack();
    this.most = most;
  }

  /** Writes these, and each waits for its answer from now on; or all fail. */
  void write(
      ChannelHandlerContext context,
      List<Command<byte[], byte[], Reply>> calls,
      ChannelPromise written) {
    if (waiting.size() + calls.size() > most) {
      RedisException tooMany = new RedisException("Request queue size exceeded: " + most);
      written.setSuccess();
      calls.forEach(call -> call.completeExceptionally(tooMany));
      return;
    }
    ByteBuf bytes = context.alloc().directBuffer(ReadBuffers.SHARED_BYTES);
    for (Command<byte[], byte[], Reply> call : calls) {
      call.encode(bytes);
      waiting.add(call);
    }
    ChannelFuture unused = context.write(bytes, written);
  }

  /** To be told after Lettuce has decoded what it could of this. */
  void decoded(ByteBuf buffer) {
    isInsideMessage = buffers.endedInsideMessage();
    hasRest = buffer.isReadable();
  }

  /**
   * Takes what it can of what was received, before Lettuce puts it to what it has.
   *
   * @return whether that was all
   */
  boolean takeAll(ByteBuf received) {
    boolean isClear = !isInsideMessage && !hasRest;
    if (isClear) {
      try {
        takeMessages(received);
      } catch (RuntimeException e) {
        received.release();
        throw e;
      }
    }
    return !received.isReadable();
  }

  /** To be asked before each message: takes what it can; whether the next one is Lettuce's. */
  boolean isLettuces(ByteBuf buffer) {
    boolean isBetweenMessages = !isInsideMessage;
    isInsideMessage = false;
    return !isBetweenMessages || takeMessages(buffer) == Next.LETTUCES;
  }

  private Next takeMessages(ByteBuf buffer) {
    Next next;
    do {
      next = hellos.test(buffer) ? Next.TAKEN : take(buffer);
    } while (next == Next.TAKEN);
    return next;
  }

  /** Takes the answer to a regular call, if that comes next, and is whole. */
  private Next take(ByteBuf buffer) {
    if (!buffer.isReadable() || !(waiting.peek() instanceof RegularCall call)) {
      return Next.LETTUCES;
    }
    return switch (buffer.getByte(buffer.readerIndex())) {
      case '+' -> takePong(buffer, call);
      case ':' -> takeNumber(buffer, call);
      case '$', '=' -> call.longestBulk() == 0 ? Next.LETTUCES : takeBulk(buffer, call);
      default -> Next.LETTUCES;
    };
  }

  private Next takePong(ByteBuf buffer, RegularCall call) {
    int begin = buffer.readerIndex();
    if (buffer.readableBytes() < PONG.length()) {
      return Next.LETTUCES;
    }
    for (int i = 1; i < PONG.length(); i++) {
      if (buffer.getByte(begin + i) != PONG.charAt(i)) {
        return Next.LETTUCES;
      }
    }
    taken(buffer, begin + PONG.length());
    call.complete(Reply.PONG);
    return Next.TAKEN;
  }

  private Next takeNumber(ByteBuf buffer, RegularCall call) {
    int begin = buffer.readerIndex() + 1;
    int end = endOfNumber(buffer, begin);
    if (end == begin || !isLineEnd(buffer, end)) {
      return Next.LETTUCES;
    }
    int number = number(buffer, begin, end);
    taken(buffer, end + LINE_END);
    call.complete(Reply.number(number));
    return Next.TAKEN;
  }

  private Next takeBulk(ByteBuf buffer, RegularCall call) {
    int begin = buffer.readerIndex() + 1;
    int end = endOfNumber(buffer, begin);
    if (end == buffer.writerIndex() || end + 1 == buffer.writerIndex()) {
      return Next.INCOMPLETE;
    }
    if (end == begin || !isLineEnd(buffer, end)) {
      return Next.LETTUCES;
    }
    int length = number(buffer, begin, end);
    int skipped = buffer.getByte(begin - 1) == '=' ? KIND.length() : 0;
    if (length < skipped || length > call.longestBulk()) {
      return Next.LETTUCES;
    }
    int text = end + LINE_END;
    int next = text + length + LINE_END;
    if (next > buffer.writerIndex()) {
      return Next.INCOMPLETE;
    }
    taken(buffer, next);
    call.complete(buffer, text + skipped, length - skipped);
    return Next.TAKEN;
  }

  private void taken(ByteBuf buffer, int next) {
    buffer.readerIndex(next);
    waiting.remove();
  }

  /** The index after the digits from there on, of which only so many are looked at. */
  static int endOfNumber(ByteBuf buffer, int from) {
    int end = Math.min(buffer.writerIndex(), from + MOST_DIGITS);
    int at = from;
    while (at < end && buffer.getByte(at) >= '0' && buffer.getByte(at) <= '9') {
      at++;
    }
    return at;
  }

  /** What the digits from one index to before another say. */
  static int number(ByteBuf buffer, int from, int to) {
    int number = 0;
    for (int at = from; at < to; at++) {
      number = 10 * number + buffer.getByte(at) - '0';
    }
    return number;
  }

  /** Whether there is one at this index. */
  static boolean isLineEnd(ByteBuf buffer, int at) {
    return at + LINE_END <= buffer.writerIndex()
        && buffer.getByte(at) == '\r'
        && buffer.getByte(at + 1) == '\n';
  }
}
