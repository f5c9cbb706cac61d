package io.vedette.sentinel;

import io.vedette.sentinel.conf.ConfigException;
import io.vedette.sentinel.conf.SentinelConf;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the state goes, if not into the configuration. An option of Vedette's own, so it stands on
 * the command line or in the environment, and never in a file that redis-sentinel may have to read.
 *
 * @param path relative to where the process was started
 * @param overrides what else stands on the command line
 */
record StateFolder(Optional<Path> path, List<String> overrides) {
  static final String OPTION = "--vedette-state-dir";
  static final String VARIABLE = "VEDETTE_STATE_DIR";

  /**
   * Takes the option out of the command line; it wins over the environment.
   *
   * @param words the command line after the configuration
   * @param variable the value in the environment, or null; empty: none
   */
  static StateFolder of(List<String> words, String variable) throws ConfigException {
    List<String> others = new ArrayList<>(words);
    int at = others.indexOf(OPTION);
    if (at < 0) {
      return new StateFolder(
          variable == null || variable.isEmpty()
              ? Optional.empty()
              : Optional.of(path(VARIABLE, variable)),
          List.copyOf(words));
    }
    if (at + 1 >= others.size()) {
      throw new ConfigException("command line: '" + OPTION + "': expected a folder");
    }
    Path path = path(OPTION, others.get(at + 1));
    others.subList(at, at + 2).clear();
    return new StateFolder(Optional.of(path), List.copyOf(others));
  }

  /** Reads the configuration, with the state where it is. */
  SentinelConf load(Path file) throws ConfigException {
    return path.isPresent()
        ? SentinelConf.load(file, overrides, path.get())
        : SentinelConf.load(file, overrides);
  }

  private static Path path(String where, String value) throws ConfigException {
    try {
      return Path.of(value);
    } catch (InvalidPathException e) {
      throw new ConfigException(where + ": '" + value + "': not a path");
    }
  }
}
