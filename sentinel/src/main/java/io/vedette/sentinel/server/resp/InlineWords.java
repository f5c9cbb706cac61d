package io.vedette.sentinel.server.resp;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a line typed by hand into words, by the quoting rules of Redis: {@code "…"} with the
 * escapes {@code \n \r \t \b \a \xHH \" \\}, and {@code '…'} with {@code \'} only. A closing quote
 * is followed by a blank or the end.
 */
final class InlineWords {
  private final String line;
  private int at;

  private InlineWords(String line) {
    this.line = line;
  }

  /** The words, none for an empty line. */
  static List<String> split(String line) throws ProtocolException {
    InlineWords words = new InlineWords(line);
    List<String> result = new ArrayList<>(4);
    while (words.skipBlanks()) {
      result.add(words.word());
    }
    return result;
  }

  private boolean skipBlanks() {
    while (at < line.length() && isBlank(line.charAt(at))) {
      at++;
    }
    return at < line.length();
  }

  private String word() throws ProtocolException {
    StringBuilder word = new StringBuilder();
    while (at < line.length() && !isBlank(line.charAt(at))) {
      char c = line.charAt(at++);
      if (c == '"' || c == '\'') {
        quoted(c, word);
        if (at < line.length() && !isBlank(line.charAt(at))) {
          throw unbalanced();
        }
        break;
      }
      word.append(c);
    }
    return word.toString();
  }

  private void quoted(char quote, StringBuilder word) throws ProtocolException {
    while (at < line.length()) {
      char c = line.charAt(at++);
      if (c == quote) {
        return;
      }
      boolean escape = c == '\\' && at < line.length();
      if (escape && quote == '"') {
        escaped(word);
      } else if (escape && line.charAt(at) == '\'') {
        word.append(line.charAt(at++));
      } else {
        word.append(c);
      }
    }
    throw unbalanced();
  }

  private void escaped(StringBuilder word) {
    char c = line.charAt(at++);
    switch (c) {
      case 'n' -> word.append('\n');
      case 'r' -> word.append('\r');
      case 't' -> word.append('\t');
      case 'b' -> word.append('\b');
      case 'a' -> word.append('\007');
      case 'x' -> hexadecimal(word);
      default -> word.append(c);
    }
  }

  private void hexadecimal(StringBuilder word) {
    int high = at + 1 < line.length() ? Character.digit(line.charAt(at), 16) : -1;
    int low = high >= 0 ? Character.digit(line.charAt(at + 1), 16) : -1;
    if (low < 0) {
      word.append('x');
      return;
    }
    word.append((char) (high * 16 + low));
    at += 2;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r') || c == '\0';
  }

  private static ProtocolException unbalanced() {
    return new ProtocolException("unbalanced quotes in request");
  }
}
