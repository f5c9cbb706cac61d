package io.vedette.sentinel.link;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** HELLO 3, with the login and the name in it, before a connection counts as one. */
final class Greeting {
  /** Where there is a password and no user. */
  private static final String DEFAULT_USER = "default";

  private static final Word HELLO = Word.of("HELLO", Map.of());

  private Greeting() {}

  /**
   * Greets; fails, with the connection closed, by a {@link RedisCommandExecutionException} if the
   * server does not take it, and by a {@link RedisCommandTimeoutException} if it does not answer.
   * I/O thread only.
   */
  static CompletionStage<Wire> resp3(Wire wire, Login login, String name, Duration patience) {
    List<String> words = new ArrayList<>(List.of("3"));
    login
        .password()
        .ifPresent(
            password -> words.addAll(List.of("AUTH", login.user().orElse(DEFAULT_USER), password)));
    words.addAll(List.of("SETNAME", name));
    Call hello = Call.of(HELLO, words.toArray(String[]::new));
    ScheduledFuture<?> deadline =
        wire.loop()
            .schedule(
                () ->
                    hello.completeExceptionally(
                        new RedisCommandTimeoutException("no answer to HELLO")),
                patience.toMillis(),
                TimeUnit.MILLISECONDS);
    return wire.send(hello)
        .thenApply(reply -> judge(reply, wire))
        .whenComplete(
            (greeted, failure) -> {
              deadline.cancel(false);
              if (failure != null) {
                wire.close();
              }
            });
  }

  private static Wire judge(Reply reply, Wire wire) {
    if (reply.error().isPresent()) {
      throw new RedisCommandExecutionException(reply.error().get());
    }
    return wire;
  }
}
