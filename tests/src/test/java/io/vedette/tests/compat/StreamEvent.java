package io.vedette.tests.compat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One event in the words that both quorums share: ports, run ids and epochs by name.
 *
 * @param channel such as {@code +switch-master}
 * @param words its message, word by word
 */
record StreamEvent(String channel, List<String> words) {
  private static final Set<String> TYPES = Set.of("master", "slave", "sentinel");
  private static final int INSTANCE_WORDS = 4;

  private static final List<String> OF_MASTER = List.of("type", "name", "ip", "port");
  private static final List<String> OF_OTHERS =
      List.of("type", "name", "ip", "port", "@", "master", "master-ip", "master-port");
  private static final List<String> OF_SWITCH =
      List.of("group", "old-ip", "old-port", "new-ip", "new-port");
  private static final Map<String, List<String>> OF_CHANNEL =
      Map.of(
          "+switch-master", OF_SWITCH,
          "+new-epoch", List.of("epoch"),
          "+vote-for-leader", List.of("leader", "epoch"));

  /** What it is about: an instance, or the group itself where the message names none. */
  String subject() {
    return isAboutInstance() ? words.get(0) + " " + words.get(1) : "";
  }

  /** Two events that both sides have are the same event if this is the same. */
  String key() {
    return subject().isEmpty() ? channel : channel + " " + subject();
  }

  /** The fields by the names that the message's format gives them; the rest by its place. */
  List<Field> fields() {
    List<String> names = names();
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      fields.add(new Field(i < names.size() ? names.get(i) : "word" + (i + 1), words.get(i)));
    }
    return fields;
  }

  private List<String> names() {
    if (OF_CHANNEL.containsKey(channel)) {
      return OF_CHANNEL.get(channel);
    }
    if (!isAboutInstance()) {
      return List.of();
    }
    return words.get(0).equals("master") ? OF_MASTER : OF_OTHERS;
  }

  private boolean isAboutInstance() {
    return words.size() >= INSTANCE_WORDS && TYPES.contains(words.get(0));
  }

  @Override
  public String toString() {
    return channel + " " + String.join(" ", words);
  }

  /** A word of a message and what it means there. */
  record Field(String name, String value) {}
}
