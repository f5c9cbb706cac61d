package io.vedette.sentinel.link;

import io.vedette.quorum.model.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Tells a data node its role as Sentinel does: SLAVEOF, CONFIG REWRITE and the closing of all
 * clients' connections in one transaction, so that no client goes on with a node that has changed.
 * Nothing else is in it: users give coordinators just these permissions.
 *
 * <p>Where one of them is refused, the transaction is; then the same is sent without one, and only
 * SLAVEOF has to succeed. Our own connection is not closed by CLIENT KILL: it skips its caller.
 */
final class RoleChange {
  private final Consumer<List<Call>> sending;
  private final Map<String, String> renamed;
  private final Optional<Address> master;

  /**
   * One that has not begun.
   *
   * @param sending sends all of them, with nothing between them
   */
  RoleChange(Consumer<List<Call>> sending, Map<String, String> renamed, Optional<Address> master) {
    this.sending = sending;
    this.renamed = renamed;
    this.master = master;
  }

  /** The error of SLAVEOF, empty if it was accepted; fails if no answer comes. */
  CompletionStage<Optional<String>> carryOut() {
    List<Call> body = body();
    List<Call> all = new ArrayList<>();
    all.add(call("MULTI"));
    all.addAll(body);
    Call exec = call("EXEC");
    all.add(exec);
    sending.accept(all);
    return exec.answer().thenCompose(reply -> judge(reply, body.get(0)));
  }

  private List<Call> body() {
    Call slaveof =
        master
            .map(to -> call("SLAVEOF", to.host(), Integer.toString(to.port())))
            .orElseGet(() -> call("SLAVEOF", "NO", "ONE"));
    return List.of(
        slaveof,
        call("CONFIG", "REWRITE"),
        call("CLIENT", "KILL", "TYPE", "normal"),
        call("CLIENT", "KILL", "TYPE", "pubsub"));
  }

  private CompletionStage<Optional<String>> judge(Reply exec, Call slaveof) {
    if (exec.error().isEmpty()) {
      return CompletableFuture.completedFuture(errorOf(exec.items()));
    }
    // Answers come in order: SLAVEOF's is here.
    return slaveof
        .answer()
        .thenCompose(
            reply -> {
              if (reply.error().isPresent()) {
                return CompletableFuture.completedFuture(reply.error());
              }
              // Lettuce leaves QUEUED out. An OK: MULTI was refused, so it was carried out at once.
              return reply.items().isEmpty()
                  ? withoutTransaction()
                  : CompletableFuture.completedFuture(Optional.<String>empty());
            });
  }

  private static Optional<String> errorOf(List<Reply.Item> results) {
    if (results.isEmpty()) {
      return Optional.of("the transaction was not carried out");
    }
    Reply.Item first = results.get(0);
    return first.kind() == Reply.Kind.ERROR ? Optional.of(first.text()) : Optional.empty();
  }

  private CompletionStage<Optional<String>> withoutTransaction() {
    List<Call> body = body();
    sending.accept(body);
    return body.get(0).answer().thenApply(Reply::error);
  }

  private Call call(String command, String... args) {
    return Call.of(Word.of(command, renamed), args);
  }
}
