package io.vedette.sentinel.cli;

import io.vedette.quorum.model.Address;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What several coordinators remember, each failover once: as told by who knows it best. */
final class PastFailovers {
  /** Fields that are numbers; all others are text. */
  private static final Set<String> NUMBERS =
      Set.of("epoch", "votes_needed", "priority", "offset", "after_ms");

  private static final String STARTED = "started_at";

  /** What several tell of one failover differs by less. */
  private static final Duration SAME = Duration.ofSeconds(10);

  private final Map<String, Map<String, Object>> byEpoch = new LinkedHashMap<>();

  /** Takes what one coordinator says to SENTINEL HISTORY. */
  void add(Address from, Object answer) {
    List<?> records = answer instanceof List<?> list ? list : List.of();
    for (Object record : records) {
      if (record instanceof List<?> words) {
        Map<String, Object> failover = fields(words);
        failover.put("told_by", from);
        byEpoch.merge(
            key(failover), failover, (one, other) -> rank(other) > rank(one) ? other : one);
      }
    }
  }

  /** One that nobody led has no epoch of its own: it is the one of this time, more or less. */
  private String key(Map<String, Object> failover) {
    String key = failover.get("group") + " " + failover.get("epoch");
    if (!Long.valueOf(0).equals(failover.get("epoch"))) {
      return key;
    }
    String to = key + " " + failover.get("to") + " ";
    return byEpoch.entrySet().stream()
        .filter(known -> known.getKey().startsWith(to))
        .filter(known -> isAtTheTimeOf(known.getValue(), failover))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(to + failover.get(STARTED));
  }

  private static boolean isAtTheTimeOf(Map<String, Object> one, Map<String, Object> other) {
    return Duration.between(start(one), start(other)).abs().compareTo(SAME) < 0;
  }

  /** Who led knows it best, then who saw the end of it, then who saw more. */
  private static int rank(Map<String, Object> failover) {
    int steps = failover.get("steps") instanceof List<?> list ? list.size() : 0;
    return ("leader".equals(failover.get("role")) ? 10_000 : 0)
        + ("done".equals(failover.get("result")) ? 1_000 : 0)
        + steps;
  }

  /** The latest first. */
  List<Map<String, Object>> latest(long most) {
    return byEpoch.values().stream()
        .sorted(Comparator.<Map<String, Object>, Instant>comparing(PastFailovers::start).reversed())
        .limit(most)
        .toList();
  }

  private static Instant start(Map<String, Object> failover) {
    return failover.get(STARTED) instanceof Instant at ? at : Instant.EPOCH;
  }

  private static Map<String, Object> fields(List<?> words) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i + 1 < words.size(); i += 2) {
      String name = String.valueOf(words.get(i)).replace('-', '_');
      fields.put(name, value(name, words.get(i + 1)));
    }
    return fields;
  }

  private static Object value(String name, Object said) {
    if (said instanceof List<?> list) {
      List<Object> values = new ArrayList<>();
      list.forEach(each -> values.add(each instanceof List<?> words ? fields(words) : each));
      return values;
    }
    String text = String.valueOf(said);
    boolean isNumber = text.matches("\\d{1,18}");
    if (name.equals(STARTED) && isNumber) {
      return Instant.ofEpochMilli(Long.parseLong(text));
    }
    if (name.equals("chosen")) {
      return text.equals("yes");
    }
    return NUMBERS.contains(name) && isNumber ? (Object) Long.valueOf(text) : text;
  }
}
