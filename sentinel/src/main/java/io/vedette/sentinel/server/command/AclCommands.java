package io.vedette.sentinel.server.command;

import io.vedette.sentinel.server.acl.Account;
import io.vedette.sentinel.server.acl.Accounts;
import io.vedette.sentinel.server.acl.Accounts.RefusedException;
import io.vedette.sentinel.server.acl.AclException;
import io.vedette.sentinel.server.acl.AclLog;
import io.vedette.sentinel.server.acl.Catalogue;
import io.vedette.sentinel.server.acl.User;
import io.vedette.sentinel.server.acl.User.Permissions;
import io.vedette.sentinel.server.acl.Verdict;
import io.vedette.sentinel.server.command.Subscriptions.Topic;
import io.vedette.sentinel.server.resp.ReplyWriter;
import io.vedette.sentinel.server.resp.WireNumber;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** ACL: users, and what they may do. */
final class AclCommands {
  private static final Logger LOG = LoggerFactory.getLogger(AclCommands.class);

  private static final int DEFAULT_BITS = 256;
  private static final int MOST_BITS = 4096;
  private static final int DEFAULT_LOG_ENTRIES = 10;

  private static final String NO_FILE =
      "ERR This Redis instance is not configured to use an ACL file. You may want to specify users"
          + " via the ACL SETUSER command and then issue a CONFIG REWRITE (assuming you have a"
          + " Redis configuration file set) in order to store users in the Redis configuration.";
  private static final String NOT_SAVED =
      "ERR There was an error trying to save the ACLs. Please check the server logs for more"
          + " information";

  /** In Redis's words. */
  private static final List<String> HELP =
      List.of(
          "ACL <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
          "CAT [<category>]",
          "    List all commands that belong to <category>, or all command categories",
          "    when no category is specified.",
          "DELUSER <username> [<username> ...]",
          "    Delete a list of users.",
          "DRYRUN <username> <command> [<arg> ...]",
          "    Returns whether the user can execute the given command without executing the"
              + " command.",
          "GETUSER <username>",
          "    Get the user's details.",
          "GENPASS [<bits>]",
          "    Generate a secure 256-bit user password. The optional `bits` argument can",
          "    be used to specify a different size.",
          "LIST",
          "    Show users details in config file format.",
          "LOAD",
          "    Reload users from the ACL file.",
          "LOG [<count> | RESET]",
          "    Show the ACL log entries.",
          "SAVE",
          "    Save the current config to the ACL file.",
          "SETUSER <username> <attribute> [<attribute> ...]",
          "    Create or modify a user with the specified attributes.",
          "USERS",
          "    List all the registered usernames.",
          "WHOAMI",
          "    Return the current connection username.",
          "HELP",
          "    Prints this help.");

  private final Accounts accounts;
  private final Clients clients;
  private final CommandTable table;
  private final SecureRandom random = new SecureRandom();

  AclCommands(Accounts accounts, Clients clients, CommandTable table) {
    this.accounts = accounts;
    this.clients = clients;
    this.table = table;
  }

  void addTo(CommandTable into) {
    List<CommandSpec> subcommands = new ArrayList<>();
    subcommands.add(open("cat", -2, "6.0.0", "Categories, or their commands.", this::cat));
    subcommands.add(open("genpass", -2, "6.0.0", "A random password.", this::genPass));
    subcommands.add(open("whoami", 2, "6.0.0", "The connection's user.", this::whoAmI));
    subcommands.add(admin("deluser", -3, "6.0.0", "Deletes users.", this::delUser));
    subcommands.add(admin("dryrun", -4, "7.0.0", "What a user may do.", this::dryRun));
    subcommands.add(admin("getuser", 3, "6.0.0", "All about a user.", this::getUser));
    subcommands.add(admin("list", 2, "6.0.0", "All users with their rules.", this::list));
    subcommands.add(admin("load", 2, "6.0.0", "Reads the ACL file.", this::load));
    subcommands.add(admin("log", -2, "6.0.0", "What was refused lately.", this::log));
    subcommands.add(admin("save", 2, "6.0.0", "Writes the ACL file.", this::save));
    subcommands.add(admin("setuser", -3, "6.0.0", "Makes or changes a user.", this::setUser));
    subcommands.add(admin("users", 2, "6.0.0", "The names of all users.", this::users));
    subcommands.add(
        CommandSpec.of(
            "acl|help",
            2,
            Kind.ACL_HELP,
            "6.0.0",
            "Prints this help.",
            (client, words, reply) -> reply.statuses(HELP)));
    into.add(
        CommandSpec.of(
            "acl",
            -2,
            Kind.ACL_CONTAINER,
            "6.0.0",
            "Users, and what they may do.",
            (client, words, reply) -> reply.error("ERR syntax error")),
        subcommands);
  }

