package io.vedette.sentinel.server.acl;

import java.util.Set;
import java.util.SortedMap;

/**
 * A command, or a subcommand, as rules see it.
 *
 * @param name in lower case; {@code client|list} for a subcommand
 * @param categories without the {@code @}
 * @param subcommands by their own names, whatever their case; empty: it has none
 */
public record AclCommand(
    String name, Set<String> categories, SortedMap<String, AclCommand> subcommands) {
  boolean isSubcommand() {
    return name.indexOf('|') >= 0;
  }

  boolean isOf(String category) {
    return categories.contains(category);
  }
}
