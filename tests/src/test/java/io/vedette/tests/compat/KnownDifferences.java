package io.vedette.tests.compat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A table of differences that are meant. Each has a pattern, of a line that only one side says
 * ({@code sentinel:} or {@code vedette:}, the command, the fact), and a reason. An entry that
 * explains nothing is as wrong as a difference that nothing explains.
 */
final class KnownDifferences {
  private final Map<String, Pattern> reasons = new LinkedHashMap<>();
  private final Set<String> unused = new TreeSet<>();

  /** One more entry. */
  KnownDifferences because(String reason, String... patterns) {
    for (String pattern : patterns) {
      reasons.put(pattern, Pattern.compile(pattern));
      unused.add(pattern);
    }
    if (reason.isBlank()) {
      throw new IllegalArgumentException("a difference without a reason");
    }
    return this;
  }

  /** An entry for what shows only at times, by its nature: it may also explain nothing. */
  KnownDifferences atTimes(String reason, String... patterns) {
    because(reason, patterns);
    unused.removeAll(List.of(patterns));
    return this;
  }

  /** Whether an entry explains this line. */
  boolean explains(String line) {
    Optional<String> found =
        reasons.entrySet().stream()
            .filter(entry -> entry.getValue().matcher(line).find())
            .map(Map.Entry::getKey)
            .findFirst();
    found.ifPresent(unused::remove);
    return found.isPresent();
  }

  /** The entries that have explained nothing so far. */
  List<String> unused() {
    return List.copyOf(unused);
  }
}
