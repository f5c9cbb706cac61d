package io.vedette.tests.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What {@code tests/bench failover} was asked for.
 *
 * @param rounds of each program for each fault, 1 or more
 * @param downAfter of all coordinators, at least 1 ms
 * @param json where to write the measurements too
 */
record Options(int rounds, List<Fault> faults, Duration downAfter, Optional<Path> json) {
  /** What happens to the master. */
  enum Fault {
    /** SIGKILL. */
    KILL,
    /** SIGSTOP. */
    HANG,
    /** Nothing: SENTINEL FAILOVER. */
    MANUAL;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Reads the words behind the subcommand.
   *
   * @throws IllegalArgumentException naming the word at fault
   */
  static Options parse(String[] words) {
    Options options =
        new Options(10, List.of(Fault.values()), Duration.ofSeconds(1), Optional.empty());
    for (int i = 0; i < words.length; i += 2) {
      if (i + 1 == words.length) {
        throw new IllegalArgumentException(words[i] + " needs a value");
      }
      options = options.with(words[i], words[i + 1]);
    }
    return options;
  }

  private Options with(String option, String value) {
    return switch (option) {
      case "--rounds" -> new Options(positive(option, value), faults, downAfter, json);
      case "--faults" -> new Options(rounds, faults(value), downAfter, json);
      case "--down-after" ->
          new Options(rounds, faults, Duration.ofMillis(positive(option, value)), json);
      case "--json" -> new Options(rounds, faults, downAfter, Optional.of(Path.of(value)));
      default -> throw new IllegalArgumentException("unknown option " + option);
    };
  }

  private static int positive(String option, String value) {
    if (!value.matches("[1-9][0-9]{0,8}")) {
      throw new IllegalArgumentException(option + " needs a positive number, not " + value);
    }
    return Integer.parseInt(value);
  }

  private static List<Fault> faults(String value) {
    return Arrays.stream(value.split(",", -1)).map(Options::fault).toList();
  }

  private static Fault fault(String word) {
    return Arrays.stream(Fault.values())
        .filter(fault -> fault.label().equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown fault " + word));
  }
}
