package io.vedette.sentinel.server.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The HELP subcommand of a command: each subcommand with what it does. */
final class HelpText {
  private HelpText() {}

  /** HELP for these subcommands, itself included. */
  static CommandSpec of(CommandSpec container, List<CommandSpec> subcommands) {
    List<String> lines = new ArrayList<>();
    lines.add(
        container.name().toUpperCase(Locale.ROOT)
            + " <subcommand> [<arg> [value] [opt] ...]. Subcommands are:");
    for (CommandSpec subcommand : subcommands) {
      lines.add(ownName(subcommand).toUpperCase(Locale.ROOT));
      lines.add("    " + subcommand.summary());
    }
    lines.add("HELP");
    lines.add("    Prints this help.");
    List<String> text = List.copyOf(lines);
    return CommandSpec.of(
        container.name() + "|help",
        2,
        kind(container),
        container.kind() == Kind.SENTINEL ? "6.2.0" : "5.0.0",
        "Prints this help.",
        (client, words, reply) -> reply.statuses(text));
  }

  private static Kind kind(CommandSpec container) {
    return switch (container.kind()) {
      case SENTINEL -> Kind.SENTINEL_HELP;
      case CONTAINER -> Kind.CLIENT_HELP;
      default -> Kind.CATALOGUE;
    };
  }

  private static String ownName(CommandSpec subcommand) {
    return subcommand.name().substring(subcommand.name().indexOf('|') + 1);
  }
}
