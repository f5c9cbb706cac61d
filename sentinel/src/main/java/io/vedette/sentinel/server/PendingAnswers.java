package io.vedette.sentinel.server;

import io.vedette.sentinel.server.command.Answers;
import io.vedette.sentinel.server.command.Client.Replies;
import io.vedette.sentinel.server.resp.ReplyWriter;
import java.util.ArrayDeque;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/**
 * Answers of one client that are being waited for at the same time, and are written in the order of
 * the questions. One event loop.
 */
final class PendingAnswers {
  /** A peer asks about thousands of masters at once; beyond this its questions wait unread. */
  private static final int MOST = 4_096;

  private final ArrayDeque<Pending<?>> waiting = new ArrayDeque<>();

  private static final class Pending<T> {
    private final BiConsumer<T, ReplyWriter> answer;
    private final Replies mode;
    private boolean done;
    private T value;
    private Throwable failure;

    Pending(BiConsumer<T, ReplyWriter> answer, Replies mode) {
      this.answer = answer;
      this.mode = mode;
    }

    void done(T outcome, Throwable thrown) {
      done = true;
      value = outcome;
      failure = thrown;
    }

    void write(ReplyWriter reply) {
      int before = reply.size();
      if (failure != null) {
        Answers.failure(failure, reply);
      } else {
        answer.accept(value, reply);
      }
      if (mode != Replies.ON) {
        reply.truncate(before);
      }
    }
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  boolean isFull() {
    return waiting.size() >= MOST;
  }

  /**
   * One more is waited for.
   *
   * @param mode whether it is to be sent at all
   * @param loop the event loop
   * @param onDone run there when it, or one that was awaited before, can be written
   */
  <T> void add(
      CompletionStage<T> stage,
      BiConsumer<T, ReplyWriter> answer,
      Replies mode,
      Executor loop,
      Runnable onDone) {
    Pending<T> pending = new Pending<>(answer, mode);
    waiting.add(pending);
    stage.whenComplete(
        (value, failure) ->
            loop.execute(
                () -> {
                  pending.done(value, failure);
                  onDone.run();
                }));
  }

  /** One more that is known already. */
  void addReady(byte[] encoded) {
    Pending<byte[]> ready = new Pending<>((bytes, reply) -> reply.encoded(bytes), Replies.ON);
    ready.done(encoded, null);
    waiting.add(ready);
  }

  /** Writes what can be written in order. */
  void write(ReplyWriter reply) {
    while (!waiting.isEmpty() && waiting.peek().done) {
      waiting.remove().write(reply);
    }
  }
}
