package io.vedette.sentinel.server.command;

import io.vedette.sentinel.runtime.RenamedCommand;
import io.vedette.sentinel.server.acl.Account;
import io.vedette.sentinel.server.acl.Accounts;
import io.vedette.sentinel.server.acl.Catalogue;
import io.vedette.sentinel.server.acl.Verdict;
import io.vedette.sentinel.server.resp.ReplyWriter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the command of a request and has it carried out, after Redis's checks in Redis's order: is
 * there such a command, has it as many words as it needs, may this client use it, may it now.
 */
public final class CommandTable {
  private static final Logger LOG = LoggerFactory.getLogger(CommandTable.class);

  /** How much of a wrong request is repeated in the error, as in Redis. */
  private static final int REPEATED = 128;

  private final SortedMap<String, CommandSpec> commands = CommandSpec.byName();

  /** By the names clients call them by, which may have been changed. */
  private final SortedMap<String, CommandSpec> called = CommandSpec.byName();

  private final Accounts access;
  private final ServerStats stats;

  CommandTable(Accounts access, ServerStats stats) {
    this.access = access;
    this.stats = stats;
  }

  /** Adds a command. */
  void add(CommandSpec spec) {
    commands.put(spec.name(), spec);
    called.put(spec.name(), spec);
  }

  /** Adds a command that consists of subcommands. */
  void add(CommandSpec container, Collection<CommandSpec> subcommands) {
    add(container);
    for (CommandSpec subcommand : subcommands) {
      String own = subcommand.name().substring(subcommand.name().indexOf('|') + 1);
      container.subcommands().put(own, subcommand);
    }
  }

  /**
   * Gives a command another name, or none. As in Redis, rules of users go on calling it by its own.
   *
   * @throws RenameException if there is no such command, or another one has the new name
   */
  void rename(RenamedCommand renamed) throws RenameException {
    CommandSpec spec = called.remove(renamed.command());
    if (spec == null) {
      throw new RenameException(renamed, "No such command in rename-command");
    }
    if (!renamed.name().isEmpty() && called.putIfAbsent(renamed.name(), spec) != null) {
      throw new RenameException(renamed, "Target command name already exists");
    }
  }

  /** All commands that can be called. */
  Collection<CommandSpec> all() {
    return called.values();
  }

  /** The command or {@code command|subcommand} of this name, or null. */
  CommandSpec find(String name) {
    int bar = name.indexOf('|');
    if (bar < 0) {
      return called.get(name);
    }
    CommandSpec container = called.get(name.substring(0, bar));
    return container == null ? null : container.subcommands().get(name.substring(bar + 1));
  }

  /** What rules can be about. */
  public Catalogue catalogue() {
    return new Catalogue(commands.values().stream().map(CommandSpec::forRules).toList());
  }

  /** The command or subcommand that a request of one or more words is for, or null. */
  CommandSpec of(List<String> words) {
    CommandSpec spec = called.get(words.get(0));
    return spec == null || spec.subcommands().isEmpty() || words.size() == 1
        ? spec
        : spec.subcommands().get(words.get(1));
  }

  /** Finds out what a request of at least one word asks for. */
  public Request request(List<String> words) {
    CommandSpec spec = called.get(words.get(0));
    if (spec == null) {
      return new Request(words, null, CommandTable::unknown);
    }
    if (spec.subcommands().isEmpty() || words.size() == 1) {
      return new Request(words, spec, spec.handler());
    }
    CommandSpec subcommand = spec.subcommands().get(words.get(1));
    if (subcommand == null) {
      String error = unknownSubcommand(spec, words.get(1));
      return new Request(words, null, (client, given, reply) -> reply.error(error));
    }
    return new Request(words, subcommand, subcommand.handler());
  }

  /** Carries out a request. */
  public void run(Client client, Request request, ReplyWriter reply) {
    CommandSpec spec = request.spec();
    List<String> words = request.words();
    if (spec == null) {
      request.handler().run(client, words, reply);
    } else if (!spec.accepts(words.size())) {
      reply.error("ERR wrong number of arguments for '" + spec.name() + "' command");
    } else if (!client.loggedIn() && !spec.kind().beforeLogin() && access.loginRequired()) {
      reply.error("NOAUTH Authentication required.");
    } else if (!client.account().user().unrestricted() && refused(spec, client, words, reply)) {
      LOG.debug("{} is not allowed to {}", client.account().name(), spec.name());
    } else if (client.subscribed() && !reply.resp3() && !spec.whileSubscribed()) {
      reply.error(
          "ERR Can't execute '"
              + spec.name()
              + "': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in"
              + " this context");
    } else {
      carryOut(request, client, reply);
    }
  }

  /** Whether the client's user may not do that; then the client has been told. */
  private boolean refused(CommandSpec spec, Client client, List<String> words, ReplyWriter reply) {
    Account account = client.account();
    Verdict verdict = account.user().check(spec.name(), spec.kind().beforeLogin(), words);
    if (verdict.allowed()) {
      return false;
    }
    client.lastCommand(spec.name());
    access.log().add(verdict, account.name(), client.describe());
    reply.error(verdict.error());
    return true;
  }

  private void carryOut(Request request, Client client, ReplyWriter reply) {
    String name = request.spec().name();
    client.lastCommand(name);
    stats.commands.increment();
    int before = reply.size();
    try {
      request.handler().run(client, request.words(), reply);
    } catch (RuntimeException bug) {
      LOG.error("{} failed for client {}", name, client.address(), bug);
      reply.truncate(before);
      reply.error("ERR internal error, see the log");
    }
  }

  private static void unknown(Client client, List<String> words, ReplyWriter reply) {
    String name = words.get(0);
    // As in Redis: somebody makes a browser talk to us.
    if (name.equalsIgnoreCase("post") || name.equalsIgnoreCase("host:")) {
      LOG.warn("{} speaks HTTP, perhaps an attack across protocols: closed", client.address());
      client.close();
      return;
    }
    StringBuilder arguments = new StringBuilder();
    for (int i = 1; i < words.size() && arguments.length() < REPEATED; i++) {
      String argument = head(words.get(i), REPEATED - arguments.length());
      arguments.append('\'').append(argument).append("' ");
    }
    reply.error(
        "ERR unknown command '"
            + head(name, REPEATED)
            + "', with args beginning with: "
            + arguments);
  }

  private static String unknownSubcommand(CommandSpec container, String given) {
    return "ERR unknown subcommand '"
        + head(given, REPEATED)
        + "'. Try "
        + container.name().toUpperCase(Locale.ROOT)
        + " HELP.";
  }

  private static String head(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length);
  }
}
