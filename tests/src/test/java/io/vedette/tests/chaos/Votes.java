package io.vedette.tests.chaos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the logs of all coordinators say of elections: one vote per coordinator and epoch, kept over
 * its restarts, and one leader per epoch.
 */
final class Votes {
  private static final Pattern LINE =
      Pattern.compile(
          " # (?:\\+vote-for-leader (?<candidate>[0-9a-f]{40})"
              + " (?<epoch>[0-9]+)|(?<tries>\\+try-failover) .*|(?<elected>\\+elected-leader)"
              + " .*|(?<failure>.*unexpected failure.*))$");

  private final Map<Long, String> leaders = new HashMap<>();
  private final List<String> violations = new ArrayList<>();

  /**
   * Reads a whole log.
   *
   * @param who whose it is, for people
   * @param id of that coordinator
   */
  void read(String who, String id, List<String> log) {
    Map<Long, String> votes = new HashMap<>();
    long own = -1;
    for (String line : log) {
      Matcher matcher = LINE.matcher(line);
      if (!matcher.find()) {
        continue;
      }
      if (matcher.group("failure") != null) {
        violations.add(who + " logs " + matcher.group("failure"));
      } else if (matcher.group("tries") != null) {
        own = -1;
      } else if (matcher.group("elected") != null) {
        elected(who, own);
      } else {
        long epoch = Long.parseLong(matcher.group("epoch"));
        String candidate = matcher.group("candidate");
        own = candidate.equals(id) ? epoch : own;
        String before = votes.putIfAbsent(epoch, candidate);
        if (before != null && !before.equals(candidate)) {
          violations.add(
              "%s votes for %s in epoch %d, and has voted for %s"
                  .formatted(who, candidate, epoch, before));
        }
      }
    }
  }

  private void elected(String who, long epoch) {
    // A stock Sentinel that is ordered to fail over has no vote, not even its own.
    String before = epoch < 0 ? null : leaders.putIfAbsent(epoch, who);
    if (before != null && !before.equals(who)) {
      violations.add("epoch " + epoch + " has two leaders: " + before + " and " + who);
    }
  }

  List<String> violations() {
    return List.copyOf(violations);
  }
}
