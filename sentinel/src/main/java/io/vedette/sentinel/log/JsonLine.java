package io.vedette.sentinel.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import io.vedette.quorum.Event;
import io.vedette.sentinel.runtime.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.event.KeyValuePair;

/** A line of the log as an object of JSON, for programs that collect logs. Safe for any thread. */
final class JsonLine {
  /** The key under which an event of the coordinator goes along with its line. */
  static final String EVENT = "event";

  private static final long PID = ProcessHandle.current().pid();

  private JsonLine() {}

  /** The line for an event of the log, ending with a line feed. */
  static String of(ILoggingEvent logged) {
    Map<String, Object> fields = begin(logged.getTimeStamp(), level(logged.getLevel()));
    Event event = event(logged.getKeyValuePairs());
    if (event != null) {
      fields.put("event", event.type().channel());
      event.group().ifPresent(group -> fields.put("group", group));
      fields.put("details", event.payload());
      if (!event.reason().isEmpty()) {
        fields.put("reason", event.reason());
      }
    }
    fields.put("message", RedisLine.message(logged));
    if (logged.getThrowableProxy() != null && logged.getLevel().isGreaterOrEqual(Level.ERROR)) {
      fields.put("stack", ThrowableProxyUtil.asString(logged.getThrowableProxy()).stripTrailing());
    }
    return Json.of(fields) + "\n";
  }

  /** The line for a warning of the log's own. */
  static String warning(long wallMs, String message) {
    Map<String, Object> fields = begin(wallMs, level(Level.WARN));
    fields.put("message", message);
    return Json.of(fields) + "\n";
  }

  private static Map<String, Object> begin(long wallMs, String level) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("time", Instant.ofEpochMilli(wallMs));
    fields.put("level", level);
    fields.put("pid", PID);
    return fields;
  }

  private static Event event(List<KeyValuePair> pairs) {
    if (pairs != null) {
      for (KeyValuePair pair : pairs) {
        if (pair.value instanceof Event event) {
          return event;
        }
      }
    }
    return null;
  }

  /** Sentinel's words, and one for what nobody expected. */
  private static String level(Level level) {
    return switch (level.toInt()) {
      case Level.TRACE_INT -> "debug";
      case Level.DEBUG_INT -> "verbose";
      case Level.INFO_INT -> "notice";
      case Level.WARN_INT -> "warning";
      default -> "error";
    };
  }
}
