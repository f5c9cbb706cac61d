package io.vedette.sentinel.link;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A server's answer, flat: the few commands sent here answer with one value or with an array of
 * plain ones.
 *
 * @param items the values, one unless the answer is an array; empty if it is an error
 * @param error the error, if the whole answer is one
 */
record Reply(List<Item> items, Optional<String> error) {
  /** What PING is answered. */
  static final Reply PONG =
      new Reply(
          List.of(new Item(Kind.TEXT, "PONG".getBytes(StandardCharsets.US_ASCII))),
          Optional.empty());

  /** A few are to hear of a hello: nearly always one of these. */
  private static final Reply[] NUMBERS = new Reply[16];

  static {
    for (int i = 0; i < NUMBERS.length; i++) {
      NUMBERS[i] = ofNumber(i);
    }
  }

  Reply {
    items = List.copyOf(items);
  }

  /** This number, 0 or more. */
  static Reply number(int value) {
    return value < NUMBERS.length ? NUMBERS[value] : ofNumber(value);
  }

  private static Reply ofNumber(int value) {
    return new Reply(List.of(Item.number(value)), Optional.empty());
  }

  /** The first value as text, or the error: what a log line says. */
  String summary() {
    return error.orElseGet(() -> items.isEmpty() ? "" : items.get(0).text());
  }

  /** What a value is. */
  enum Kind {
    TEXT,
    NUMBER,
    ERROR,
    NIL
  }

  /** One value. */
  static final class Item {
    private final Kind kind;
    private final byte[] bytes;

    Item(Kind kind, byte[] bytes) {
      this.kind = kind;
      this.bytes = bytes;
    }

    static Item number(long value) {
      return new Item(Kind.NUMBER, Long.toString(value).getBytes(StandardCharsets.US_ASCII));
    }

    Kind kind() {
      return kind;
    }

    /** Not to be changed. */
    byte[] bytes() {
      return bytes;
    }

    String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The value if it is a number. */
    OptionalLong number() {
      return kind == Kind.NUMBER ? OptionalLong.of(Long.parseLong(text())) : OptionalLong.empty();
    }
  }
}
