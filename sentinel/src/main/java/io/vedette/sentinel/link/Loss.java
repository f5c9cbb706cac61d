package io.vedette.sentinel.link;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.netty.channel.ConnectTimeoutException;
import io.vedette.quorum.Input.LinkLoss;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * Why a link ended.
 *
 * @param cause for the coordinator
 * @param detail for the log, one line
 */
record Loss(LinkLoss cause, String detail) {
  private static final int MAX_DETAIL = 200;
  private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}+");

  Loss {
    detail = oneLine(detail);
  }

  /** What a failed attempt to connect, or to get an answer, means. */
  static Loss of(Throwable failure) {
    Throwable root = failure;
    for (Throwable t = failure; t != null; t = t.getCause()) {
      root = t;
      if (t instanceof ConnectTimeoutException || t instanceof RedisCommandTimeoutException) {
        return new Loss(LinkLoss.TIMEOUT, "no answer while connecting");
      }
      if (t instanceof RedisCommandExecutionException) {
        return ofRefusal(message(t));
      }
      if (t instanceof SSLException) {
        return new Loss(LinkLoss.OTHER, "TLS: " + message(t));
      }
    }
    String message = message(root);
    if (root instanceof ConnectException && message.contains("refused")) {
      return new Loss(LinkLoss.REFUSED, "connection refused");
    }
    if (root instanceof UnknownHostException) {
      return new Loss(LinkLoss.OTHER, "unknown host: " + message);
    }
    if (message.contains("size exceeded")) {
      return new Loss(LinkLoss.OTHER, "too many commands without an answer");
    }
    boolean closed =
        message.startsWith("Connection closed")
            || message.startsWith("Connection disconnected")
            || (root instanceof IOException && message.contains("reset"));
    return closed ? closed() : new Loss(LinkLoss.OTHER, message);
  }

  /** The other side, or the network, has ended the connection. */
  static Loss closed() {
    return new Loss(LinkLoss.CLOSED, "closed by the other side");
  }

  /** What an error in answer to AUTH, HELLO or CLIENT SETNAME means. */
  static Loss ofRefusal(String error) {
    String start = error.toUpperCase(Locale.ROOT);
    boolean auth =
        start.startsWith("WRONGPASS")
            || start.startsWith("NOAUTH")
            || start.startsWith("NOPERM")
            || start.startsWith("ERR INVALID PASSWORD");
    return new Loss(auth ? LinkLoss.AUTH : LinkLoss.OTHER, error);
  }

  /** The error with which a server declined HELLO 3, if it is one that speaks RESP2 only. */
  static Optional<String> resp2Only(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      String message = message(t);
      boolean unknown = message.startsWith("ERR") && message.contains("unknown");
      if (t instanceof RedisCommandExecutionException
          && (unknown || message.startsWith("NOPROTO"))) {
        return Optional.of(message);
      }
    }
    return Optional.empty();
  }

  private static String message(Throwable t) {
    String message = t.getMessage();
    return message == null ? t.getClass().getSimpleName() : message;
  }

  private static String oneLine(String text) {
    // Servers quote what they did not understand: it may be a password.
    int quoted = text.indexOf(", with args beginning with");
    String plain = quoted < 0 ? text : text.substring(0, quoted);
    String line = CONTROLS.matcher(plain).replaceAll(" ").strip();
    return line.length() <= MAX_DETAIL ? line : line.substring(0, MAX_DETAIL) + "…";
  }
}
