package io.vedette.tests.bench.fleet;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Takes arrays of bulk strings, as clients send them, out of what was read. */
final class Requests {
  private final byte[] bytes;
  private int at;
  private int done;

  Requests(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The next whole one; null: there is none yet. */
  List<String> next() {
    int count = number('*');
    if (count < 0) {
      return null;
    }
    List<String> words = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int length = number('$');
      if (length < 0 || at + length + 2 > bytes.length) {
        return null;
      }
      words.add(new String(bytes, at, length, StandardCharsets.ISO_8859_1));
      at += length + 2;
    }
    done = at;
    return words;
  }

  /** A line of a marker and a number; -1: it is not whole yet. */
  private int number(char marker) {
    int value = 0;
    for (int i = at; i < bytes.length; i++) {
      byte b = bytes[i];
      if (i == at) {
        if (b != marker) {
          throw new IllegalArgumentException("expected " + marker + ", found byte " + b);
        }
      } else if (b == '\n') {
        at = i + 1;
        return value;
      } else if (b != '\r') {
        value = value * 10 + b - '0';
      }
    }
    return -1;
  }

  /** What is not a whole request yet. */
  byte[] rest() {
    return Arrays.copyOfRange(bytes, done, bytes.length);
  }
}
