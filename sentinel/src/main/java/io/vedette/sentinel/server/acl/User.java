package io.vedette.sentinel.server.acl;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a user is and may do at a moment. Immutable; any thread. */
public final class User {
  private final boolean enabled;
  private final boolean noPassword;
  private final Set<String> passwords;
  private final Sanitizing sanitizing;
  private final List<Selector> selectors;
  private final boolean unrestricted;

  /** A flag for data servers, kept and shown. */
  enum Sanitizing {
    UNSAID(""),
    SKIPPED("skip-sanitize-payload"),
    DONE("sanitize-payload");

    private final String text;

    Sanitizing(String text) {
      this.text = text;
    }
  }

  /** Takes over what is given to it; the first selector is the user's own. */
  User(
      boolean enabled,
      boolean noPassword,
      Set<String> passwords,
      Sanitizing sanitizing,
      List<Selector> selectors) {
    this.enabled = enabled;
    this.noPassword = noPassword;
    this.passwords = Collections.unmodifiableSet(new LinkedHashSet<>(passwords));
    this.sanitizing = sanitizing;
    this.selectors = List.copyOf(selectors);
    this.unrestricted = selectors.stream().anyMatch(Selector::allowsAll);
  }

  /** Whether nothing is refused to it: then there is nothing to check. */
  public boolean unrestricted() {
    return unrestricted;
  }

  /** Whether it may log in. */
  public boolean enabled() {
    return enabled;
  }

  /** Whether it needs no password. */
  public boolean noPassword() {
    return noPassword;
  }

  Sanitizing sanitizing() {
    return sanitizing;
  }

  List<Selector> selectors() {
    return selectors;
  }

  /** SHA-256, in hexadecimal digits. */
  public Set<String> passwords() {
    return passwords;
  }

  boolean accepts(String password) {
    // Compared even if any would do: how long it takes tells nothing.
    boolean matches = Passwords.matches(passwords, password);
    return enabled && (noPassword || matches);
  }

  /**
   * Whether it may run a command; of several selectors' reasons the one that got furthest, as in
   * Redis.
   *
   * @param command the full name, as in {@code client|list}
   * @param always whether everybody may run it
   * @param words the request
   */
  public Verdict check(String command, boolean always, List<String> words) {
    Verdict worst = Verdict.noCommand(command);
    int furthest = -1;
    for (Selector selector : selectors) {
      if (always || selector.allowsCommand(command, words)) {
        int refused = refusedChannel(selector, command, words);
        if (refused < 0) {
          return Verdict.ALLOWED;
        }
        if (refused > furthest) {
          furthest = refused;
          worst = Verdict.noChannel(words.get(refused));
        }
      }
    }
    return worst;
  }

  /** Which word names a channel that may not be used; negative: none. */
  private static int refusedChannel(Selector selector, String command, List<String> words) {
    boolean patterns = command.equals("psubscribe");
    int last =
        patterns || command.equals("subscribe")
            ? words.size() - 1
            : command.equals("publish") ? 1 : 0;
    for (int i = 1; i <= last; i++) {
      if (!selector.allowsChannel(words.get(i), patterns)) {
        return i;
      }
    }
    return -1;
  }

  /** Whether it may listen to all of these. */
  public boolean mayListen(List<String> channels, List<String> patterns) {
    return unrestricted
        || (channels.stream().allMatch(channel -> mayUse(channel, false))
            && patterns.stream().allMatch(pattern -> mayUse(pattern, true)));
  }

  private boolean mayUse(String channel, boolean pattern) {
    return selectors.stream().anyMatch(selector -> selector.allowsChannel(channel, pattern));
  }

  /** As GETUSER shows them. */
  public List<String> flags() {
    List<String> flags = new ArrayList<>();
    flags.add(enabled ? "on" : "off");
    if (noPassword) {
      flags.add("nopass");
    }
    if (sanitizing != Sanitizing.UNSAID) {
      flags.add(sanitizing.text);
    }
    return flags;
  }

  /** What the user itself may do, and then what each further selector adds, for GETUSER. */
  public List<Permissions> permissions() {
    return selectors.stream()
        .map(one -> new Permissions(one.commands(), one.keys(), one.channels()))
        .toList();
  }

  /** Rules that make this user out of a new one; those of a selector are one rule. */
  List<String> rules() {
    List<String> rules = new ArrayList<>(flags());
    passwords.forEach(hash -> rules.add("#" + hash));
    rules.addAll(selectors.get(0).describe());
    for (Selector further : selectors.subList(1, selectors.size())) {
      rules.add("(" + String.join(" ", further.describe()) + ")");
    }
    return rules;
  }

  /**
   * What one selector allows, as text.
   *
   * @param commands rules for commands
   * @param keys patterns of keys
   * @param channels patterns of channels
   */
  public record Permissions(String commands, String keys, String channels) {}
}
