package io.vedette.sentinel;

import io.vedette.sentinel.conf.ConfigException;
import io.vedette.sentinel.conf.SentinelConf;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where the state goes, if not into the configuration.
 *
 * @param path relative to where the process was started
 * @param overrides what else stands on the command line
 */
record StateFolder(Optional<Path> path, List<String> overrides) {
  static final String OPTION = "--vedette-state-dir";
  static final String VARIABLE = "VEDETTE_STATE_DIR";

  /** As {@link PathWord#take} says. */
  static StateFolder of(List<String> words, String variable) throws ConfigException {
    PathWord word = PathWord.take(words, OPTION, VARIABLE, variable, "a folder");
    return new StateFolder(word.path(), word.others());
  }

  /** Reads the configuration, with the state where it is. */
  SentinelConf load(Path file) throws ConfigException {
    return path.isPresent()
        ? SentinelConf.load(file, overrides, path.get())
        : SentinelConf.load(file, overrides);
  }
}
