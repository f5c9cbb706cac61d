package io.vedette.sentinel.server.resp;

import java.util.OptionalLong;

/** Whole numbers as Redis accepts them: decimal, no plus, no blanks, no leading zeros. */
public final class WireNumber {
  private WireNumber() {}

  /** The number, or nothing if this is not one, or not one of 64 bits. */
  public static OptionalLong parse(String text) {
    int digits = text.startsWith("-") ? 1 : 0;
    boolean leadingZero = text.length() > 1 && text.charAt(digits) == '0';
    if (text.length() == digits || text.length() > 20 || leadingZero) {
      return OptionalLong.empty();
    }
    for (int i = digits; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return OptionalLong.empty();
      }
    }
    try {
      return OptionalLong.of(Long.parseLong(text));
    } catch (NumberFormatException outOfRange) {
      return OptionalLong.empty();
    }
  }
}
