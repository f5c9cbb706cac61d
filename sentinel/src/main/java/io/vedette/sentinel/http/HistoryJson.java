package io.vedette.sentinel.http;

import io.vedette.sentinel.runtime.FailoverRecord;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A failover in JSON, with the names that {@code vedette history --json} uses. */
final class HistoryJson {
  private HistoryJson() {}

  static Map<String, Object> of(FailoverRecord record) {
    Map<String, Object> json = named(record.fields());
    json.put("started_at", Instant.ofEpochMilli(record.startedAtMs()));
    return json;
  }

  private static Map<String, Object> named(Map<?, ?> fields) {
    Map<String, Object> json = new LinkedHashMap<>();
    fields.forEach((name, value) -> json.put(name.toString().replace('-', '_'), value(value)));
    return json;
  }

  private static Object value(Object value) {
    return value instanceof List<?> list
        ? list.stream().map(each -> named((Map<?, ?>) each)).toList()
        : value;
  }
}
