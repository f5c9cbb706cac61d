package io.vedette.sentinel.conf;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One directive with the place it comes from.
 *
 * @param origin what kind of place
 * @param place for messages: {@code file:line}, or {@code command line}
 * @param words the directive's name, or {@code sentinel} and its name, and the arguments
 */
record Directive(Origin origin, String place, List<String> words) {
  /** Where a directive was found. */
  enum Origin {
    INCLUDED_FILE,
    MAIN_FILE,
    COMMAND_LINE
  }

  private static final int MAX_SHOWN = 200;

  private static final Set<String> SECRET =
      Set.of(
          "requirepass",
          "auth-pass",
          "sentinel-pass",
          "masterauth",
          "primaryauth",
          "user",
          "tls-key-file-pass",
          "tls-client-key-file-pass");

  Directive {
    words = List.copyOf(words);
  }

  /** Whether it is one of Sentinel's own. */
  boolean isSentinel() {
    return words.get(0).equalsIgnoreCase("sentinel");
  }

  /** In lower case, without {@code sentinel}; empty for a lone {@code sentinel}. */
  String name() {
    if (!isSentinel()) {
      return words.get(0).toLowerCase(Locale.ROOT);
    }
    return words.size() < 2 ? "" : words.get(1).toLowerCase(Locale.ROOT);
  }

  /** What comes after the name. */
  List<String> arguments() {
    return words.subList(Math.min(isSentinel() ? 2 : 1, words.size()), words.size());
  }

  /** Argument {@code index}, from 0. */
  String argument(int index) {
    return arguments().get(index);
  }

  /** By which it replaces another one of the same meaning; see {@link Key}. */
  String key() {
    return Key.of(words);
  }

  /** The exception for this directive. */
  ConfigException error(String expected) {
    return new ConfigException(place + ": '" + shown() + "': " + expected);
  }

  /** The directive without the secret that it may hold, and not longer than a line should be. */
  String shown() {
    boolean secret = SECRET.contains(name()) && !arguments().isEmpty();
    // Any of a user's rules may hold a password.
    int open = name().equals("user") ? Math.min(2, words.size()) : words.size() - 1;
    String text =
        secret && open < words.size()
            ? String.join(" ", words.subList(0, open)) + " ******"
            : String.join(" ", words);
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
  }

  /** Checks how many arguments there are; {@code usage} names them. */
  void expectArguments(int count, String usage) throws ConfigException {
    if (arguments().size() != count) {
      throw error(
          count == 0
              ? "no argument expected"
              : "expected " + count + (count == 1 ? " argument: " : " arguments: ") + usage);
    }
  }

  /** A whole number in a range. */
  long number(int index, String what, long least, long most) throws ConfigException {
    long value;
    try {
      value = Long.parseLong(argument(index));
    } catch (NumberFormatException e) {
      throw error(what + " must be " + range(least, most));
    }
    if (value < least || value > most) {
      throw error(what + " must be " + range(least, most));
    }
    return value;
  }

  private static String range(long least, long most) {
    return most >= Integer.MAX_VALUE
        ? "a whole number, " + least + " or more"
        : least + ".." + most;
  }

  /** {@code yes} or {@code no}. */
  boolean yesNo(int index) throws ConfigException {
    return switch (argument(index).toLowerCase(Locale.ROOT)) {
      case "yes" -> true;
      case "no" -> false;
      default -> throw error("argument must be 'yes' or 'no'");
    };
  }
}
