package io.vedette.tests.compat;

import io.vedette.tests.harness.Cluster;
import io.vedette.tests.harness.CoordinatorNode;
import io.vedette.tests.harness.RecordedEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** One of the two quorums, whose events are taken scene by scene. */
final class StreamSide {
  /** The stream of what is {@link #BY_CHANCE}. */
  private static final String ANYONE = "anyone";

  /** What a coordinator sees or does only if its next INFO comes before the others' cure. */
  private static final Set<String> BY_CHANCE =
      Set.of("-role-change", "+role-change", "+convert-to-slave", "+fix-slave-config");

  /** Long enough for a coordinator that sees a failure last and polls once a second. */
  private static final Duration PATIENCE = Duration.ofSeconds(25);

  /** The option whose change marks the end of a scene: nothing depends on it here. */
  private static final String MARK = "parallel-syncs";

  private final Cluster cluster;
  private final StreamNames names;
  private final Set<CoordinatorNode> hung = new HashSet<>();
  private final Map<CoordinatorNode, Integer> taken = new HashMap<>();

  StreamSide(Cluster cluster) {
    this.cluster = cluster;
    this.names = new StreamNames(cluster);
  }

  Cluster cluster() {
    return cluster;
  }

  CoordinatorNode coordinator(int index) {
    return cluster.coordinator(index);
  }

  StreamNames names() {
    return names;
  }

  /** SIGSTOP. */
  void suspend(int coordinator) {
    hung.add(coordinator(coordinator));
    coordinator(coordinator).suspend();
  }

  /** SIGCONT. */
  void resume(int coordinator) {
    hung.remove(coordinator(coordinator));
    coordinator(coordinator).resume();
  }

  private List<CoordinatorNode> answering() {
    return cluster.runningCoordinators().stream().filter(c -> !hung.contains(c)).toList();
  }

  // --- Waiting ---

  /** Waits until every coordinator that answers has published this in the scene so far. */
  void awaitFromAll(String event) {
    awaitFrom(answering(), event);
  }

  /** Waits until this coordinator has. */
  void awaitFrom(int coordinator, String event) {
    awaitFrom(List.of(coordinator(coordinator)), event);
  }

  private void awaitFrom(List<CoordinatorNode> coordinators, String event) {
    cluster.until(
        event,
        PATIENCE,
        () -> coordinators.stream().filter(c -> !hasSaid(c, event)).toList(),
        List::isEmpty);
  }

  /** Waits until at least one coordinator has. */
  void awaitFromAny(String event) {
    cluster.until(
        event, PATIENCE, () -> cluster.coordinators().stream().anyMatch(c -> hasSaid(c, event)));
  }

  private boolean hasSaid(CoordinatorNode coordinator, String event) {
    return inScene(coordinator).stream()
        .anyMatch(said -> (names.read(said) + " ").startsWith(event + " "));
  }

  /** Waits until whoever saw this node in the wrong role has seen it in the right one. */
  void awaitReplicaAgain(String node) {
    String changed = "role-change slave 127.0.0.1:" + node;
    cluster.until(
        node + " is a replica again",
        PATIENCE,
        () ->
            cluster.coordinators().stream()
                .filter(c -> hasSaid(c, "-" + changed) && !hasSaid(c, "+" + changed))
                .toList(),
        List::isEmpty);
  }

  void awaitStable() {
    cluster.awaitStable(PATIENCE);
  }

  // --- Scenes ---

  /**
   * What was published since the last call, by who did, each in the order of publication. What is
   * {@link #BY_CHANCE} is taken once for all, in the order of time.
   *
   * @param mark a number by which every coordinator is made to mark the end of the scene in its
   *     stream, so that nothing is missed that is still on its way
   * @param unheard coordinators whose events could not all be heard, because they were started
   */
  Map<String, List<StreamEvent>> take(String mark, Set<Integer> unheard) {
    List<List<RecordedEvent>> scene = endScene(mark);
    Map<String, List<StreamEvent>> streams = new LinkedHashMap<>();
    for (int i = 0; i < scene.size(); i++) {
      if (!unheard.contains(i)) {
        Stream<RecordedEvent> certain = scene.get(i).stream().filter(e -> !isByChance(e));
        streams.put("c" + i, certain.map(names::read).toList());
      }
    }
    List<RecordedEvent> all =
        scene.stream()
            .flatMap(List::stream)
            .sorted(Comparator.comparingLong(RecordedEvent::atNanos))
            .toList();
    streams.put(
        ANYONE, all.stream().filter(StreamSide::isByChance).map(names::read).distinct().toList());
    names.countEpochsFrom(all);
    return streams;
  }

  private static boolean isByChance(RecordedEvent event) {
    return BY_CHANCE.contains(event.channel());
  }

  private List<List<RecordedEvent>> endScene(String mark) {
    List<CoordinatorNode> marking = answering();
    marking.forEach(c -> c.call("SENTINEL", "SET", cluster.group(), MARK, mark));
    cluster.until(
        "the end of the scene",
        PATIENCE,
        () -> marking.stream().allMatch(c -> inScene(c).stream().anyMatch(e -> isMark(e, mark))));
    List<List<RecordedEvent>> scene = new ArrayList<>();
    for (CoordinatorNode coordinator : cluster.coordinators()) {
      List<RecordedEvent> events =
          inScene(coordinator).stream().takeWhile(event -> !isMark(event, mark)).toList();
      int marks = marking.contains(coordinator) ? 1 : 0;
      taken.merge(coordinator, events.size() + marks, Integer::sum);
      scene.add(events);
    }
    return scene;
  }

  private static boolean isMark(RecordedEvent event, String mark) {
    return event.channel().equals("+set") && event.message().endsWith(" " + MARK + " " + mark);
  }

  private List<RecordedEvent> inScene(CoordinatorNode coordinator) {
    List<RecordedEvent> all = coordinator.events().all();
    return all.subList(taken.getOrDefault(coordinator, 0), all.size());
  }
}
