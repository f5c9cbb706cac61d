package io.vedette.tests.bench;

import io.vedette.tests.harness.CoordinatorKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What {@code tests/bench scale} was asked for. */
final class ScaleOptions {
  private int rounds = 1;
  private List<Integer> groups = List.of(1, 100, 500, 1_000);
  private List<CoordinatorKind> programs = List.of(CoordinatorKind.values());
  private Duration downAfter = Duration.ofSeconds(5);
  private Duration settling = Duration.ofSeconds(20);
  private Duration idle = Duration.ofSeconds(30);
  private Duration giveUp = Duration.ofSeconds(150);
  private boolean kills = true;
  private Optional<String> javaOptions = Optional.empty();
  private Optional<Path> json = Optional.empty();
  private Optional<Path> svg = Optional.empty();

  private ScaleOptions() {}

  /**
   * Reads the words behind the subcommand.
   *
   * @throws IllegalArgumentException naming the word at fault
   */
  static ScaleOptions parse(String[] words) {
    ScaleOptions options = new ScaleOptions();
    for (int i = 0; i < words.length; i += 2) {
      if (i + 1 == words.length) {
        throw new IllegalArgumentException(words[i] + " needs a value");
      }
      options.take(words[i], words[i + 1]);
    }
    return options;
  }

  private void take(String option, String value) {
    switch (option) {
      case "--rounds" -> rounds = Options.positive(option, value);
      case "--groups" ->
          groups =
              Arrays.stream(value.split(",", -1))
                  .map(count -> Options.positive(option, count))
                  .toList();
      case "--programs" ->
          programs = Arrays.stream(value.split(",", -1)).map(ScaleOptions::program).toList();
      case "--down-after" -> downAfter = Duration.ofMillis(Options.positive(option, value));
      case "--settle" -> settling = Duration.ofSeconds(Options.positive(option, value));
      case "--idle" -> idle = Duration.ofSeconds(Options.positive(option, value));
      case "--give-up" -> giveUp = Duration.ofSeconds(Options.positive(option, value));
      case "--most" -> {
        groups = List.of(Options.positive(option, value));
        idle = Duration.ofMinutes(10);
        kills = false;
      }
      case "--java-options" -> javaOptions = Optional.of(value);
      case "--json" -> json = Optional.of(Path.of(value));
      case "--svg" -> svg = Optional.of(Path.of(value));
      default -> throw new IllegalArgumentException("unknown option " + option);
    }
  }

  private static CoordinatorKind program(String word) {
    return Arrays.stream(CoordinatorKind.values())
        .filter(kind -> kind.label().equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown program " + word));
  }

  /** Of each program for each number of groups. */
  int rounds() {
    return rounds;
  }

  /** How many groups there are, one number after the other. */
  List<Integer> groups() {
    return groups;
  }

  List<CoordinatorKind> programs() {
    return programs;
  }

  /** Of all groups. */
  Duration downAfter() {
    return downAfter;
  }

  /** From the last connection until something is measured. */
  Duration settling() {
    return settling;
  }

  /** For how long coordinators are measured that have nothing to do. */
  Duration idle() {
    return idle;
  }

  /** After the masters' death: what has not been replaced by then is not waited for. */
  Duration giveUp() {
    return giveUp;
  }

  /** Whether the masters are killed at all. */
  boolean kills() {
    return kills;
  }

  /** For Vedette. */
  Optional<String> javaOptions() {
    return javaOptions;
  }

  /** Where to write the measurements too. */
  Optional<Path> json() {
    return json;
  }

  /** Where to draw them. */
  Optional<Path> svg() {
    return svg;
  }
}
