package io.vedette.sentinel;

import io.vedette.sentinel.conf.ConfigException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A path that stands on the command line or in the environment, and never in a file that
 * redis-sentinel may have to read.
 *
 * @param path relative to where the process was started
 * @param others what else stands on the command line
 */
record PathWord(Optional<Path> path, List<String> others) {
  /**
   * Takes an option out of the command line; it wins over the environment.
   *
   * @param words the command line after the configuration
   * @param variable the name of the variable
   * @param value its value, or null; empty: none
   * @param expected what the option needs, for the message
   */
  static PathWord take(
      List<String> words, String option, String variable, String value, String expected)
      throws ConfigException {
    List<String> others = new ArrayList<>(words);
    int at = others.indexOf(option);
    if (at < 0) {
      Optional<Path> path =
          value == null || value.isEmpty() ? Optional.empty() : Optional.of(path(variable, value));
      return new PathWord(path, List.copyOf(words));
    }
    if (at + 1 >= others.size()) {
      throw new ConfigException("command line: '" + option + "': expected " + expected);
    }
    Path path = path(option, others.get(at + 1));
    others.subList(at, at + 2).clear();
    return new PathWord(Optional.of(path), List.copyOf(others));
  }

  private static Path path(String where, String value) throws ConfigException {
    try {
      return Path.of(value);
    } catch (InvalidPathException e) {
      throw new ConfigException(where + ": '" + value + "': not a path");
    }
  }
}
