package io.vedette.sentinel.server.acl;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** All commands that rules can be about. */
public final class Catalogue {
  /** Redis's categories in Redis's order, which decides how a user's commands are described. */
  public static final List<String> CATEGORIES =
      List.of(
          "keyspace",
          "read",
          "write",
          "set",
          "sortedset",
          "list",
          "hash",
          "string",
          "bitmap",
          "hyperloglog",
          "geo",
          "stream",
          "pubsub",
          "admin",
          "fast",
          "slow",
          "blocking",
          "dangerous",
          "connection",
          "transaction",
          "scripting");

  private final SortedMap<String, AclCommand> commands =
      new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final List<AclCommand> all = new ArrayList<>();

  public Catalogue(Collection<AclCommand> commands) {
    for (AclCommand command : commands) {
      this.commands.put(command.name(), command);
      all.add(command);
      all.addAll(command.subcommands().values());
    }
  }

  /** The command or {@code command|subcommand} of this name, whatever its case, or null. */
  AclCommand find(String name) {
    int bar = name.indexOf('|');
    if (bar < 0) {
      return commands.get(name);
    }
    AclCommand command = commands.get(name.substring(0, bar));
    return command == null ? null : command.subcommands().get(name.substring(bar + 1));
  }

  /** Commands and subcommands, each of these after its command. */
  List<AclCommand> all() {
    return all;
  }

  /** The names of a category's commands and subcommands. */
  public List<String> of(String category) {
    return all.stream().filter(command -> command.isOf(category)).map(AclCommand::name).toList();
  }
}
