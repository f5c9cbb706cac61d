package io.vedette.tests.chaos;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What {@code tests/chaos} was asked for.
 *
 * @param minutes by when rounds begin
 * @param rounds at most so many
 * @param seed rounds are drawn from it, unless there is a schedule
 * @param faults that are drawn; none: all that can be had here
 * @param compare whether redis-sentinel has its turn, too
 * @param schedule rounds to carry out instead of drawn ones
 * @param report where to write what came of it, as Markdown, and beside it as JSON
 * @param logs where to keep all logs, whatever comes of it
 */
record ChaosOptions(
    int minutes,
    int rounds,
    long seed,
    List<Fault> faults,
    Guard guard,
    boolean compare,
    Optional<Path> schedule,
    Optional<Path> report,
    Optional<Path> logs) {
  static final ChaosOptions DEFAULT =
      new ChaosOptions(
          3,
          Integer.MAX_VALUE,
          1,
          List.of(),
          Guard.MIN_REPLICAS,
          false,
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  ChaosOptions {
    faults = List.copyOf(faults);
  }

  /**
   * Reads the words of the command line.
   *
   * @throws IllegalArgumentException naming the word at fault
   */
  static ChaosOptions parse(String... words) {
    ChaosOptions options = DEFAULT;
    for (int i = 0; i < words.length; i++) {
      if (words[i].equals("--compare")) {
        options = options.comparing();
      } else if (i + 1 == words.length) {
        throw new IllegalArgumentException(words[i] + " is unknown, or needs a value");
      } else {
        options = options.with(words[i], words[++i]);
      }
    }
    return options;
  }

  private ChaosOptions comparing() {
    return new ChaosOptions(minutes, rounds, seed, faults, guard, true, schedule, report, logs);
  }

  private ChaosOptions with(String option, String value) {
    return switch (option) {
      case "--minutes" -> with(positive(option, value), rounds, seed);
      case "--rounds" -> with(minutes, positive(option, value), seed);
      case "--seed" -> with(minutes, rounds, seed(value));
      case "--faults" -> of(Arrays.stream(value.split(",", -1)).map(Fault::of).toList(), guard);
      case "--guard" -> of(faults, Guard.of(value));
      case "--schedule" -> of(Optional.of(Path.of(value)), report, logs);
      case "--report" -> of(schedule, Optional.of(Path.of(value)), logs);
      case "--logs" -> of(schedule, report, Optional.of(Path.of(value)));
      default -> throw new IllegalArgumentException("unknown option " + option);
    };
  }

  private ChaosOptions with(int newMinutes, int newRounds, long newSeed) {
    return new ChaosOptions(
        newMinutes, newRounds, newSeed, faults, guard, compare, schedule, report, logs);
  }

  private ChaosOptions of(List<Fault> newFaults, Guard newGuard) {
    return new ChaosOptions(
        minutes, rounds, seed, newFaults, newGuard, compare, schedule, report, logs);
  }

  private ChaosOptions of(
      Optional<Path> newSchedule, Optional<Path> newReport, Optional<Path> newLogs) {
    return new ChaosOptions(
        minutes, rounds, seed, faults, guard, compare, newSchedule, newReport, newLogs);
  }

  private static int positive(String option, String value) {
    if (!value.matches("[1-9][0-9]{0,5}")) {
      throw new IllegalArgumentException(option + " needs a positive number, not " + value);
    }
    return Integer.parseInt(value);
  }

  private static long seed(String value) {
    if (!value.matches("-?[0-9]{1,18}")) {
      throw new IllegalArgumentException("--seed needs a whole number, not " + value);
    }
    return Long.parseLong(value);
  }
}
