package io.vedette.sentinel;

import io.vedette.sentinel.conf.ConfigException;
import io.vedette.sentinel.options.OptionsFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Where Vedette's own options are: beside the configuration, unless it is said otherwise.
 *
 * @param file there
 * @param others what else stands on the command line
 */
record OptionsPlace(OptionsFile file, List<String> others) {
  static final String OPTION = "--vedette-options";
  static final String VARIABLE = "VEDETTE_OPTIONS";

  /** As {@link PathWord#take} says; a file that was named must be there. */
  static OptionsPlace of(Path configuration, List<String> words, Map<String, String> environment)
      throws ConfigException {
    PathWord word = PathWord.take(words, OPTION, VARIABLE, environment.get(VARIABLE), "a file");
    Path usual = configuration.resolveSibling(OptionsFile.NAME);
    Path file = word.path().orElse(usual);
    return new OptionsPlace(
        new OptionsFile(file, word.path().isPresent(), environment), word.others());
  }
}
