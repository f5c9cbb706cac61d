package io.vedette.tests.compat;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A reply of RESP2 or RESP3 with its type, so that nothing that a client could notice is lost.
 *
 * @param type the byte it began with
 * @param text a scalar's content, an error's line; {@code -1} for RESP2's nulls; empty for others
 * @param elements of an aggregate; a map's names and values one after the other
 */
record RawReply(char type, String text, List<RawReply> elements) {
  private static final String SCALARS = "+-:_,#(";
  private static final String BULKS = "$=!";
  private static final String AGGREGATES = "*%~>|";

  RawReply {
    elements = List.copyOf(elements);
  }

  /** Reads one. */
  static RawReply read(InputStream in) throws IOException {
    String line = line(in);
    char type = line.charAt(0);
    String rest = line.substring(1);
    if (SCALARS.indexOf(type) >= 0) {
      return new RawReply(type, rest, List.of());
    }
    if (rest.equals("-1")) {
      return new RawReply(type, rest, List.of());
    }
    if (BULKS.indexOf(type) >= 0) {
      byte[] bytes = in.readNBytes(Integer.parseInt(rest) + 2);
      return new RawReply(
          type,
          "\"" + new String(bytes, 0, bytes.length - 2, StandardCharsets.ISO_8859_1) + "\"",
          List.of());
    }
    if (AGGREGATES.indexOf(type) < 0) {
      throw new IOException("not a reply: " + line);
    }
    int count = Integer.parseInt(rest) * (type == '%' ? 2 : 1);
    List<RawReply> elements = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      elements.add(read(in));
    }
    return new RawReply(type, "", elements);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("closed by the server");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    if (line.length() == 0) {
      throw new IOException("an empty line instead of a reply");
    }
    return line.toString();
  }

  /** A scalar's content without the quotes. */
  String word() {
    return text.startsWith("\"") ? text.substring(1, text.length() - 1) : text;
  }

  boolean isAggregate() {
    return AGGREGATES.indexOf(type) >= 0 && text.isEmpty();
  }
}
