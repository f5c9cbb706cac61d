package io.vedette.tests.bench;

import java.time.Duration;
import java.util.Optional;

/**
 * What {@code tests/bench soak} was asked for.
 *
 * @param time how long masters die and clients come
 * @param groups how many groups there are
 * @param javaOptions further ones for Vedette
 */
record SoakOptions(Duration time, int groups, Optional<String> javaOptions) {
  /**
   * Reads the words behind the subcommand.
   *
   * @throws IllegalArgumentException naming the word at fault
   */
  static SoakOptions parse(String[] words) {
    SoakOptions options = new SoakOptions(Duration.ofMinutes(30), 1_000, Optional.empty());
    for (int i = 0; i < words.length; i += 2) {
      if (i + 1 == words.length) {
        throw new IllegalArgumentException(words[i] + " needs a value");
      }
      options = options.with(words[i], words[i + 1]);
    }
    return options;
  }

  private SoakOptions with(String option, String value) {
    return switch (option) {
      case "--minutes" ->
          new SoakOptions(Duration.ofMinutes(Options.positive(option, value)), groups, javaOptions);
      case "--seconds" ->
          new SoakOptions(Duration.ofSeconds(Options.positive(option, value)), groups, javaOptions);
      case "--groups" -> new SoakOptions(time, Options.positive(option, value), javaOptions);
      case "--java-options" -> new SoakOptions(time, groups, Optional.of(value));
      default -> throw new IllegalArgumentException("unknown option " + option);
    };
  }
}
