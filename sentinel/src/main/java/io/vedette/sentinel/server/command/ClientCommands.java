package io.vedette.sentinel.server.command;

import io.vedette.sentinel.server.acl.Account;
import io.vedette.sentinel.server.acl.Accounts;
import io.vedette.sentinel.server.resp.ReplyWriter;
import io.vedette.sentinel.server.resp.WireNumber;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** CLIENT: who is connected, and what a client says of itself. */
final class ClientCommands {
  private static final String SYNTAX_ERROR = "ERR syntax error";
  private static final String BAD_NAME =
      "ERR Client names cannot contain spaces, newlines or special characters.";

  private final Clients clients;
  private final Accounts accounts;

  ClientCommands(Clients clients, Accounts accounts) {
    this.clients = clients;
    this.accounts = accounts;
  }

  void addTo(CommandTable table) {
    List<CommandSpec> subcommands = new ArrayList<>();
    subcommands.add(spec("id", 2, "5.0.0", "The connection's number.", this::id));
    subcommands.add(spec("getname", 2, "2.6.9", "The connection's name.", this::getName));
    subcommands.add(spec("setname", 3, "2.6.9", "Names the connection.", this::setName));
    subcommands.add(spec("setinfo", 4, "7.2.0", "Names the client's library.", this::setInfo));
    subcommands.add(spec("info", 2, "6.2.0", "All about this connection.", this::info));
    subcommands.add(spec("reply", 3, "3.2.0", "Which replies are sent.", this::reply));
    subcommands.add(admin("list", -2, "2.4.0", "All about all connections.", this::list));
    subcommands.add(admin("kill", -3, "2.4.0", "Closes connections.", this::kill));
    subcommands.add(
        admin("no-evict", 3, "7.0.0", "Accepted; nobody is evicted here.", this::noEvict));
    new TrackingCommands(clients).addTo(subcommands::add);
    new PauseCommands(clients).addTo(subcommands::add);
    CommandSpec container =
        CommandSpec.of(
            "client",
            -2,
            Kind.CONTAINER,
            "2.4.0",
            "Who is connected.",
            (client, words, reply) -> reply.error(SYNTAX_ERROR));
    subcommands.add(HelpText.of(container, subcommands));
    table.add(container, subcommands);
  }

  private static CommandSpec spec(
      String name, int arity, String since, String summary, Handler handler) {
    return CommandSpec.of("client|" + name, arity, Kind.CONNECTION, since, summary, handler);
  }

  private static CommandSpec admin(
      String name, int arity, String since, String summary, Handler handler) {
    return CommandSpec.of("client|" + name, arity, Kind.CONNECTION_ADMIN, since, summary, handler);
  }

  private void id(Client client, List<String> words, ReplyWriter reply) {
    reply.integer(client.id());
  }

  private void getName(Client client, List<String> words, ReplyWriter reply) {
    if (client.name().isEmpty()) {
      reply.nullBulk();
    } else {
      reply.echo(client.name());
    }
  }

  private void setName(Client client, List<String> words, ReplyWriter reply) {
    if (setName(client, words.get(2), reply)) {
      reply.ok();
    }
  }

  /** False if that is no name, and the client has been told. */
  static boolean setName(Client client, String name, ReplyWriter reply) {
    if (!isPlain(name)) {
      reply.error(BAD_NAME);
      return false;
    }
    client.name(name);
    return true;
  }

  private void setInfo(Client client, List<String> words, ReplyWriter reply) {
    String attribute = Answers.lower(words.get(2));
    if (!attribute.equals("lib-name") && !attribute.equals("lib-ver")) {
      reply.error("ERR Unrecognized option '" + words.get(2) + "'");
    } else if (!isPlain(words.get(3))) {
      reply.error("ERR " + attribute + " cannot contain spaces, newlines or special characters.");
    } else {
      client.library(attribute, words.get(3));
      reply.ok();
    }
  }

