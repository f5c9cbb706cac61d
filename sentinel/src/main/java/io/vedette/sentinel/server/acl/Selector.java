package io.vedette.sentinel.server.acl;

import io.vedette.sentinel.server.resp.GlobPattern;
import java.util.ArrayList;
import java.util.List;

/**
 * Commands, keys and channels that go together: a request is allowed if one selector of its user
 * allows all of it. Not changed once its user is published.
 */
final class Selector {
  private final CommandRules commands;
  private final List<KeyPattern> keys;
  private final List<Channel> channels;
  private boolean allKeys;
  private boolean allChannels;

  private record Channel(String pattern, GlobPattern glob) {}

  /** Nothing is allowed but, if so, all channels. */
  Selector(Catalogue catalogue, boolean allChannels) {
    this.commands = new CommandRules(catalogue);
    this.keys = new ArrayList<>();
    this.channels = new ArrayList<>();
    this.allChannels = allChannels;
  }

  Selector(Selector other) {
    this.commands = new CommandRules(other.commands);
    this.keys = new ArrayList<>(other.keys);
    this.channels = new ArrayList<>(other.channels);
    this.allKeys = other.allKeys;
    this.allChannels = other.allChannels;
  }

  /** Applies one rule. */
  void apply(String rule) throws RuleException {
    switch (Rules.lower(rule)) {
      case "allkeys", "~*" -> allKeys(true);
      case "resetkeys" -> allKeys(false);
      case "allchannels", "&*" -> allChannels(true);
      case "resetchannels" -> allChannels(false);
      case "allcommands", "+@all" -> commands.all(true);
      case "nocommands", "-@all" -> commands.all(false);
      default -> applyLong(rule);
    }
  }

  private void applyLong(String rule) throws RuleException {
    char kind = rule.isEmpty() ? ' ' : rule.charAt(0);
    String rest = rule.isEmpty() ? "" : rule.substring(1);
    switch (kind) {
      case '~', '%' -> key(rule);
      case '&' -> channel(rest);
      case '+', '-' -> {
        if (rest.startsWith("@")) {
          commands.category(kind == '+', Rules.lower(rest.substring(1)));
        } else {
          commands.command(kind == '+', rest);
        }
      }
      default -> throw new RuleException(RuleException.SYNTAX);
    }
  }

  private void allKeys(boolean all) {
    allKeys = all;
    keys.clear();
  }

  private void allChannels(boolean all) {
    allChannels = all;
    channels.clear();
  }

  private void key(String rule) throws RuleException {
    if (allKeys) {
      throw new RuleException(RuleException.USELESS_KEY);
    }
    KeyPattern added = KeyPattern.parse(rule);
    for (int i = 0; i < keys.size(); i++) {
      if (keys.get(i).pattern().equals(added.pattern())) {
        keys.set(i, keys.get(i).or(added));
        return;
      }
    }
    keys.add(added);
  }

  private void channel(String pattern) throws RuleException {
    if (allChannels) {
      throw new RuleException(RuleException.USELESS_CHANNEL);
    }
    if (Rules.hasBlanks(pattern)) {
      throw new RuleException(RuleException.SYNTAX);
    }
    if (channels.stream().noneMatch(known -> known.pattern().equals(pattern))) {
      channels.add(new Channel(pattern, new GlobPattern(pattern)));
    }
  }

  /** Whether nothing that exists here is refused: no command here has keys. */
  boolean allowsAll() {
    return allChannels && commands.allowsAll();
  }

  boolean allowsCommand(String name, List<String> words) {
    return commands.allows(name) || commands.allowsWith(name, words);
  }

  /**
   * Whether it may use a channel, or subscribe to a pattern: one that stands here letter by letter.
   */
  boolean allowsChannel(String channel, boolean isPattern) {
    return allChannels
        || channels.stream()
            .anyMatch(
                known ->
                    isPattern ? known.pattern().equals(channel) : known.glob().matches(channel));
  }

  String commands() {
    return commands.describe();
  }

  String keys() {
    return allKeys ? "~*" : String.join(" ", keys.stream().map(KeyPattern::text).toList());
  }

  String channels() {
    return allChannels
        ? "&*"
        : String.join(" ", channels.stream().map(known -> "&" + known.pattern()).toList());
  }

  /** The rules for this, in Redis's order. */
  List<String> describe() {
    List<String> rules = new ArrayList<>();
    if (allKeys) {
      rules.add("~*");
    } else {
      keys.forEach(key -> rules.add(key.text()));
    }
    if (allChannels) {
      rules.add("&*");
    } else {
      rules.add("resetchannels");
      channels.forEach(known -> rules.add("&" + known.pattern()));
    }
    rules.add(commands());
    return rules;
  }
}
