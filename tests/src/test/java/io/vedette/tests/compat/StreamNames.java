package io.vedette.tests.compat;

import io.vedette.tests.harness.Cluster;
import io.vedette.tests.harness.CoordinatorNode;
import io.vedette.tests.harness.RecordedEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is called how in the events of one side: its ports, its run ids, its epochs. */
final class StreamNames {
  private static final Pattern PORT = Pattern.compile("(?<![0-9A-Za-z])\\d{5}(?![0-9A-Za-z])");
  private static final Pattern RUN_ID = Pattern.compile("\\b[0-9a-f]{40}\\b");

  private final Map<String, String> names = new HashMap<>();
  private long epoch;

  StreamNames(Cluster cluster) {
    cluster.nodes().forEach(node -> put(node.address().port(), node.name()));
    int index = 0;
    for (CoordinatorNode coordinator : cluster.coordinators()) {
      String name = "c" + index++;
      put(coordinator.myId(), name);
      put(coordinator.address().port(), name);
    }
  }

  /** Gives a port the name by which it is compared. */
  void put(int port, String name) {
    put(Integer.toString(port), name);
  }

  /** Gives any word a name. */
  void put(String word, String name) {
    names.put(word, name);
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
