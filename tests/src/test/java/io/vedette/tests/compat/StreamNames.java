package io.vedette.tests.compat;

import io.vedette.tests.harness.Cluster;
import io.vedette.tests.harness.CoordinatorNode;
import io.vedette.tests.harness.RecordedEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is called how in the events of one side: its ports, its run ids, its epochs. */
final class StreamNames {
  private static final Pattern PORT = Pattern.compile("(?<![0-9A-Za-z])\\d{5}(?![0-9A-Za-z])");
  private static final Pattern RUN_ID = Pattern.compile("\\b[0-9a-f]{40}\\b");

  private final Cluster cluster;
  private final Map<CoordinatorNode, String> ids = new LinkedHashMap<>();
  private final Map<String, String> names = new HashMap<>();
  private long epoch;

  StreamNames(Cluster cluster) {
    this.cluster = cluster;
    cluster.coordinators().forEach(coordinator -> ids.put(coordinator, coordinator.myId()));
    cluster.nodes().forEach(node -> put(node.address().port(), node.name()));
    nameByIndex();
  }

  void put(int port, String name) {
    put(Integer.toString(port), name);
  }

  void put(String word, String name) {
    names.put(word, name);
  }

  /** From now on coordinators are called c0, c1, c2. */
  void nameByIndex() {
    ids.keySet().forEach(c -> name(c, "c" + cluster.coordinators().indexOf(c)));
  }

  /** From now on they are called leader, other1, other2. */
  void nameByRole(CoordinatorNode leader) {
    int others = 0;
    for (CoordinatorNode coordinator : ids.keySet()) {
      name(coordinator, coordinator == leader ? StreamSide.LEADER : "other" + ++others);
    }
  }

  private void name(CoordinatorNode coordinator, String name) {
    put(ids.get(coordinator), name);
    put(coordinator.address().port(), name);
  }

  /** What a coordinator is called now. */
  String of(CoordinatorNode coordinator) {
    return names.get(ids.get(coordinator));
  }

  /** From now on epochs are counted from the highest one in these events. */
  void countEpochsFrom(List<RecordedEvent> events) {
    epoch =
        events.stream()
            .filter(event -> event.channel().equals("+new-epoch"))
            .mapToLong(event -> Long.parseLong(event.message()))
            .reduce(epoch, Math::max);
  }

  /** An event in words that both sides share. */
  StreamEvent read(RecordedEvent event) {
    List<String> words = new ArrayList<>();
    for (String word : event.message().split(" ", -1)) {
      words.add(named(PORT, named(RUN_ID, word)));
    }
    boolean endsInEpoch =
        event.channel().equals("+new-epoch") || event.channel().equals("+vote-for-leader");
    if (endsInEpoch) {
      int last = words.size() - 1;
      words.set(last, "+" + (Long.parseLong(words.get(last)) - epoch));
    }
    return new StreamEvent(event.channel(), List.copyOf(words));
  }

  private String named(Pattern what, String word) {
    return what.matcher(word)
        .replaceAll(
            match -> Matcher.quoteReplacement(names.getOrDefault(match.group(), match.group())));
  }
}
