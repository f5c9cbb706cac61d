package io.vedette.sentinel.link;

import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.Command;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CancellationException;

/**
 * A command that is sent all the time: what it is on the wire is made once, its outcome is told
 * directly, and there is something to put an answer's parts into only if they come one by one. I/O
 * thread only.
 */
abstract class RegularCall extends Command<byte[], byte[], Reply> {
  private static final String LINE_END = "\r\n";

  private final byte[] request;

  /**
   * One that is not sent yet.
   *
   * @param request by {@link #request}
   */
  RegularCall(Word word, byte[] request) {
    super(word, null);
    this.request = request;
  }

  @Override
  public CommandOutput<byte[], byte[], Reply> getOutput() {
    if (output == null) {
      output = new ReplyOutput();
    }
    return output;
  }

  /** What a command is on the wire. */
  static byte[] request(Word word, String... args) {
    StringBuilder text = new StringBuilder();
    text.append('*').append(1 + args.length).append(LINE_END);
    addBulk(text, new String(word.getBytes(), StandardCharsets.UTF_8));
    for (String arg : args) {
      addBulk(text, arg);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void addBulk(StringBuilder to, String content) {
    int length = ByteBufUtil.utf8Bytes(content);
    to.append('$').append(length).append(LINE_END).append(content).append(LINE_END);
  }

  /** It was answered, also by an error. */
  protected abstract void answered(Reply reply);

  /**
   * It was answered by a bulk string; called instead of {@link #answered} where the string can be
   * had without a copy of its own, and it is not more than this call takes.
   *
   * @param from not to be kept
   * @param index of its first byte
   */
  protected abstract void answered(ByteBuf from, int index, int length);

  /** The longest bulk string that is taken by {@link #answered(ByteBuf, int, int)}; 0: none is. */
  protected abstract int longestBulk();

  /** No answer comes any more. */
  protected abstract void unanswered(Throwable failure);

  @Override
  public void encode(ByteBuf buffer) {
    buffer.writeBytes(request);
  }

  @Override
  public void complete() {
    complete(getOutput().get());
  }

  /** It was answered by this. */
  final void complete(Reply reply) {
    if (!isDone()) {
      super.complete();
      answered(reply);
    }
  }

  /** It was answered by this bulk string. */
  final void complete(ByteBuf from, int index, int length) {
    if (!isDone()) {
      super.complete();
      answered(from, index, length);
    }
  }

  @Override
  public boolean completeExceptionally(Throwable failure) {
    if (isDone()) {
      return false;
    }
    super.completeExceptionally(failure);
    unanswered(failure);
    return true;
  }

  @Override
  public void cancel() {
    if (!isDone()) {
      super.cancel();
      unanswered(new CancellationException());
    }
  }
}
