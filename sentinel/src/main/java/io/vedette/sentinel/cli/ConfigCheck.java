package io.vedette.sentinel.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads a configuration as a start would, and changes nothing. */
@FunctionalInterface
public interface ConfigCheck {
  /**
   * What was found.
   *
   * @param error why it can't be used, one line with file and line; empty: it can
   * @param warnings what the operator should know though it is no error
   * @param groups what it watches, one line each
   */
  record Result(Optional<String> error, List<String> warnings, List<String> groups) {
    public Result {
      warnings = List.copyOf(warnings);
      groups = List.copyOf(groups);
    }
  }

  /**
   * Reads it.
   *
   * @param words what would follow the file on the command line
   */
  Result check(Path file, List<String> words);
}
