package io.vedette.sentinel.server.command;

import io.vedette.sentinel.server.acl.AclCommand;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A command, or a subcommand.
 *
 * @param name in lower case; {@code sentinel|set} for a subcommand
 * @param arity how many words, its own name (and its parent's) counted; negative: at least
 * @param kind what it belongs to
 * @param since the version of Redis that had it first
 * @param summary what it does
 * @param handler carries it out
 * @param subcommands by their names; empty: it has none
 */
record CommandSpec(
    String name,
    int arity,
    Kind kind,
    String since,
    String summary,
    Handler handler,
    SortedMap<String, CommandSpec> subcommands) {

  /** A command without subcommands. */
  static CommandSpec of(
      String name, int arity, Kind kind, String since, String summary, Handler handler) {
    return new CommandSpec(name, arity, kind, since, summary, handler, byName());
  }

  /** An empty table whose names differ by more than upper and lower case. */
  static SortedMap<String, CommandSpec> byName() {
    return new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  }

  /** Whether a request of so many words can be this command. */
  boolean accepts(int words) {
    return arity >= 0 ? words == arity : words >= -arity;
  }

  /** This command as rules see it. */
  AclCommand forRules() {
    SortedMap<String, AclCommand> ofRules = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    subcommands.forEach((own, subcommand) -> ofRules.put(own, subcommand.forRules()));
    Set<String> categories =
        kind.categories().stream()
            .map(category -> category.substring(1))
            .collect(Collectors.toUnmodifiableSet());
    return new AclCommand(name, categories, ofRules);
  }

  /** Whether a client of RESP2 that is subscribed to something may use it. */
  boolean whileSubscribed() {
    return kind == Kind.SUBSCRIPTION
        || name.equals("ping")
        || name.equals("quit")
        || name.equals("reset");
  }
}
