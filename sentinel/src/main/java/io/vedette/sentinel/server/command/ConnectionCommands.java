package io.vedette.sentinel.server.command;

import io.vedette.sentinel.server.acl.Account;
import io.vedette.sentinel.server.acl.Accounts;
import io.vedette.sentinel.server.resp.ReplyWriter;
import io.vedette.sentinel.server.resp.WireNumber;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** PING, AUTH, HELLO, QUIT, RESET. */
final class ConnectionCommands {
  private static final String WRONG_PASS =
      "WRONGPASS invalid username-password pair or user is disabled.";
  private static final String HELLO_NOAUTH =
      "NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO AUTH"
          + " <user> <pass> option can be used to authenticate the client and select the RESP"
          + " protocol version at the same time";

  /** Clients ask for nothing more often, but perhaps for an address. */
  private static final byte[] PONG = "+PONG\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Accounts access;

  ConnectionCommands(Accounts access) {
    this.access = access;
  }

  void addTo(CommandTable table) {
    table.add(
        CommandSpec.of(
            "ping", -1, Kind.PING, "1.0.0", "Says that it is there.", Handler.often(this::ping)));
    table.add(
        CommandSpec.of("auth", -2, Kind.LOGIN, "1.0.0", "Says who the client is.", this::auth));
    table.add(
        CommandSpec.of(
            "hello", -1, Kind.LOGIN, "6.0.0", "Chooses the protocol's version.", this::hello));
    table.add(
        CommandSpec.of("quit", -1, Kind.LOGIN, "1.0.0", "Closes the connection.", this::quit));
    table.add(
        CommandSpec.of("reset", 1, Kind.LOGIN, "6.2.0", "Makes it a new client.", this::reset));
  }

  private void ping(Client client, List<String> words, ReplyWriter reply) {
    if (words.size() > 2) {
      reply.error("ERR wrong number of arguments for 'ping' command");
    } else if (client.subscribed() && !reply.resp3()) {
      reply.array(2);
      reply.bulk("pong");
      reply.echo(words.size() == 2 ? words.get(1) : "");
    } else if (words.size() == 2) {
      reply.echo(words.get(1));
    } else {
      reply.encoded(PONG);
    }
  }

  private void auth(Client client, List<String> words, ReplyWriter reply) {
    if (words.size() > 3) {
      reply.error("ERR syntax error");
    } else if (words.size() == 2 && access.open()) {
      reply.error(
          "ERR AUTH <password> called without any password configured for the default user. Are"
              + " you sure your configuration is correct?");
    } else {
      boolean named = words.size() == 3;
      String user = named ? words.get(1) : Accounts.DEFAULT;
      if (logIn("auth", client, user, words.get(named ? 2 : 1), reply)) {
        reply.ok();
      }
    }
  }

  private boolean logIn(
      String command, Client client, String user, String password, ReplyWriter reply) {
    Optional<Account> account = access.logIn(user, password);
    if (account.isEmpty()) {
      access.log().failedLogin(command, user, client.describe());
      reply.error(WRONG_PASS);
      return false;
    }
    client.account(account.get(), true);
    return true;
  }

  private void hello(Client client, List<String> words, ReplyWriter reply) {
    boolean resp3 = reply.resp3();
    if (words.size() > 1) {
      OptionalLong version = WireNumber.parse(words.get(1));
      if (version.isEmpty()) {
        reply.error("ERR Protocol version is not an integer or out of range");
        return;
      }
      if (version.getAsLong() != 2 && version.getAsLong() != 3) {
        reply.error("NOPROTO unsupported protocol version");
        return;
      }
      resp3 = version.getAsLong() == 3;
    }
    if (!helloOptions(client, words, reply)) {
      return;
    }
    if (!client.loggedIn() && access.loginRequired()) {
      reply.error(HELLO_NOAUTH);
      return;
    }
    client.resp3(resp3);
    greet(client, reply);
  }

  /** False if one was wrong, and the client has been told. Redis applies them as it goes, too. */
  private boolean helloOptions(Client client, List<String> words, ReplyWriter reply) {
    for (int i = 2; i < words.size(); i++) {
      String option = words.get(i);
      int more = words.size() - i - 1;
      if (option.equalsIgnoreCase("auth") && more >= 2) {
        if (!logIn("hello", client, words.get(i + 1), words.get(i + 2), reply)) {
          return false;
        }
        i += 2;
      } else if (option.equalsIgnoreCase("setname") && more >= 1) {
        if (!ClientCommands.setName(client, words.get(i + 1), reply)) {
          return false;
        }
        i++;
      } else {
        reply.error("ERR Syntax error in HELLO option '" + option + "'");
        return false;
      }
    }
    return true;
  }

  /** As Redis's Sentinel greets: with a mode, and without a role. */
  private static void greet(Client client, ReplyWriter reply) {
    reply.map(6);
    reply.bulk("server");
    reply.bulk("redis");
    reply.bulk("version");
    reply.bulk(About.REDIS_VERSION);
    reply.bulk("proto");
    reply.integer(reply.resp3() ? 3 : 2);
    reply.bulk("id");
    reply.integer(client.id());
    reply.bulk("mode");
    reply.bulk("sentinel");
    reply.bulk("modules");
    reply.array(0);
  }

  private void quit(Client client, List<String> words, ReplyWriter reply) {
    reply.ok();
    client.closeAfterReply();
  }

  private void reset(Client client, List<String> words, ReplyWriter reply) {
    client.subscriptions().clear();
    client.resp3(false);
    client.name("");
    client.replies(Client.Replies.ON);
    client.tracking(Tracking.OFF);
    client.noEvict(false);
    client.account(access.defaultAccount(), !access.loginRequired());
    reply.status("RESET");
  }
}
