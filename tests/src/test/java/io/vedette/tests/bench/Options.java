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
 * @param svg where to draw them
 */
record Options(
    int rounds, List<Fault> faults, Duration downAfter, Optional<Path> json, Optional<Path> svg) {
  /** What happens to the master. */
  enum Fault {
    /** SIGKILL. */
    KILL,
    /** SIGKILL, to the third master in the lives of the same coordinators. */
    KILL_AGAIN,
    /** SIGSTOP. */
    HANG,
    /** Nothing: SENTINEL FAILOVER. */
    MANUAL,
    /** The same, under writes. */
    MANUAL_WRITES,
    /** SENTINEL FAILOVER COORDINATED, under writes. */
    COORDINATED,
    /** It was killed and replaced, and is started again. */
    RETURN,
    /** It hung and was replaced, and goes on. */
    RETURN_HUNG,
    /** Its host is cut off, with a coordinator and a client, and comes back. */
    PARTITION,
    /** The same with min-replicas-to-write 1 and min-replicas-max-lag 2. */
    PARTITION_MIN_REPLICAS,
    /** The same with fence-isolated-master; redis-sentinel has none. */
    PARTITION_FENCED;

    /** Whether a client writes to the master until the fault. */
    boolean isUnderWrites() {
      return this == KILL || this == KILL_AGAIN || this == HANG;
    }

    /** Whether it is measured what a client that writes meanwhile loses. */
    boolean isPlanned() {
      return this == MANUAL_WRITES || this == COORDINATED;
    }

    /** Whether it is measured how long the old master goes on, not how long a failover takes. */
    boolean isOfOldMaster() {
      return this == RETURN || this == RETURN_HUNG || isPartition();
    }

    /** Whether redis-sentinel can be measured beside. */
    boolean isOfBoth() {
      return this != PARTITION_FENCED;
    }

    boolean isPartition() {
      return this == PARTITION || this == PARTITION_MIN_REPLICAS || this == PARTITION_FENCED;
    }

    String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * Reads the words behind the subcommand.
   *
   * @throws IllegalArgumentException naming the word at fault
   */
  static Options parse(String[] words) {
    Options options =
        new Options(
            10, List.of(Fault.values()), Duration.ofSeconds(1), Optional.empty(), Optional.empty());
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
      case "--rounds" -> new Options(positive(option, value), faults, downAfter, json, svg);
      case "--faults" -> new Options(rounds, faults(value), downAfter, json, svg);
      case "--down-after" ->
          new Options(rounds, faults, Duration.ofMillis(positive(option, value)), json, svg);
      case "--json" -> new Options(rounds, faults, downAfter, Optional.of(Path.of(value)), svg);
      case "--svg" -> new Options(rounds, faults, downAfter, json, Optional.of(Path.of(value)));
      default -> throw new IllegalArgumentException("unknown option " + option);
    };
  }

  static int positive(String option, String value) {
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
