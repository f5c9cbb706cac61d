package io.vedette.sentinel.server.command;

import io.vedette.quorum.AdminAnswer;
import io.vedette.quorum.Input;
import io.vedette.sentinel.runtime.Coordination;
import io.vedette.sentinel.runtime.LiveOptions;
import io.vedette.sentinel.runtime.LiveOptions.Values;
import io.vedette.sentinel.runtime.ProcessSettings;
import io.vedette.sentinel.server.resp.ReplyWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
    Values values = options.current();
    reply.map(found.size());
    for (SentinelOption option : found) {
      reply.bulk(option.wire());
      reply.bulk(option.show(values));
    }
  }

  /** All are checked before the first is applied. */
  private void set(Client client, List<String> words, ReplyWriter reply) {
    Set<SentinelOption> seen = new LinkedHashSet<>();
    List<UnaryOperator<Values>> changes = new ArrayList<>();
    for (int i = 0; i < words.size(); i += 2) {
      String name = words.get(i);
      Optional<SentinelOption> option = SentinelOption.of(name);
      if (option.isEmpty()) {
        reply.error("ERR Invalid argument '" + name + "' to SENTINEL CONFIG SET");
        return;
      }
      if (!seen.add(option.get())) {
        reply.error("ERR Duplicate argument '" + name + "' to SENTINEL CONFIG SET");
        return;
      }
      if (i + 1 == words.size()) {
        reply.error("ERR Missing argument '" + name + "' value");
        return;
      }
      Optional<UnaryOperator<Values>> change = option.get().change(words.get(i + 1));
      if (change.isEmpty()) {
        reply.error(
            "ERR Invalid value '" + words.get(i + 1) + "' to SENTINEL CONFIG SET '" + name + "'");
        return;
      }
      changes.add(change.get());
    }
    apply(client, seen, changes, reply);
  }

  private void apply(
      Client client,
      Set<SentinelOption> changed,
      List<UnaryOperator<Values>> changes,
      ReplyWriter reply) {
    Values before = options.current();
    changes.forEach(options::change);
    Values now = options.current();
    boolean told = true;
    if (changed.contains(SentinelOption.ANNOUNCE_IP)
        || changed.contains(SentinelOption.ANNOUNCE_PORT)) {
      int port = now.announcePort() == 0 ? settings.port() : now.announcePort();
      told = coordination.tell(new Input.Announce(now.announceHost(), port));
    }
    if (changed.contains(SentinelOption.RESOLVE_HOSTNAMES)
        || changed.contains(SentinelOption.ANNOUNCE_HOSTNAMES)) {
      told &=
          coordination.tell(new Input.UseNames(now.resolveHostnames(), now.announceHostnames()));
    }
    boolean login =
        !before.sentinelUser().equals(now.sentinelUser())
            || !before.sentinelPass().equals(now.sentinelPass());
    if (login) {
      told &= coordination.tell(new Input.DropPeerLinks());
    }
    if (!told) {
      reply.error(Answers.OVERLOADED);
      return;
    }
    client.await(coordination.change(Input.FlushConfig::new), SentinelConfig::saved);
  }

  private static void saved(AdminAnswer answer, ReplyWriter reply) {
    Answers.admin(answer, reply);
  }
}
