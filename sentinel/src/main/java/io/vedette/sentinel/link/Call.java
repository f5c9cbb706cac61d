package io.vedette.sentinel.link;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/**
 * One command on its way. An error answered by the server is an answer like any other; the stage
 * fails only if no answer comes any more.
 */
final class Call extends Command<byte[], byte[], Reply> {
  private final CompletableFuture<Reply> answer = new CompletableFuture<>();

  private Call(Word word, CommandArgs<byte[], byte[]> args) {
    super(word, new ReplyOutput(), args);
  }

  static Call of(Word word, String... args) {
    CommandArgs<byte[], byte[]> encoded = new CommandArgs<>(ByteArrayCodec.INSTANCE);
    for (String arg : args) {
      encoded.add(arg.getBytes(StandardCharsets.UTF_8));
    }
    return new Call(word, encoded);
  }

  /** Completed on the I/O thread. */
  CompletableFuture<Reply> answer() {
    return answer;
  }

  @Override
  public void complete() {
    super.complete();
    answer.complete(getOutput().get());
  }

  @Override
  public boolean completeExceptionally(Throwable failure) {
    super.completeExceptionally(failure);
    return answer.completeExceptionally(failure);
  }

  @Override
  public void cancel() {
    super.cancel();
    answer.cancel(false);
  }
}
