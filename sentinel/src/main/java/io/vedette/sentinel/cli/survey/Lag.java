package io.vedette.sentinel.cli.survey;

import io.vedette.quorum.model.Address;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How far a replica is behind its master, by the master's own word.
 *
 * @param bytes of the replication stream; empty: not known
 * @param seconds since its last acknowledgement; empty: not known
 */
public record Lag(OptionalLong bytes, OptionalLong seconds) {
  static final Lag UNKNOWN = new Lag(OptionalLong.empty(), OptionalLong.empty());

  /** Reads it from the master's INFO: {@code slave0:ip=…,port=…,state=online,offset=…,lag=…}. */
  static Lag of(Map<String, String> masterInfo, Address replica) {
    OptionalLong end = number(masterInfo.get("master_repl_offset"));
    for (Map.Entry<String, String> field : masterInfo.entrySet()) {
      if (field.getKey().matches("slave\\d+")) {
        Map<String, String> parts = parts(field.getValue());
        boolean isIt =
            replica.host().equalsIgnoreCase(parts.get("ip"))
                && Integer.toString(replica.port()).equals(parts.get("port"));
        if (isIt) {
          OptionalLong offset = number(parts.get("offset"));
          boolean known = end.isPresent() && offset.isPresent();
          return new Lag(
              known
                  ? OptionalLong.of(Math.max(0, end.getAsLong() - offset.getAsLong()))
                  : OptionalLong.empty(),
              number(parts.get("lag")));
        }
      }
    }
    return UNKNOWN;
  }

  private static Map<String, String> parts(String text) {
    Map<String, String> parts = new LinkedHashMap<>();
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        parts.put(part.substring(0, equals), part.substring(equals + 1));
      }
    }
    return parts;
  }

  private static OptionalLong number(String text) {
    return text != null && text.matches("\\d{1,18}")
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }

  /** For people. */
  @Override
  public String toString() {
    if (bytes.isEmpty()) {
      return "?";
    }
    String text = bytes.getAsLong() + " B";
    return seconds.isPresent() ? text + ", " + seconds.getAsLong() + " s" : text;
  }
}
