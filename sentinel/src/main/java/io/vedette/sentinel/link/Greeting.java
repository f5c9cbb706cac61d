package io.vedette.sentinel.link;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.protocol.ConnectionInitializer;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What is said on a connection before it counts as one. Lettuce's own handshake would say the same,
 * and bring all its commands along.
 */
final class Greeting {
  /** As redis-cli and Lettuce have it, where there is a password and no user. */
  private static final String DEFAULT_USER = "default";

  private static final Word HELLO = Word.of("HELLO", Map.of());

  /** Nothing is said. */
  static final ConnectionInitializer NONE = channel -> CompletableFuture.completedFuture(null);

  private Greeting() {}

  /** HELLO 3, with the login and the name in it. */
  static ConnectionInitializer resp3(Login login, String name) {
    List<String> words = new ArrayList<>(List.of("3"));
    login
        .password()
        .ifPresent(
            password -> words.addAll(List.of("AUTH", login.user().orElse(DEFAULT_USER), password)));
    words.addAll(List.of("SETNAME", name));
    return channel -> say(channel, Call.of(HELLO, words.toArray(String[]::new)));
  }

  /** Fails by a {@link RedisCommandExecutionException} if the server does not take it. */
  private static CompletionStage<Void> say(Channel channel, Call call) {
    channel
        .writeAndFlush(call)
        .addListener(
            sent -> {
              if (!sent.isSuccess()) {
                call.completeExceptionally(sent.cause());
              }
            });
    return call.answer().thenAccept(Greeting::judge);
  }

  private static void judge(Reply reply) {
    if (reply.error().isPresent()) {
      throw new RedisCommandExecutionException(reply.error().get());
    }
  }
}
