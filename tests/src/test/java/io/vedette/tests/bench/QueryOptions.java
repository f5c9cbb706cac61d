package io.vedette.tests.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What {@code tests/bench queries} was asked for.
 *
 * @param rounds that count, 1 or more; one before them does not
 * @param time for which each load is kept up, at least a second
 * @param javaOptions for each, one more Vedette is measured whose Java gets these options, too
 * @param json where to write the measurements too
 */
record QueryOptions(
    int rounds,
    Duration time,
    List<Workload> workloads,
    List<String> javaOptions,
    Optional<Path> json) {
  /**
   * Reads the words behind the subcommand.
   *
   * @throws IllegalArgumentException naming the word at fault
   */
  static QueryOptions parse(String[] words) {
    QueryOptions options =
        new QueryOptions(
            5, Duration.ofSeconds(3), List.of(Workload.values()), List.of(), Optional.empty());
    for (int i = 0; i < words.length; i += 2) {
      if (i + 1 == words.length) {
        throw new IllegalArgumentException(words[i] + " needs a value");
      }
      options = options.with(words[i], words[i + 1]);
    }
    return options;
  }

  private QueryOptions with(String option, String value) {
    return switch (option) {
      case "--rounds" ->
          new QueryOptions(Options.positive(option, value), time, workloads, javaOptions, json);
      case "--seconds" ->
          new QueryOptions(
              rounds,
              Duration.ofSeconds(Options.positive(option, value)),
              workloads,
              javaOptions,
              json);
      case "--workloads" ->
          new QueryOptions(
              rounds,
              time,
              Arrays.stream(value.split(",", -1)).map(QueryOptions::workload).toList(),
              javaOptions,
              json);
      case "--java-options" -> {
        List<String> more = new ArrayList<>(javaOptions);
        more.add(value);
        yield new QueryOptions(rounds, time, workloads, List.copyOf(more), json);
      }
      case "--json" ->
          new QueryOptions(rounds, time, workloads, javaOptions, Optional.of(Path.of(value)));
      default -> throw new IllegalArgumentException("unknown option " + option);
    };
  }

  private static Workload workload(String word) {
    return Arrays.stream(Workload.values())
        .filter(workload -> workload.label().equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown workload " + word));
  }
}
