package io.vedette.sentinel.server.command;

import io.vedette.sentinel.server.resp.GlobPattern;
import io.vedette.sentinel.server.resp.ReplyWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/** COMMAND: which commands there are. */
final class CatalogueCommands {
  private final CommandTable table;

  CatalogueCommands(CommandTable table) {
    this.table = table;
  }

  void addTo(CommandTable into) {
    List<CommandSpec> subcommands = new ArrayList<>();
    subcommands.add(spec("count", 2, "2.8.13", "How many commands there are.", this::count));
    subcommands.add(spec("list", -2, "7.0.0", "The names of the commands.", this::list));
    subcommands.add(spec("info", -2, "2.8.13", "Arity and flags of commands.", this::info));
    subcommands.add(spec("docs", -2, "7.0.0", "What commands do.", this::docs));
    subcommands.add(spec("getkeys", -4, "2.8.13", "The keys in a command.", this::getKeys));
    subcommands.add(spec("getkeysandflags", -4, "7.0.0", "The keys in a command.", this::getKeys));
    CommandSpec container =
        CommandSpec.of(
            "command",
            -1,
            Kind.CATALOGUE,
            "2.8.13",
            "Which commands there are.",
            (client, words, reply) -> {
              reply.array(table.all().size());
              table.all().forEach(spec -> describe(spec, reply));
            });
    subcommands.add(HelpText.of(container, subcommands));
    into.add(container, subcommands);
  }

  private static CommandSpec spec(
      String name, int arity, String since, String summary, Handler handler) {
    return CommandSpec.of("command|" + name, arity, Kind.CATALOGUE, since, summary, handler);
  }

  private void count(Client client, List<String> words, ReplyWriter reply) {
    reply.integer(table.all().size());
  }

  private void list(Client client, List<String> words, ReplyWriter reply) {
    Predicate<CommandSpec> wanted = anything -> true;
    if (words.size() == 5 && words.get(2).equalsIgnoreCase("filterby")) {
      wanted = filter(Answers.lower(words.get(3)), words.get(4));
    } else if (words.size() > 2) {
      wanted = null;
    }
    if (wanted == null) {
      reply.error("ERR syntax error");
      return;
    }
    List<CommandSpec> found = withSubcommands().stream().filter(wanted).toList();
    reply.array(found.size());
    found.forEach(spec -> reply.bulk(spec.name()));
  }

  /** Null: there is no such filter. */
  private static Predicate<CommandSpec> filter(String by, String value) {
    return switch (by) {
      case "pattern" -> {
        GlobPattern pattern = new GlobPattern(Answers.lower(value));
        yield spec -> pattern.matches(spec.name());
      }
      case "aclcat" -> spec -> spec.kind().categories().contains("@" + Answers.lower(value));
      case "module" -> spec -> false;
      default -> null;
    };
  }

  private Collection<CommandSpec> withSubcommands() {
    List<CommandSpec> all = new ArrayList<>();
    for (CommandSpec spec : table.all()) {
      all.add(spec);
      all.addAll(spec.subcommands().values());
    }
    return all;
  }

  private void info(Client client, List<String> words, ReplyWriter reply) {
    if (words.size() == 2) {
      reply.array(table.all().size());
      table.all().forEach(spec -> describe(spec, reply));
      return;
    }
    reply.array(words.size() - 2);
    for (String name : words.subList(2, words.size())) {
      CommandSpec spec = table.find(name);
      if (spec == null) {
        reply.nullBulk();
      } else {
        describe(spec, reply);
      }
    }
  }

  /** No command here has keys; what is asked is found wrong for that reason at the latest. */
  private void getKeys(Client client, List<String> words, ReplyWriter reply) {
    CommandSpec spec = table.find(words.get(2));
    if (spec != null && !spec.subcommands().isEmpty()) {
      spec = spec.subcommands().get(words.get(3));
    }
    if (spec == null) {
      reply.error("ERR Invalid command specified");
    } else {
      reply.error("ERR The command has no key arguments");
    }
  }

  /** Ten elements as since Redis 7: no command here has keys. */
  private static void describe(CommandSpec spec, ReplyWriter reply) {
    reply.array(10);
    reply.bulk(spec.name());
    reply.integer(spec.arity());
    reply.set(spec.kind().flags().size());
    spec.kind().flags().forEach(reply::status);
    reply.integer(0);
    reply.integer(0);
    reply.integer(0);
    reply.set(spec.kind().categories().size());
    spec.kind().categories().forEach(reply::status);
    reply.set(0);
    reply.set(0);
    if (spec.subcommands().isEmpty()) {
      // As in Redis: no subcommands are a set, some are an array.
      reply.set(0);
      return;
    }
    reply.array(spec.subcommands().size());
    spec.subcommands().values().forEach(subcommand -> describe(subcommand, reply));
  }

  private void docs(Client client, List<String> words, ReplyWriter reply) {
    Collection<CommandSpec> found =
        words.size() == 2
            ? table.all()
            : words.stream().skip(2).map(table::find).filter(spec -> spec != null).toList();
    reply.map(found.size());
    found.forEach(spec -> document(spec, reply));
  }

  private static void document(CommandSpec spec, ReplyWriter reply) {
    boolean container = !spec.subcommands().isEmpty();
    reply.bulk(spec.name());
    reply.map(container ? 4 : 3);
    reply.bulk("summary");
    reply.bulk(spec.summary());
    reply.bulk("since");
    reply.bulk(spec.since());
    reply.bulk("group");
    reply.bulk(spec.kind().group());
    if (container) {
      reply.bulk("subcommands");
      reply.map(spec.subcommands().size());
      spec.subcommands().values().forEach(subcommand -> document(subcommand, reply));
    }
  }
}