  private static CommandSpec open(
      String name, int arity, String since, String summary, Handler handler) {
    return CommandSpec.of("acl|" + name, arity, Kind.ACL, since, summary, handler);
  }

  private static CommandSpec admin(
      String name, int arity, String since, String summary, Handler handler) {
    return CommandSpec.of("acl|" + name, arity, Kind.ACL_ADMIN, since, summary, handler);
  }

  private static void tooMany(List<String> words, ReplyWriter reply) {
    reply.error(
        "ERR unknown subcommand or wrong number of arguments for '"
            + words.get(1)
            + "'. Try ACL HELP.");
  }

  private void cat(Client client, List<String> words, ReplyWriter reply) {
    if (words.size() > 3) {
      tooMany(words, reply);
      return;
    }
    List<String> names = Catalogue.CATEGORIES;
    if (words.size() == 3) {
      String category = Answers.lower(words.get(2));
      if (!names.contains(category)) {
        reply.error("ERR Unknown category '" + words.get(2) + "'");
        return;
      }
      names = accounts.catalogue().of(category);
    }
    reply.array(names.size());
    names.forEach(reply::bulk);
  }

  private void genPass(Client client, List<String> words, ReplyWriter reply) {
    if (words.size() > 3) {
      tooMany(words, reply);
      return;
    }
    OptionalLong bits =
        words.size() == 2 ? OptionalLong.of(DEFAULT_BITS) : WireNumber.parse(words.get(2));
    if (bits.isEmpty()) {
      reply.error(Answers.NOT_AN_INTEGER);
    } else if (!Answers.within(bits, 1, MOST_BITS)) {
      reply.error(
          "ERR ACL GENPASS argument must be the number of bits for the output password, a positive"
              + " number up to "
              + MOST_BITS);
    } else {
      int digits = (int) (bits.getAsLong() + 3) / 4;
      byte[] bytes = new byte[(digits + 1) / 2];
      random.nextBytes(bytes);
      reply.bulk(HexFormat.of().formatHex(bytes).substring(0, digits));
    }
  }

  private void whoAmI(Client client, List<String> words, ReplyWriter reply) {
    reply.echo(client.account().name());
  }

  private void users(Client client, List<String> words, ReplyWriter reply) {
    List<Account> all = List.copyOf(accounts.all());
    reply.array(all.size());
    all.forEach(account -> reply.echo(account.name()));
  }

  private void list(Client client, List<String> words, ReplyWriter reply) {
    List<Account> all = List.copyOf(accounts.all());
    reply.array(all.size());
    all.forEach(account -> reply.echo(account.line()));
  }

  private void getUser(Client client, List<String> words, ReplyWriter reply) {
    Account account = accounts.find(words.get(2));
    if (account == null) {
      reply.nullBulk();
      return;
    }
    User user = account.user();
    List<Permissions> permissions = user.permissions();
    reply.map(6);
    reply.bulk("flags");
    reply.set(user.flags().size());
    user.flags().forEach(reply::bulk);
    reply.bulk("passwords");
    reply.array(user.passwords().size());
    user.passwords().forEach(reply::bulk);
    describe(permissions.get(0), reply);
    reply.bulk("selectors");
    reply.array(permissions.size() - 1);
    for (Permissions further : permissions.subList(1, permissions.size())) {
      reply.map(3);
      describe(further, reply);
    }
  }

  private static void describe(Permissions permissions, ReplyWriter reply) {
    reply.bulk("commands");
    reply.echo(permissions.commands());
    reply.bulk("keys");
    reply.echo(permissions.keys());
    reply.bulk("channels");
    reply.echo(permissions.channels());
  }

  private void setUser(Client client, List<String> words, ReplyWriter reply) {
    try {
      Account account = accounts.set(words.get(2), words.subList(3, words.size()));
      closeListeners(account, client);
      reply.ok();
    } catch (RefusedException e) {
      reply.error("ERR " + e.getMessage());
    }
  }

  /** Closes the connections of a user that listen to what it may not listen to any more. */
  private void closeListeners(Account account, Client asking) {
    for (Client client : clients.all()) {
      if (client.account() == account && client.subscribed()) {
        client.later(
            () -> {
              Subscriptions heard = client.subscriptions();
              if (!account.user().mayListen(heard.of(Topic.CHANNEL), heard.of(Topic.PATTERN))) {
                close(client, asking);
              }
            });
      }
    }
  }

