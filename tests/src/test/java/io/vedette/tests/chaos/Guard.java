package io.vedette.tests.chaos;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What keeps a master that is cut off from taking writes that will be lost. */
enum Guard {
  /** Nothing, as Redis is when nobody has configured it. */
  NONE,
  /**
   * {@code min-replicas-to-write 2}, {@code min-replicas-max-lag 2}: with four replicas only a
   * majority of hosts takes writes for longer.
   */
  MIN_REPLICAS,
  /** Vedette's {@code fence-isolated-master}; redis-sentinel has nothing like it. */
  FENCE;

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Guard of(String label) {
    return Arrays.stream(values())
        .filter(guard -> guard.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown guard "
                        + label
                        + "; there are "
                        + Arrays.stream(values()).map(Guard::label).toList()));
  }

  List<String> serverLines() {
    return this == MIN_REPLICAS
        ? List.of("min-replicas-to-write 2", "min-replicas-max-lag 2")
        : List.of();
  }

  List<String> options() {
    return this == FENCE ? List.of("fence-isolated-master = yes") : List.of();
  }
}
