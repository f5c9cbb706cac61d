package io.vedette.sentinel.runtime;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;

/** One line of JSON for scripts: maps, collections, numbers, truth values; all else is text. */
public final class Json {
  private final StringBuilder text = new StringBuilder();

  private Json() {}

  /** On one line, in ASCII but for letters that are whole by themselves. */
  public static String of(Object value) {
    Json json = new Json();
    json.write(value);
    return json.text.toString();
  }

  private void write(Object value) {
    if (value instanceof Map<?, ?> map) {
      String before = "{";
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        text.append(before);
        quote(String.valueOf(entry.getKey()));
        text.append(':');
        write(entry.getValue());
        before = ",";
      }
      text.append(map.isEmpty() ? "{}" : "}");
    } else if (value instanceof Collection<?> list) {
      String before = "[";
      for (Object each : list) {
        text.append(before);
        write(each);
        before = ",";
      }
      text.append(list.isEmpty() ? "[]" : "]");
    } else if (value == null || value instanceof Number || value instanceof Boolean) {
      text.append(value);
    } else {
      quote(value.toString());
    }
  }

  private void quote(String plain) {
    text.append('"');
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c) || c == 0x7f) {
        text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }
}
