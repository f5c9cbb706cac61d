package io.vedette.sentinel.conf;

import java.util.List;
import java.util.Locale;

/**
 * What a directive is about: two lines with the same key can't both hold, the later one replaces
 * the earlier. {@code port}; {@code user.NAME}; {@code rename-command.NAME}; {@code sentinel.myid};
 * {@code sentinel.monitor.NAME}; {@code sentinel.known-replica.NAME.host port}; {@code
 * sentinel.known-sentinel.NAME.RUNID}.
 */
final class Key {
  private Key() {}

  /** The key of these words, of which there is one or more. */
  static String of(List<String> words) {
    String first = words.get(0).toLowerCase(Locale.ROOT);
    if (first.equals("user") && words.size() > 1) {
      return user(words.get(1));
    }
    if (first.equals("rename-command") && words.size() > 1) {
      return first + "." + lower(words.get(1));
    }
    if (!first.equals("sentinel") || words.size() < 2) {
      return first;
    }
    String name = words.get(1).toLowerCase(Locale.ROOT);
    if (!SentinelWords.OF_GROUP.contains(name) || words.size() < 3) {
      return sentinel(name);
    }
    return ofGroup(SentinelWords.CANONICAL.getOrDefault(name, name), words);
  }

  /** The key of a user's line. */
  static String user(String name) {
    return "user." + name;
  }

  /** The user's name in such a key. */
  static String ofUser(String key) {
    return key.substring(user("").length());
  }

  /** The key of a directive that is about no group. */
  static String sentinel(String name) {
    return "sentinel." + name;
  }

  /** How many words, from the left, are in the key of these, for what a rewrite may write. */
  static int length(List<String> words) {
    if (!words.get(0).equalsIgnoreCase("sentinel")) {
      return words.get(0).equalsIgnoreCase("user") ? 2 : 1;
    }
    String name = words.get(1).toLowerCase(Locale.ROOT);
    return switch (name) {
      case "known-replica" -> words.size();
      case "rename-command" -> 4;
      default -> SentinelWords.OF_GROUP.contains(name) ? 3 : 2;
    };
  }

  private static String ofGroup(String name, List<String> words) {
    String key = sentinel(name) + "." + words.get(2);
    return switch (name) {
      case "known-replica" -> key + "." + lower(String.join(" ", words.subList(3, words.size())));
      case "known-sentinel" -> key + "." + lower(words.get(words.size() - 1));
      case "rename-command" -> words.size() < 4 ? key : key + "." + lower(words.get(3));
      default -> key;
    };
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
