package io.vedette.tests.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What {@code tests/bench footprint} was asked for.
 *
 * @param rounds how often each program is started
 * @param javas the homes of those that Vedette is measured with
 * @param groups for which memory is measured, one number after the other
 * @param settling until memory is measured
 * @param json where to write the measurements too
 */
record FootprintOptions(
    int rounds, List<Path> javas, List<Integer> groups, Duration settling, Optional<Path> json) {
  private static final Path USUAL_PLACE = Path.of("/usr/lib/jvm");

  /**
   * Reads the words behind the subcommand.
   *
   * @throws IllegalArgumentException naming the word at fault
   */
  static FootprintOptions parse(String[] words) {
    FootprintOptions options =
        new FootprintOptions(
            10, List.of(), List.of(1, 100, 500, 1_000), Duration.ofSeconds(30), Optional.empty());
    for (int i = 0; i < words.length; i += 2) {
      if (i + 1 == words.length) {
        throw new IllegalArgumentException(words[i] + " needs a value");
      }
      options = options.with(words[i], words[i + 1]);
    }
    return options.javas.isEmpty() ? options.with(installed()) : options;
  }

  private FootprintOptions with(List<Path> homes) {
    return new FootprintOptions(rounds, homes, groups, settling, json);
  }

  private FootprintOptions with(String option, String value) {
    return switch (option) {
      case "--rounds" ->
          new FootprintOptions(Options.positive(option, value), javas, groups, settling, json);
      case "--java" -> with(Arrays.stream(value.split(",", -1)).map(Path::of).toList());
      case "--groups" ->
          new FootprintOptions(
              rounds,
              javas,
              Arrays.stream(value.split(",", -1))
                  .map(count -> Options.positive(option, count))
                  .toList(),
              settling,
              json);
      case "--settle" ->
          new FootprintOptions(
              rounds, javas, groups, Duration.ofSeconds(Options.positive(option, value)), json);
      case "--json" ->
          new FootprintOptions(rounds, javas, groups, settling, Optional.of(Path.of(value)));
      default -> throw new IllegalArgumentException("unknown option " + option);
    };
  }

  /** Every Java of this machine that is at the usual place; else the one that runs this. */
  private static List<Path> installed() {
    if (!Files.isDirectory(USUAL_PLACE)) {
      return List.of(Path.of(System.getProperty("java.home")));
    }
    try (Stream<Path> found = Files.list(USUAL_PLACE)) {
      return found
          .filter(
              home -> !Files.isSymbolicLink(home) && Files.isExecutable(home.resolve("bin/java")))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
