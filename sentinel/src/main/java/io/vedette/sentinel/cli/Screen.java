package io.vedette.sentinel.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;

/**
 * Lines for a person to read. Colour appears only where it is understood. Lines of several threads
 * do not mix.
 */
public final class Screen {

  /** What a piece of text is, for its colour. */
  public enum Tone {
    STRONG("1"),
    GOOD("32"),
    BAD("31"),
    NEWS("36"),
    FAINT("2");

    private final String code;

    Tone(String code) {
      this.code = code;
    }
  }

  private final PrintWriter out;
  private final boolean colour;

  /** A screen that writes to {@code out}, with colour or without. */
  public Screen(PrintWriter out, boolean colour) {
    this.out = out;
    this.colour = colour;
  }

  static Screen of(PrintWriter out) {
    return new Screen(out, isColourful(Boolean.getBoolean("vedette.terminal"), System.getenv()));
  }

  /**
   * Whether colour is wanted.
   *
   * @param terminal whether the output is a terminal; the launcher knows, Java 17 can't tell when
   *     only the input is redirected
   * @param env NO_COLOR (not empty: none) and TERM (dumb: none) are looked at
   */
  static boolean isColourful(boolean terminal, Map<String, String> env) {
    return terminal
        && env.getOrDefault("NO_COLOR", "").isEmpty()
        && !env.getOrDefault("TERM", "").equals("dumb");
  }

  boolean isColourful() {
    return colour;
  }

  PrintWriter writer() {
    return out;
  }

  /** The text in its colour, or as it is. */
  public String paint(Tone tone, String text) {
    return colour ? "\033[" + tone.code + "m" + text + "\033[0m" : text;
  }

  /** Prints a line, as {@link String#format} makes it; no arguments: as it is. */
  public synchronized void line(String format, Object... args) {
    out.println(args.length == 0 ? format : String.format(Locale.ROOT, format, args));
    out.flush();
  }
}
