package io.vedette.sentinel.script;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * What one run of a script prints, line by line; a bounded part of it, so that no script can fill
 * the log's disk. Reads only what is there already.
 */
final class ScriptOutput {
  private static final int MAX_LINES = 100;
  private static final int MAX_LINE = 500;
  private static final int MAX_READ = 1 << 16;

  private final InputStream in;
  private final Consumer<String> lines;
  private final StringBuilder line = new StringBuilder();
  private int count;
  private String last = "";

  ScriptOutput(InputStream in, Consumer<String> lines) {
    this.in = in;
    this.lines = lines;
  }

  /** Takes over what has been printed since the last time. */
  void pump() {
    try {
      int available = Math.min(in.available(), MAX_READ);
      if (available > 0) {
        take(in.readNBytes(available));
      }
    } catch (IOException e) {
      // The script's end of it is gone: there will be no more.
    }
  }

  /** Takes over the rest, after the script's end. */
  void finish() {
    pump();
    if (!line.isEmpty()) {
      endLine();
    }
    try {
      in.close();
    } catch (IOException e) {
      // Nothing more was to be read.
    }
  }

  /** The last line that was not blank, for saying why a script failed; empty if there was none. */
  String last() {
    return last;
  }

  private void take(byte[] bytes) {
    for (char c : new String(bytes, StandardCharsets.UTF_8).toCharArray()) {
      if (c == '\n') {
        endLine();
      } else if (line.length() < MAX_LINE) {
        line.append(c);
      }
    }
  }

  private void endLine() {
    String text = line.toString().strip();
    line.setLength(0);
    if (text.isEmpty()) {
      return;
    }
    last = text;
    count++;
    if (count <= MAX_LINES) {
      lines.accept(text);
    } else if (count == MAX_LINES + 1) {
      lines.accept("… (the rest of its output is not logged)");
    }
  }
}
