package io.vedette.sentinel.cli;

import io.vedette.sentinel.cli.Screen.Tone;
import io.vedette.sentinel.cli.survey.GroupPicture;
import io.vedette.sentinel.cli.survey.Opinion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A Redis Cluster in {@code vedette status}, by what coordinators say of it with one of its shards.
 *
 * @param name the cluster's
 * @param shards how many of its shards are shown
 * @param states how many coordinators say which word of it: ok, degraded, fail
 * @param troubles what is not as it should be, and how many coordinators say so
 */
record ClusterStatus(
    String name, int shards, Map<String, Integer> states, Map<String, Integer> troubles) {
  private static final String NOT_SAID = "?";

  /** The clusters whose shards these groups are, by name; the shard that was asked last counts. */
  static List<ClusterStatus> of(List<GroupPicture> groups) {
    Map<String, List<GroupPicture>> shards = new TreeMap<>();
    for (GroupPicture group : groups) {
      String cluster = group.common("cluster");
      if (!cluster.equals(NOT_SAID)) {
        shards.computeIfAbsent(cluster, any -> new ArrayList<>()).add(group);
      }
    }
    List<ClusterStatus> clusters = new ArrayList<>();
    shards.forEach((name, of) -> clusters.add(of(name, of.size(), of.get(of.size() - 1))));
    return clusters;
  }

  /** One of which no shard is known. */
  static ClusterStatus unseen(String name) {
    return new ClusterStatus(
        name, 0, Map.of("fail", 1), Map.of("none of its nodes can be asked, or none yet", 1));
  }

  private static ClusterStatus of(String name, int shards, GroupPicture last) {
    Map<String, Integer> states = new LinkedHashMap<>();
    Map<String, Integer> troubles = new LinkedHashMap<>();
    for (Opinion opinion : last.opinions()) {
      states.merge(opinion.master().text("cluster-state", NOT_SAID), 1, Integer::sum);
      for (String trouble : opinion.master().text("cluster-troubles", "").split("; ", -1)) {
        if (!trouble.isEmpty()) {
          troubles.merge(trouble, 1, Integer::sum);
        }
      }
    }
    return new ClusterStatus(name, shards, states, troubles);
  }

  /** Whether all coordinators say that all is well. */
  boolean isWell() {
    return troubles.isEmpty() && states.keySet().equals(Set.of("ok"));
  }

  void print(Screen screen) {
    int all = states.values().stream().mapToInt(Integer::intValue).sum();
    String verdict =
        isWell()
            ? screen.paint(Tone.GOOD, "ok")
            : screen.paint(Tone.BAD, String.join(", or ", states.keySet()));
    screen.line(
        "Redis Cluster " + screen.paint(Tone.STRONG, name) + "  " + shards + " shards  " + verdict);
    troubles.forEach(
        (trouble, by) -> {
          String who = by == all ? "" : " (by " + by + " of " + all + " coordinators)";
          screen.line(screen.paint(Tone.BAD, "  ! " + trouble + who));
        });
    screen.line("");
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("states", List.copyOf(states.keySet()));
    json.put("troubles", List.copyOf(troubles.keySet()));
    return json;
  }
}
