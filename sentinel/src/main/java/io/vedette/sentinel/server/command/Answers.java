package io.vedette.sentinel.server.command;

import io.vedette.quorum.AdminAnswer;
import io.vedette.sentinel.runtime.Coordination.OverloadedException;
import io.vedette.sentinel.server.resp.ReplyWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;

/** Replies that several families give, in Sentinel's words where Sentinel has any. */
public final class Answers {
  static final String NO_SUCH_MASTER = "ERR No such master with that name";
  static final String INVALID_HOST = "ERR Invalid IP address or hostname specified";
  static final String NOT_AN_INTEGER = "ERR value is not an integer or out of range";
  static final String OVERLOADED = "ERR the coordinator is overloaded, try again";

  private Answers() {}

  /** The outcome of a change, {@code +OK} if it went well. */
  static void admin(AdminAnswer answer, ReplyWriter reply) {
    switch (answer.code()) {
      case OK -> reply.ok();
      case NO_SUCH_GROUP -> reply.error(NO_SUCH_MASTER);
      case DUPLICATE_NAME -> reply.error("ERR Duplicate master name.");
      case FAILOVER_IN_PROGRESS -> reply.error("INPROG Failover already in progress");
      case NO_GOOD_REPLICA -> reply.error("NOGOODSLAVE No suitable replica to promote");
      case UNKNOWN_HOST -> reply.error(INVALID_HOST);
      case NO_GOOD_MASTER -> reply.error("NOGOODPRIMARY Primary does not support FAILOVER command");
      case SHARD ->
          reply.error(
              "ERR it is a shard of a Redis Cluster: its options stand in vedette.properties");
      case CLUSTER_MODE ->
          reply.error("ERR the servers of this master are nodes of a Redis Cluster");
      case NOT_SAVED -> reply.error("ERR Failed to save config file");
    }
  }

  /** What a client is told when the coordinator did not answer. */
  public static void failure(Throwable cause, ReplyWriter reply) {
    Throwable origin =
        cause instanceof CompletionException && cause.getCause() != null ? cause.getCause() : cause;
    if (origin.getClass() == OverloadedException.class) {
      reply.error(OVERLOADED);
    } else {
      String what = origin.getMessage() == null ? "stopped" : origin.getMessage();
      reply.error("ERR the coordinator could not answer: " + what);
    }
  }

  /** Words of a client, which are bytes, as text. */
  static String text(String wire) {
    for (int i = 0; i < wire.length(); i++) {
      if (wire.charAt(i) >= 0x80) {
        return new String(wire.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
      }
    }
    return wire;
  }

  /** Whether there is anything in it that would break a line of the configuration file. */
  static boolean hasControlCharacters(String wire) {
    return wire.chars().anyMatch(c -> c < ' ' || c == 0x7f);
  }

  /** Lower case, whatever the country the machine stands in. */
  static String lower(String wire) {
    return wire.toLowerCase(Locale.ROOT);
  }

  /** Whether it is there and within these bounds, both included. */
  static boolean within(OptionalLong number, long least, long most) {
    return number.isPresent() && number.getAsLong() >= least && number.getAsLong() <= most;
  }
}
