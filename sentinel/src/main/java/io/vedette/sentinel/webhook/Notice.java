package io.vedette.sentinel.webhook;

import io.vedette.quorum.Event;
import io.vedette.quorum.EventType;
import io.vedette.sentinel.runtime.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An event on its way.
 *
 * @param number counts from 1, from the start of the process
 * @param wallMs when it happened, milliseconds since 1970
 * @param event it
 */
record Notice(long number, long wallMs, Event event) {
  /** None: it only wakes who waits for one. */
  static final Notice NOTHING =
      new Notice(0, 0, new Event(EventType.SET, "", "", Optional.empty()));

  private static final int SWITCH_WORDS = 5;

  boolean isNothing() {
    return number == 0;
  }

  /** Nobody else's, so that who gets it twice can tell. */
  String id(Sender sender) {
    return sender.runId() + "-" + wallMs + "-" + number;
  }

  /** What is posted. */
  byte[] body(Sender sender) {
    return Json.of(fields(sender)).getBytes(StandardCharsets.UTF_8);
  }

  Map<String, Object> fields(Sender sender) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", id(sender));
    fields.put("time", Instant.ofEpochMilli(wallMs));
    fields.put("coordinator", Map.of("id", sender.runId()));
    fields.put("event", event.type().channel());
    fields.put("level", event.type().level().name().toLowerCase(Locale.ROOT));
    event.group().ifPresent(group -> fields.put("group", group));
    fields.put("details", event.payload());
    if (!event.reason().isEmpty()) {
      fields.put("reason", event.reason());
    }
    if (event.type() == EventType.SWITCH_MASTER) {
      putAddresses(fields);
    }
    return fields;
  }

  /** The payload is {@code name from-host from-port to-host to-port}. */
  private void putAddresses(Map<String, Object> fields) {
    String[] words = event.payload().split(" ", -1);
    if (words.length == SWITCH_WORDS) {
      fields.put("from", address(words[1], words[2]));
      fields.put("to", address(words[3], words[4]));
    }
  }

  private static Map<String, Object> address(String host, String port) {
    Map<String, Object> address = new LinkedHashMap<>();
    address.put("host", host);
    address.put("port", Integer.valueOf(port));
    return address;
  }
}