  private void delUser(Client client, List<String> words, ReplyWriter reply) {
    List<String> names = words.subList(2, words.size());
    if (names.contains(Accounts.DEFAULT)) {
      reply.error("ERR The 'default' user cannot be removed");
      return;
    }
    List<Account> gone = names.stream().map(accounts::delete).flatMap(Optional::stream).toList();
    closeAllOf(gone, client);
    reply.integer(gone.size());
  }

  private void closeAllOf(Collection<Account> gone, Client asking) {
    for (Client client : clients.all()) {
      if (gone.contains(client.account())) {
        close(client, asking);
      }
    }
  }

  private static void close(Client client, Client asking) {
    if (client.id() == asking.id()) {
      client.closeAfterReply();
    } else {
      client.close();
    }
  }

  private void load(Client client, List<String> words, ReplyWriter reply) {
    if (!accounts.hasFile()) {
      reply.error(NO_FILE);
      return;
    }
    client.await(
        CompletableFuture.supplyAsync(this::loadFile),
        (loaded, later) -> {
          if (loaded.error().isPresent()) {
            later.error("ERR " + loaded.error().get());
          } else {
            closeAllOf(loaded.gone(), client);
            later.ok();
          }
        });
  }

  /**
   * What came of ACL LOAD.
   *
   * @param error what was wrong; empty: nothing
   * @param gone who is no user any more
   */
  private record Loaded(Optional<String> error, List<Account> gone) {}

  private Loaded loadFile() {
    try {
      return new Loaded(Optional.empty(), accounts.load());
    } catch (AclException e) {
      return new Loaded(Optional.of(e.getMessage()), List.of());
    }
  }

  private void save(Client client, List<String> words, ReplyWriter reply) {
    if (!accounts.hasFile()) {
      reply.error(NO_FILE);
      return;
    }
    client.await(
        CompletableFuture.supplyAsync(this::saveFile),
        (saved, later) -> {
          if (saved) {
            later.ok();
          } else {
            later.error(NOT_SAVED);
          }
        });
  }

  private boolean saveFile() {
    try {
      accounts.save();
      return true;
    } catch (AclException e) {
      LOG.warn("ACL SAVE: {}", e.getMessage());
      return false;
    }
  }

  private void dryRun(Client client, List<String> words, ReplyWriter reply) {
    Account account = accounts.find(words.get(2));
    if (account == null) {
      reply.error("ERR User '" + words.get(2) + "' not found");
      return;
    }
    List<String> request = words.subList(3, words.size());
    CommandSpec spec = table.of(request);
    if (spec == null) {
      reply.error("ERR Command '" + request.get(0) + "' not found");
    } else if (!spec.accepts(request.size())) {
      reply.error("ERR wrong number of arguments for '" + spec.name() + "' command");
    } else {
      Verdict verdict = account.user().check(spec.name(), spec.kind().beforeLogin(), request);
      if (verdict.allowed()) {
        reply.ok();
      } else {
        reply.echo(verdict.explanation());
      }
    }
  }

  private void log(Client client, List<String> words, ReplyWriter reply) {
    if (words.size() > 3) {
      tooMany(words, reply);
    } else if (words.size() == 3 && words.get(2).equalsIgnoreCase("reset")) {
      accounts.log().reset();
      reply.ok();
    } else {
      OptionalLong count =
          words.size() == 2 ? OptionalLong.of(DEFAULT_LOG_ENTRIES) : WireNumber.parse(words.get(2));
      if (count.isEmpty()) {
        reply.error(Answers.NOT_AN_INTEGER);
      } else {
        List<AclLog.Entry> entries = accounts.log().latest(count.getAsLong());
        reply.array(entries.size());
        entries.forEach(entry -> describe(entry, reply));
      }
    }
  }

  private void describe(AclLog.Entry entry, ReplyWriter reply) {
    reply.map(7);
    reply.bulk("count");
    reply.integer(entry.count());
    reply.bulk("reason");
    reply.bulk(entry.reason());
    reply.bulk("context");
    reply.bulk("toplevel");
    reply.bulk("object");
    reply.echo(entry.verdict().object());
    reply.bulk("username");
    reply.echo(entry.username());
    reply.bulk("age-seconds");
    reply.decimal(accounts.log().ageSeconds(entry));
    reply.bulk("client-info");
    reply.echo(entry.client());
  }
}
