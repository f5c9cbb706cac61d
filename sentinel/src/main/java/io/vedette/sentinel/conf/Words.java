package io.vedette.sentinel.conf;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A line's words, by the rules of redis.conf: blanks part them; {@code "…"} holds the escapes
 * {@code \n \r \t \b \a \xHH} and any other escaped character; {@code '…'} holds only {@code \'}.
 *
 * <p>Lines are handed over with one char for each byte (ISO 8859-1), as they were read, so that no
 * byte is ever lost; words are text (UTF-8 where the bytes are that).
 */
final class Words {
  private static final String HEX = "0123456789abcdef";

  private final String line;
  private int at;

  private Words(String line) {
    this.line = line;
  }

  /** The words of a line, or empty if its quotes are unbalanced. */
  static Optional<List<String>> split(String line) {
    Words words = new Words(line);
    List<String> found = new ArrayList<>();
    while (words.skipBlanks()) {
      Optional<String> word = words.next();
      if (word.isEmpty()) {
        return Optional.empty();
      }
      found.add(word.get());
    }
    return Optional.of(List.copyOf(found));
  }

  /** One line that {@link #split} takes apart into these words again; plain ASCII. */
  static String join(List<String> words) {
    StringBuilder line = new StringBuilder();
    for (String word : words) {
      if (line.length() > 0) {
        line.append(' ');
      }
      // A line that begins with this is a comment; a word, as a user's hash, is none.
      boolean comment = line.length() == 0 && word.startsWith("#");
      line.append(comment ? quote(word) : quoteIfNeeded(word));
    }
    return line.toString();
  }

  private boolean skipBlanks() {
    while (at < line.length() && isBlank(line.charAt(at))) {
      at++;
    }
    return at < line.length() && line.charAt(at) != 0;
  }

  private Optional<String> next() {
    StringBuilder word = new StringBuilder();
    while (at < line.length() && !endsWord(line.charAt(at))) {
      char c = line.charAt(at++);
      boolean closed =
          switch (c) {
            case '"' -> doubleQuoted(word);
            case '\'' -> singleQuoted(word);
            default -> {
              word.append(c);
              yield true;
            }
          };
      if (!closed) {
        return Optional.empty();
      }
    }
    return Optional.of(decode(word));
  }

  private boolean doubleQuoted(StringBuilder word) {
    while (at < line.length()) {
      char c = line.charAt(at++);
      if (c == '"') {
        return atEndOfWord();
      }
      if (c == '\\' && at < line.length()) {
        c = escaped();
      }
      word.append(c);
    }
    return false;
  }

  private char escaped() {
    char c = line.charAt(at++);
    if (c == 'x' && at + 1 < line.length()) {
      int high = Character.digit(line.charAt(at), 16);
      int low = Character.digit(line.charAt(at + 1), 16);
      if (high >= 0 && low >= 0) {
        at += 2;
        return (char) (high * 16 + low);
      }
    }
    return switch (c) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'b' -> '\b';
      case 'a' -> 7;
      default -> c;
    };
  }

  private boolean singleQuoted(StringBuilder word) {
    while (at < line.length()) {
      char c = line.charAt(at++);
      if (c == '\'') {
        return atEndOfWord();
      }
      if (c == '\\' && at < line.length() && line.charAt(at) == '\'') {
        c = line.charAt(at++);
      }
      word.append(c);
    }
    return false;
  }

  /** A closing quote must be followed by a blank or nothing. */
  private boolean atEndOfWord() {
    return at >= line.length() || isBlank(line.charAt(at)) || line.charAt(at) == 0;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private static boolean endsWord(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == 0;
  }

  private static String decode(CharSequence bytes) {
    byte[] raw = bytes.toString().getBytes(StandardCharsets.ISO_8859_1);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString();
    } catch (CharacterCodingException e) {
      return bytes.toString();
    }
  }

  private static String quoteIfNeeded(String word) {
    boolean plain =
        !word.isEmpty()
            && word.chars()
                .allMatch(c -> c > ' ' && c < 0x7f && c != '"' && c != '\'' && c != '\\');
    return plain ? word : quote(word);
  }

  private static String quote(String word) {
    StringBuilder quoted = new StringBuilder("\"");
    for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
      switch (b) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        case '\b' -> quoted.append("\\b");
        case 7 -> quoted.append("\\a");
        default -> appendByte(quoted, b);
      }
    }
    return quoted.append('"').toString();
  }

  private static void appendByte(StringBuilder quoted, byte b) {
    if (b >= ' ' && b < 0x7f) {
      quoted.append((char) b);
    } else {
      quoted.append("\\x").append(HEX.charAt((b >> 4) & 15)).append(HEX.charAt(b & 15));
    }
  }
}
