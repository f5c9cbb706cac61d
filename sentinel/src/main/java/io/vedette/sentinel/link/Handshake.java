package io.vedette.sentinel.link;

import io.vedette.quorum.Input.LinkLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** AUTH and CLIENT SETNAME, in one flush, where there is no HELLO. */
final class Handshake {
  private Handshake() {}

  /**
   * Logs in and names the connection.
   *
   * @return why it may not be used; empty if it may. Never fails.
   */
  static CompletionStage<Optional<Loss>> perform(
      Wire wire, Login login, String name, Map<String, String> renamed) {
    List<Call> calls = new ArrayList<>(2);
    CompletableFuture<Optional<Loss>> auth = CompletableFuture.completedFuture(Optional.empty());
    if (login.password().isPresent()) {
      Call call = auth(login, renamed);
      auth = call.answer().thenApply(Handshake::judgeAuth);
      calls.add(call);
    }
    Call setName = Call.of(Word.of("CLIENT", renamed), "SETNAME", name);
    calls.add(setName);
    wire.sendTogether(calls);
    return auth.thenCombine(
            setName.answer().thenApply(Handshake::judgeSetName), (a, b) -> a.isPresent() ? a : b)
        .exceptionally(failure -> Optional.of(Loss.of(failure)));
  }

  /** AUTH by a login with a password. */
  static Call auth(Login login, Map<String, String> renamed) {
    Word word = Word.of("AUTH", renamed);
    String password = login.password().orElseThrow();
    return login
        .user()
        .map(user -> Call.of(word, user, password))
        .orElseGet(() -> Call.of(word, password));
  }

  /** A server that wants no password is content with one, as it is for Sentinel. */
  static Optional<Loss> judgeAuth(Reply reply) {
    return reply
        .error()
        .filter(error -> !error.contains("no password is set"))
        .filter(error -> !error.contains("without any password configured"))
        .map(error -> new Loss(LinkLoss.AUTH, error));
  }

  /** A connection without a name does; one that is not let in does not. */
  private static Optional<Loss> judgeSetName(Reply reply) {
    return reply.error().filter(error -> error.startsWith("NOAUTH")).map(Loss::ofRefusal);
  }
}
