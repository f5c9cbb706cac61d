package io.vedette.sentinel.server.command;

import io.vedette.sentinel.server.resp.ReplyWriter;
import io.vedette.sentinel.server.resp.WireNumber;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** CLIENT PAUSE, UNPAUSE, UNBLOCK. */
final class PauseCommands {
  /** 31 years: longer than any process runs, and safe to add to a time. */
  private static final long MOST_MS = 1_000_000_000_000L;

  private static final String TOO_MANY_WORDS =
      "ERR unknown subcommand or wrong number of arguments for '%s'. Try CLIENT HELP.";

  private final Clients clients;

  PauseCommands(Clients clients) {
    this.clients = clients;
  }

  void addTo(Consumer<CommandSpec> client) {
    client.accept(
        spec("pause", -3, "2.9.50", "Lets all clients, peers too, wait for a time.", this::pause));
    client.accept(spec("unpause", 2, "6.2.0", "Ends the pause.", this::unpause));
    client.accept(spec("unblock", -3, "5.0.0", "Wakes a blocked client.", this::unblock));
  }

  private static CommandSpec spec(
      String name, int arity, String since, String summary, Handler handler) {
    return CommandSpec.of("client|" + name, arity, Kind.CONNECTION_ADMIN, since, summary, handler);
  }

  /** WRITE lets nobody wait: no command here writes keys. */
  private void pause(Client client, List<String> words, ReplyWriter reply) {
    String mode = words.size() == 4 ? Answers.lower(words.get(3)) : "all";
    OptionalLong ms = WireNumber.parse(words.get(2));
    if (words.size() > 4) {
      reply.error(TOO_MANY_WORDS.formatted(words.get(1)));
    } else if (!mode.equals("all") && !mode.equals("write")) {
      reply.error("ERR CLIENT PAUSE mode must be WRITE or ALL");
    } else if (ms.isEmpty() || ms.getAsLong() > MOST_MS) {
      reply.error("ERR timeout is not an integer or out of range");
    } else if (ms.getAsLong() < 0) {
      reply.error("ERR timeout is negative");
    } else {
      if (mode.equals("all")) {
        clients.pause(TimeUnit.MILLISECONDS.toNanos(ms.getAsLong()));
      }
      reply.ok();
    }
  }

  private void unpause(Client client, List<String> words, ReplyWriter reply) {
    clients.unpause();
    reply.ok();
  }

  /** Nobody is ever blocked: there are no keys to wait for. */
  private void unblock(Client client, List<String> words, ReplyWriter reply) {
    String reason = words.size() == 4 ? Answers.lower(words.get(3)) : "timeout";
    if (words.size() > 4) {
      reply.error(TOO_MANY_WORDS.formatted(words.get(1)));
    } else if (!reason.equals("timeout") && !reason.equals("error")) {
      reply.error("ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR");
    } else if (WireNumber.parse(words.get(2)).isEmpty()) {
      reply.error(Answers.NOT_AN_INTEGER);
    } else {
      reply.integer(0);
    }
  }
}
