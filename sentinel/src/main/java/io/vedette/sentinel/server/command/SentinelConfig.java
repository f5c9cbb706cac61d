package io.vedette.sentinel.server.command;

import io.vedette.quorum.AdminAnswer;
import io.vedette.quorum.Input;
import io.vedette.sentinel.runtime.Coordination;
import io.vedette.sentinel.runtime.LiveOptions;
import io.vedette.sentinel.runtime.LiveOptions.Values;
import io.vedette.sentinel.runtime.ProcessSettings;
import io.vedette.sentinel.runtime.TlsOptions;
import io.vedette.sentinel.server.resp.GlobPattern;
import io.vedette.sentinel.server.resp.ReplyWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** SENTINEL CONFIG: the options of the coordinator itself, shown and set while it runs. */
final class SentinelConfig {
  private static final String USAGE =
      "ERR Only SENTINEL CONFIG GET <option> / SET <option> <value> are supported.";

  private final ProcessSettings settings;
  private final LiveOptions options;
  private final Coordination coordination;

  SentinelConfig(ProcessSettings settings, LiveOptions options, Coordination coordination) {
    this.settings = settings;
    this.options = options;
    this.coordination = coordination;
  }

  void addTo(Consumer<CommandSpec> sentinel) {
    sentinel.accept(
        SentinelQueries.spec(
            "config", -4, "6.2.0", "Shows or sets options of this coordinator.", this::config));
  }

  private void config(Client client, List<String> words, ReplyWriter reply) {
    switch (Answers.lower(words.get(2))) {
      case "get" -> get(words.subList(3, words.size()), reply);
      case "set" -> set(client, words.subList(3, words.size()), reply);
      default -> reply.error(USAGE);
    }
  }

  /** Whatever the patterns, each option once, in the order in which it was asked for. */
  private void get(List<String> patterns, ReplyWriter reply) {
    Set<SentinelOption> found = new LinkedHashSet<>();
    for (String word : patterns) {
      GlobPattern pattern = new GlobPattern(Answers.lower(word));
      for (SentinelOption option : SentinelOption.values()) {
        if (pattern.matches(option.wire())) {
          found.add(option);
        }
      }
    }
    Map<String, String> ofTls = new LinkedHashMap<>();
    Map<String, String> allOfTls = options.tls().shown();
    for (String word : patterns) {
      GlobPattern pattern = new GlobPattern(Answers.lower(word));
      allOfTls.forEach(
          (name, value) -> {
            if (pattern.matches(name)) {
              ofTls.put(name, value);
            }
          });
    }
    Values values = options.current();
    reply.map(found.size() + ofTls.size());
    for (SentinelOption option : found) {
      reply.bulk(option.wire());
      reply.bulk(option.show(values));
    }
    ofTls.forEach(
        (name, value) -> {
          reply.bulk(name);
          reply.bulk(value);
        });
  }

  /** What is to be changed, understood, and not applied yet. */
  private record Changes(
      Set<SentinelOption> options, List<UnaryOperator<Values>> values, Map<String, String> ofTls) {
    private Changes() {
      this(new LinkedHashSet<>(), new ArrayList<>(), new LinkedHashMap<>());
    }

    /** Takes one; what is wrong with it, if anything is. */
    private Optional<String> take(String name, Optional<String> given) {
      Optional<SentinelOption> option = SentinelOption.of(name);
      String lower = Answers.lower(name);
      boolean isOfTls = TlsOptions.NAMES.contains(lower);
      if (option.isEmpty() && !isOfTls) {
        return Optional.of("ERR Invalid argument '" + name + "' to SENTINEL CONFIG SET");
      }
      if (isOfTls ? ofTls.containsKey(lower) : !options.add(option.get())) {
        return Optional.of("ERR Duplicate argument '" + name + "' to SENTINEL CONFIG SET");
      }
      if (given.isEmpty()) {
        return Optional.of("ERR Missing argument '" + name + "' value");
      }
      String value = given.get();
      Optional<UnaryOperator<Values>> change = option.flatMap(one -> one.change(value));
      if (isOfTls ? Answers.hasControlCharacters(value) : change.isEmpty()) {
        return Optional.of(
            "ERR Invalid value '" + value + "' to SENTINEL CONFIG SET '" + name + "'");
      }
      change.ifPresent(values::add);
      if (isOfTls) {
        ofTls.put(lower, Answers.text(value));
      }
      return Optional.empty();
    }
  }

  /** All are checked before the first is applied. */
  private void set(Client client, List<String> words, ReplyWriter reply) {
    Changes changes = new Changes();
    for (int i = 0; i < words.size(); i += 2) {
      Optional<String> value =
          i + 1 < words.size() ? Optional.of(words.get(i + 1)) : Optional.empty();
      Optional<String> error = changes.take(words.get(i), value);
      if (error.isPresent()) {
        reply.error(error.get());
        return;
      }
    }
    if (changes.ofTls().isEmpty()) {
      client.await(apply(changes), Answers::admin);
      return;
    }
    client.await(
        options.tls().change(changes.ofTls()).thenCompose(wrong -> after(wrong, changes)),
        (outcome, later) ->
            outcome
                .wrong()
                .ifPresentOrElse(
                    what -> later.error("ERR " + what),
                    () -> Answers.admin(outcome.answer(), later)));
  }

  /** How it went: what was wrong with the options of TLS, or what the coordinator answered. */
  private record Outcome(Optional<String> wrong, AdminAnswer answer) {}

  private CompletionStage<Outcome> after(Optional<String> wrong, Changes changes) {
    return wrong.isPresent()
        ? CompletableFuture.completedFuture(new Outcome(wrong, AdminAnswer.OK))
        : apply(changes).thenApply(answer -> new Outcome(wrong, answer));
  }

  /** Applies all but those of TLS, and saves all. Any thread. */
  private CompletionStage<AdminAnswer> apply(Changes changes) {
    Values before = options.current();
    changes.values().forEach(options::change);
    Values now = options.current();
    boolean told = true;
    if (changes.options().contains(SentinelOption.ANNOUNCE_IP)
        || changes.options().contains(SentinelOption.ANNOUNCE_PORT)) {
      int port = now.announcePort() == 0 ? settings.port() : now.announcePort();
      told = coordination.tell(new Input.Announce(now.announceHost(), port));
    }
    if (changes.options().contains(SentinelOption.RESOLVE_HOSTNAMES)
        || changes.options().contains(SentinelOption.ANNOUNCE_HOSTNAMES)) {
      told &=
          coordination.tell(new Input.UseNames(now.resolveHostnames(), now.announceHostnames()));
    }
    boolean login =
        !before.sentinelUser().equals(now.sentinelUser())
            || !before.sentinelPass().equals(now.sentinelPass());
    if (login) {
      told &= coordination.tell(new Input.PeerLoginChanged());
    }
    return told
        ? coordination.change(Input.FlushConfig::new)
        : CompletableFuture.failedFuture(new Coordination.OverloadedException());
  }
}
