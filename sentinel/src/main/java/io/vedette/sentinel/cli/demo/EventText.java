package io.vedette.sentinel.cli.demo;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Makes one short line of an event: what everybody knows (the group, its master) is left out. */
final class EventText {
  private static final Pattern BLANKS = Pattern.compile(" +");

  private static final Map<String, String> TYPES =
      Map.of("master", "master", "slave", "replica", "sentinel", "coordinator");

  private final Map<String, String> namesByRunId;

  /** Run ids are shown as these names. */
  EventText(Map<String, String> namesByRunId) {
    this.namesByRunId = Map.copyOf(namesByRunId);
  }

  String of(String channel, String message) {
    List<String> words =
        Arrays.stream(BLANKS.split(message.trim()))
            .map(word -> namesByRunId.getOrDefault(word, word))
            .collect(Collectors.toList());
    return channel + "  " + shortened(channel, words);
  }

  private static String shortened(String channel, List<String> words) {
    return switch (channel) {
      case "+switch-master" ->
          words.size() < 5
              ? String.join(" ", words)
              : address(words, 1) + " -> " + address(words, 3);
      case "+vote-for-leader" ->
          words.size() < 2 ? String.join(" ", words) : words.get(0) + ", epoch " + words.get(1);
      case "+role-change", "-role-change" ->
          instance(words)
              .replace("new reported role is slave", "reports itself a replica")
              .replace("new reported role is master", "reports itself a master");
      default -> instance(words);
    };
  }

  /** {@code type name ip port [@ master ip port] [more …]}, or anything else as it is. */
  private static String instance(List<String> words) {
    boolean known = words.size() >= 4 && TYPES.containsKey(words.get(0));
    if (!known) {
      return String.join(" ", words);
    }
    String type = words.get(0);
    String who = type.equals("sentinel") ? words.get(1) : address(words, 2);
    int more = words.size() >= 8 && words.get(4).equals("@") ? 8 : 4;
    String rest = String.join(" ", words.subList(more, words.size()));
    return (TYPES.get(type) + " " + who + " " + rest).trim();
  }

  private static String address(List<String> words, int at) {
    return words.get(at) + ":" + words.get(at + 1);
  }
}
