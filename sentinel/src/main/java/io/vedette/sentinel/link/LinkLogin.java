package io.vedette.sentinel.link;

import io.vedette.quorum.Input.LinkLoss;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * How one link gets in: by the login that is set, and while that is refused, by the one that its
 * target accepted last. I/O thread only.
 */
final class LinkLogin {
  private final Object target;
  private final AcceptedLogins accepted;
  private Login current;

  /**
   * @param target by what it is known in other links to the same
   * @param current the login that is set
   */
  LinkLogin(Object target, Login current, AcceptedLogins accepted) {
    this.target = target;
    this.current = current;
    this.accepted = accepted;
  }

  /** The login that is set. */
  Login current() {
    return current;
  }

  /** Another one is set. */
  void change(Login login) {
    current = login;
  }

  /** What else may be tried after this loss. */
  Optional<Login> after(Loss loss) {
    return loss.cause() == LinkLoss.AUTH ? accepted.otherThan(target, current) : Optional.empty();
  }

  /** The target let us in by this. */
  void accepted(Login login) {
    accepted.accepted(target, login);
  }

  /**
   * How logging in went.
   *
   * @param loss why the connection may not be used; empty if it may
   * @param refusal what the login that is set was answered where another one was accepted
   */
  record Outcome(Optional<Loss> loss, Optional<String> refusal) {
    private static final Outcome IN = new Outcome(Optional.empty(), Optional.empty());
  }

  /** Logs in by AUTH and names the connection. Never fails. */
  CompletionStage<Outcome> logIn(Wire wire, String name, Map<String, String> renamed) {
    Login set = current;
    return Handshake.perform(wire, set, name, renamed)
        .thenCompose(
            loss -> {
              if (loss.isEmpty()) {
                accepted(set);
                return CompletableFuture.completedFuture(Outcome.IN);
              }
              return again(wire, name, renamed, loss.get());
            });
  }

  private CompletionStage<Outcome> again(
      Wire wire, String name, Map<String, String> renamed, Loss first) {
    Optional<Login> other = after(first);
    if (other.isEmpty()) {
      return CompletableFuture.completedFuture(new Outcome(Optional.of(first), Optional.empty()));
    }
    return Handshake.perform(wire, other.get(), name, renamed)
        .thenApply(
            second ->
                second.isEmpty()
                    ? new Outcome(Optional.empty(), Optional.of(first.detail()))
                    : new Outcome(Optional.of(first), Optional.empty()));
  }

  /** Shows the login that is set on a connection that is in use; what was said if refused. */
  CompletionStage<Optional<String>> show(Wire wire, Map<String, String> renamed) {
    Login set = current;
    Call auth = Handshake.auth(set, renamed);
    return wire.send(auth)
        .thenApply(Handshake::judgeAuth)
        .thenApply(
            refusal -> {
              if (refusal.isEmpty()) {
                accepted(set);
              }
              return refusal.map(Loss::detail);
            });
  }
}
