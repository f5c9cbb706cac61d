package io.vedette.tests.compat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares the events of two quorums in one scene after the other. For every coordinator: the same
 * events as often, each the same field by field, and in the same order wherever order means
 * something: the events of one instance, and all the steps of a failover. What remains open is what
 * two instances have to do with each other that know nothing of each other, such as two replicas
 * that go down together.
 *
 * <p>A difference is a line:
 *
 * <pre>
 * scene, who: only sentinel: +channel message
 * scene, who: only vedette: +channel message
 * scene, who: field: +channel subject: port is node0 in sentinel, node1 in vedette
 * scene, who: order: sentinel has +a subject before +b subject
 * </pre>
 */
final class StreamComparison {
  /** The steps of a failover, and what stands in their row for clients. */
  private static final Set<String> STEPS =
      Set.of(
          "+sdown master",
          "+odown master",
          "-odown master",
          "+new-epoch",
          "+try-failover",
          "+vote-for-leader",
          "+elected-leader",
          "+failover-state-select-slave",
          "+selected-slave",
          "+failover-state-send-slaveof-noone",
          "+failover-state-wait-promotion",
          "+promoted-slave",
          "+failover-state-reconf-slaves",
          "+slave-reconf-sent",
          "+slave-reconf-sent-be",
          "+slave-reconf-inprog",
          "+slave-reconf-done",
          "+failover-end",
          "+failover-end-for-timeout",
          "-failover-abort-not-elected",
          "-failover-abort-no-good-slave",
          "-failover-abort-slave-timeout",
          "+config-update-from",
          "+switch-master",
          "+slave",
          "+reset-master");

  private final KnownDifferences known;
  private final List<String> unexplained = new ArrayList<>();
  private final List<String> transcript = new ArrayList<>();
  private final Set<String> channels = new LinkedHashSet<>();
  private int compared;
  private int alike;

  StreamComparison(KnownDifferences known) {
    this.known = known;
  }

  /** One scene; both sides have the same coordinators in it, by role. */
  void scene(
      String scene,
      Map<String, List<StreamEvent>> sentinel,
      Map<String, List<StreamEvent>> vedette) {
    Set<String> roles = new LinkedHashSet<>(sentinel.keySet());
    roles.addAll(vedette.keySet());
    for (String role : roles) {
      List<StreamEvent> left = sentinel.getOrDefault(role, List.of());
      List<StreamEvent> right = vedette.getOrDefault(role, List.of());
      left.forEach(event -> transcript.add("sentinel " + scene + ", " + role + ": " + event));
      right.forEach(event -> transcript.add("vedette " + scene + ", " + role + ": " + event));
      new Streams(scene + ", " + role + ": ", left, right).compare();
    }
  }

  /** All events of all scenes as they were compared. */
  List<String> transcript() {
    return List.copyOf(transcript);
  }

  /** The channels on which at least one event was the same on both sides. */
  Set<String> channels() {
    return Set.copyOf(channels);
  }

  List<String> unexplained() {
    return List.copyOf(unexplained);
  }

  List<String> unusedEntries() {
    return known.unused();
  }

  String summary() {
    return "Event streams: "
        + compared
        + " events of redis-sentinel compared, "
        + alike
        + " alike in Vedette, "
        + unexplained.size()
        + " differences not explained";
  }

  /** The streams of one coordinator on each side. */
  private final class Streams {
    private final String where;
    private final Map<String, Placed> left;
    private final Map<String, Placed> right;

    Streams(String where, List<StreamEvent> left, List<StreamEvent> right) {
      this.where = where;
      this.left = keyed(left);
      this.right = keyed(right);
    }

    void compare() {
      compared += left.size();
      List<String> common = new ArrayList<>();
      left.forEach(
          (key, placed) -> {
            if (right.containsKey(key)) {
              common.add(key);
              compareFields(key, placed.event(), right.get(key).event());
            } else {
              different("only sentinel: " + placed.event());
            }
          });
      right.forEach(
          (key, placed) -> {
            if (!left.containsKey(key)) {
              different("only vedette: " + placed.event());
            }
          });
      compareOrder(common);
    }

    private void compareFields(String key, StreamEvent sentinel, StreamEvent vedette) {
      if (sentinel.equals(vedette)) {
        alike++;
        channels.add(sentinel.channel());
        return;
      }
      List<StreamEvent.Field> theirs = sentinel.fields();
      List<StreamEvent.Field> ours = vedette.fields();
      for (int i = 0; i < Math.max(theirs.size(), ours.size()); i++) {
        String their = i < theirs.size() ? theirs.get(i).value() : "missing";
        String our = i < ours.size() ? ours.get(i).value() : "missing";
        if (!their.equals(our)) {
          String name = i < theirs.size() ? theirs.get(i).name() : ours.get(i).name();
          different(
              "field: %s: %s is %s in sentinel, %s in vedette".formatted(key, name, their, our));
        }
      }
    }

    private void compareOrder(List<String> common) {
      for (int i = 0; i < common.size(); i++) {
        for (int j = i + 1; j < common.size(); j++) {
          String first = common.get(i);
          String second = common.get(j);
          boolean reversed = right.get(first).place() > right.get(second).place();
          if (reversed && isOrdered(left.get(first).event(), left.get(second).event())) {
            different("order: sentinel has " + first + " before " + second);
          }
        }
      }
    }

    private void different(String what) {
      if (!known.explains(where + what)) {
        unexplained.add(where + what);
      }
    }
  }

  /** An event and where in its stream it stands. */
  private record Placed(StreamEvent event, int place) {}

  /** By key; what happens again is another event. */
  private static Map<String, Placed> keyed(List<StreamEvent> stream) {
    Map<String, Integer> times = new HashMap<>();
    Map<String, Placed> keyed = new LinkedHashMap<>();
    for (StreamEvent event : stream) {
      int time = times.merge(event.key(), 1, Integer::sum);
      keyed.put(
          time == 1 ? event.key() : event.key() + " again" + time, new Placed(event, keyed.size()));
    }
    return keyed;
  }

  private static boolean isOrdered(StreamEvent first, StreamEvent second) {
    boolean sameSubject = first.subject().equals(second.subject()) && !first.subject().isEmpty();
    boolean bothSteps = isStep(first) && isStep(second);
    return sameSubject || (bothSteps && !first.channel().equals(second.channel()));
  }

  private static boolean isStep(StreamEvent event) {
    return STEPS.contains(event.channel())
        || (STEPS.contains(event.channel() + " master") && event.subject().startsWith("master "));
  }
}
