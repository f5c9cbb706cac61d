package io.vedette.sentinel.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Redis's line: {@code pid:X 21 Nov 2026 00:11:22.123 # message}. Safe for any thread. */
final class RedisLine {
  private static final long PID = ProcessHandle.current().pid();
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("dd ")
          .appendText(ChronoField.MONTH_OF_YEAR, months())
          .appendPattern(" yyyy HH:mm:ss.SSS")
          .toFormatter(Locale.ENGLISH)
          .withZone(ZoneId.systemDefault());

  private RedisLine() {}

  /** For twelve names, Java would load what it knows of languages: a megabyte, and tens of ms. */
  private static Map<Long, String> months() {
    String[] names = {
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
    };
    Map<Long, String> months = new HashMap<>();
    for (String name : names) {
      months.put(months.size() + 1L, name);
    }
    return months;
  }

  /** The line for an event of the log, ending with a line feed. */
  static String of(ILoggingEvent event) {
    String line = of(event.getTimeStamp(), sign(event.getLevel()), message(event)) + "\n";
    // What nobody expected is worth its stack; what somebody warned of is worth its name.
    return event.getThrowableProxy() != null && event.getLevel().isGreaterOrEqual(Level.ERROR)
        ? line + ThrowableProxyUtil.asString(event.getThrowableProxy()).stripTrailing() + "\n"
        : line;
  }

  /** What an event of the log says, on one line; with the name of what a warning is due to. */
  static String message(ILoggingEvent event) {
    IThrowableProxy thrown = event.getThrowableProxy();
    String message = event.getFormattedMessage();
    return thrown == null || event.getLevel().isGreaterOrEqual(Level.ERROR)
        ? plain(message)
        : plain(message + " (" + thrown.getClassName() + ": " + thrown.getMessage() + ")");
  }

  /** The line for a message, without line feed. */
  static String of(long epochMs, char sign, String message) {
    return PID
        + ":X "
        + TIME.format(Instant.ofEpochMilli(epochMs))
        + " "
        + sign
        + " "
        + plain(message);
  }

  private static char sign(Level level) {
    return switch (level.toInt()) {
      case Level.TRACE_INT -> '.';
      case Level.DEBUG_INT -> '-';
      case Level.INFO_INT -> '*';
      default -> '#';
    };
  }

  /** A message stays one line, whatever a client or a script put into it. */
  private static String plain(String message) {
    if (message.chars().noneMatch(Character::isISOControl)) {
      return message;
    }
    StringBuilder plain = new StringBuilder(message.length());
    message
        .chars()
        .map(c -> Character.isISOControl(c) ? ' ' : c)
        .forEach(c -> plain.append((char) c));
    return plain.toString();
  }
}