  /** Nothing that would break the line of CLIENT LIST. */
  private static boolean isPlain(String text) {
    return text.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  private void info(Client client, List<String> words, ReplyWriter reply) {
    reply.verbatim(client.describe() + "\n");
  }

  private void reply(Client client, List<String> words, ReplyWriter reply) {
    switch (Answers.lower(words.get(2))) {
      case "on" -> {
        client.replies(Client.Replies.ON);
        reply.ok();
      }
      case "off" -> client.replies(Client.Replies.OFF);
      case "skip" -> client.replies(Client.Replies.SKIP_NEXT);
      default -> reply.error(SYNTAX_ERROR);
    }
  }

  private void list(Client client, List<String> words, ReplyWriter reply) {
    Predicate<Client> wanted = anybody -> true;
    if (words.size() == 4 && words.get(2).equalsIgnoreCase("type")) {
      wanted = ofType(words.get(3));
    } else if (words.size() > 3 && words.get(2).equalsIgnoreCase("id")) {
      List<OptionalLong> ids = words.stream().skip(3).map(WireNumber::parse).toList();
      if (ids.stream().anyMatch(OptionalLong::isEmpty)) {
        reply.error("ERR Invalid client ID");
        return;
      }
      wanted = candidate -> ids.contains(OptionalLong.of(candidate.id()));
    } else if (words.size() > 2) {
      reply.error(SYNTAX_ERROR);
      return;
    }
    if (wanted == null) {
      reply.error("ERR Unknown client type '" + words.get(3) + "'");
      return;
    }
    StringBuilder lines = new StringBuilder();
    clients.all().stream().filter(wanted).forEach(c -> lines.append(c.describe()).append('\n'));
    reply.verbatim(lines.toString());
  }

  /** Clients of a type; null: there is no such type. */
  private static Predicate<Client> ofType(String type) {
    return switch (Answers.lower(type)) {
      case "normal" -> candidate -> !candidate.subscribed();
      case "pubsub" -> Client::subscribed;
      case "master", "slave", "replica" -> candidate -> false;
      default -> null;
    };
  }

  private void kill(Client client, List<String> words, ReplyWriter reply) {
    if (words.size() == 3) {
      Collection<Client> found = closed(c -> c.address().equals(words.get(2)), client);
      if (found.isEmpty()) {
        reply.error("ERR No such client");
      } else {
        reply.ok();
      }
      return;
    }
    KillFilter filter = new KillFilter(accounts);
    for (int i = 2; i < words.size(); i += 2) {
      String problem =
          i + 1 < words.size() ? filter.add(words.get(i), words.get(i + 1)) : SYNTAX_ERROR;
      if (!problem.isEmpty()) {
        reply.error(problem);
        return;
      }
    }
    reply.integer(closed(filter.predicate(client), client).size());
  }

  /** Closes who is wanted; the asking client itself only after it has been answered. */
  private Collection<Client> closed(Predicate<Client> wanted, Client asking) {
    List<Client> found = new ArrayList<>();
    clients.all().stream().filter(wanted).forEach(found::add);
    for (Client client : found) {
      if (client.id() == asking.id()) {
        client.closeAfterReply();
      } else {
        client.close();
      }
    }
    return found;
  }

  private void noEvict(Client client, List<String> words, ReplyWriter reply) {
    String mode = Answers.lower(words.get(2));
    if (mode.equals("on") || mode.equals("off")) {
      client.noEvict(mode.equals("on"));
      reply.ok();
    } else {
      reply.error(SYNTAX_ERROR);
    }
  }

  /** The filters of CLIENT KILL, all of which must hold. */
  private static final class KillFilter {
    private Predicate<Client> wanted = anybody -> true;
    private final Accounts accounts;
    private boolean skipMe = true;

    KillFilter(Accounts accounts) {
      this.accounts = accounts;
    }

    /** What is wrong with it; empty: nothing. */
    String add(String option, String value) {
      switch (Answers.lower(option)) {
        case "id" -> {
          OptionalLong id = WireNumber.parse(value);
          if (!Answers.within(id, 1, Long.MAX_VALUE)) {
            return "ERR client-id should be greater than 0";
          }
          wanted = wanted.and(client -> client.id() == id.getAsLong());
        }
        case "addr" -> wanted = wanted.and(client -> client.address().equals(value));
        case "laddr" -> wanted = wanted.and(client -> client.localAddress().equals(value));
        case "type" -> {
          Predicate<Client> type = ofType(value);
          if (type == null) {
            return "ERR Unknown client type '" + value + "'";
          }
          wanted = wanted.and(type);
        }
        case "user" -> {
          Account account = accounts.find(value);
          if (account == null) {
            return "ERR No such user '" + value + "'";
          }
          wanted = wanted.and(client -> client.account() == account);
        }
        case "skipme" -> {
          String answer = Answers.lower(value);
          if (!answer.equals("yes") && !answer.equals("no")) {
            return SYNTAX_ERROR;
          }
          skipMe = answer.equals("yes");
        }
        default -> {
          return SYNTAX_ERROR;
        }
      }
      return "";
    }

    Predicate<Client> predicate(Client asking) {
      return skipMe ? wanted.and(client -> client.id() != asking.id()) : wanted;
    }
  }
}
