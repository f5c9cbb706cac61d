package io.vedette.sentinel.link;

import io.lettuce.core.protocol.Command;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CancellationException;

/**
 * A command that is sent all the time: what it is on the wire is made once, and its outcome is told
 * directly. I/O thread only.
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
    super(word, new ReplyOutput());
    this.request = request;
  }

  /** What a command is on the wire. */
  static byte[] request(Word word, String... args) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(("*" + (1 + args.length) + LINE_END).getBytes(StandardCharsets.US_ASCII));
    addBulk(bytes, word.getBytes());
    for (String arg : args) {
      addBulk(bytes, arg.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static void addBulk(ByteArrayOutputStream to, byte[] content) {
    to.writeBytes(("$" + content.length + LINE_END).getBytes(StandardCharsets.US_ASCII));
    to.writeBytes(content);
    to.writeBytes(LINE_END.getBytes(StandardCharsets.US_ASCII));
  }

  /** It was answered, also by an error. */
  protected abstract void answered(Reply reply);

  /** No answer comes any more. */
  protected abstract void unanswered(Throwable failure);

  @Override
  public void encode(ByteBuf buffer) {
    buffer.writeBytes(request);
  }

  @Override
  public void complete() {
    if (!isDone()) {
      super.complete();
      answered(getOutput().get());
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
