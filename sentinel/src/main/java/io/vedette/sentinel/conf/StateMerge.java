package io.vedette.sentinel.conf;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The configuration as its owner has it now, and the state beside it, put together.
 *
 * <ul>
 *   <li>Ids, epochs, replicas, coordinators and the masters' addresses are the state's.
 *   <li>Settings and quorums are the state's, which SENTINEL SET may have changed, unless the owner
 *       has changed the line since the state was saved: then the owner's.
 *   <li>So are the options that SENTINEL CONFIG SET, and the users that ACL has changed.
 *   <li>What the state never speaks of is the owner's.
 *   <li>A group that the owner has added or removed since is added or removed. One that was added
 *       or removed at run time stays so.
 * </ul>
 */
final class StateMerge {
  /** What only the state knows. */
  private static final Set<String> KNOWLEDGE =
      Set.of(
          "myid",
          "current-epoch",
          "config-epoch",
          "leader-epoch",
          "known-replica",
          "known-slave",
          "known-sentinel");

  private static final String REQUIREPASS = "requirepass";
  private static final String DEFAULT_USER = Key.user("default");

  private final SentinelConfiguration operators;
  private final Map<String, Directive> now;
  private final Map<String, Directive> saved;
  private final Map<String, List<String>> said;
  private final Set<String> gone;
  private final boolean hasAclFile;
  private final List<String> warnings = new ArrayList<>();

  StateMerge(SentinelConfiguration operators, StateFile.Saved state) {
    this.operators = operators;
    now = byKey(operators.directives());
    saved = byKey(state.lines());
    said = state.said();
    gone = state.gone();
    List<Directive> files = operators.all("aclfile");
    hasAclFile = !files.isEmpty() && !files.get(files.size() - 1).arguments().contains("");
  }

  /** All that a state may say something else of, by key; of those with the same key the last. */
  static Map<String, Directive> byKey(Collection<Directive> directives) {
    Map<String, Directive> found = new LinkedHashMap<>();
    directives.stream()
        .filter(StateMerge::mayBeMerged)
        .forEach(directive -> found.put(directive.key(), directive));
    return found;
  }

  private static boolean mayBeMerged(Directive directive) {
    return directive.isSentinel()
        ? !directive.name().isEmpty()
        : RunTimeLines.isOne(directive) || directive.name().equals(REQUIREPASS);
  }

  /** What of the state was changed at run time, beside its groups, and counts on. */
  RunTimeLines kept() {
    Map<String, List<String>> lines = new LinkedHashMap<>();
    saved.values().stream()
        .filter(directive -> RunTimeLines.isOne(directive) && !isOwners(directive))
        .forEach(directive -> lines.put(directive.key(), directive.words()));
    Set<String> deleted = new LinkedHashSet<>(gone);
    deleted.removeIf(this::isChanged);
    return new RunTimeLines(lines, deleted);
  }

  /** What the owner should know, once {@link #merged} is made. */
  List<String> warnings() {
    return List.copyOf(warnings);
  }

  SentinelConfiguration merged() {
    SentinelConfiguration merged = new SentinelConfiguration(operators.file());
    saved.values().stream()
        .filter(directive -> hasAclFile && isUser(directive))
        .forEach(
            user ->
                warnings.add(
                    user.place()
                        + ": user '"
                        + user.argument(0)
                        + "' is forgotten: there is an"
                        + " 'aclfile' now"));
    for (Directive directive : operators.directives()) {
      if (!mayBeMerged(directive)) {
        merged.add(directive);
      }
    }
    now.values().stream().filter(this::isOwners).forEach(merged::add);
    saved.values().stream()
        .filter(directive -> !isOwners(directive) && !isGone(directive))
        .map(directive -> isMonitor(directive) ? withQuorum(directive) : directive)
        .forEach(merged::add);
    return merged;
  }

  /** Whether the owner's line with this one's key counts, or that there is none any more. */
  private boolean isOwners(Directive directive) {
    if (isOfGroup(directive)) {
      String monitor = monitorKey(directive);
      if (!saved.containsKey(monitor)) {
        return now.containsKey(monitor) && !said.containsKey(monitor);
      }
    }
    if (isMonitor(directive) || KNOWLEDGE.contains(directive.name())) {
      return false;
    }
    String key = directive.key();
    if (isChanged(key) || (hasAclFile && isUser(directive))) {
      return true;
    }
    boolean mayBeUnsaid = directive.isSentinel() && SentinelWords.isState(directive.name());
    return !mayBeUnsaid && !saved.containsKey(key) && !gone.contains(key);
  }

  private static boolean isUser(Directive directive) {
    return !directive.isSentinel() && directive.name().equals("user");
  }

  private boolean isChanged(String key) {
    if (key.equals(DEFAULT_USER) && isChanged(REQUIREPASS)) {
      return true; // It is the default user's password.
    }
    Directive line = now.get(key);
    return !Objects.equals(line == null ? null : arguments(line.words()), saidArguments(key));
  }

  private List<String> saidArguments(String key) {
    List<String> words = said.get(key);
    return words == null ? null : arguments(words);
  }

  private static List<String> arguments(List<String> words) {
    return words.subList(words.get(0).equalsIgnoreCase("sentinel") ? 2 : 1, words.size());
  }

  /** Whether the owner has removed the group since. */
  private boolean isGone(Directive directive) {
    if (!isOfGroup(directive)) {
      return false;
    }
    String monitor = monitorKey(directive);
    return said.containsKey(monitor) && !now.containsKey(monitor);
  }

  private static boolean isMonitor(Directive directive) {
    return directive.isSentinel() && directive.name().equals("monitor");
  }

  private static boolean isOfGroup(Directive directive) {
    return directive.isSentinel()
        && SentinelWords.OF_GROUP.contains(directive.name())
        && !directive.arguments().isEmpty();
  }

  private static String monitorKey(Directive directive) {
    return Key.sentinel("monitor") + "." + directive.argument(0);
  }

  /** The address of the state's line; the quorum of the owner's, if that was changed. */
  private Directive withQuorum(Directive state) {
    Directive line = now.get(state.key());
    if (line == null || state.arguments().size() != 4) {
      return state;
    }
    List<String> before = saidArguments(state.key());
    List<String> after = line.arguments();
    if (before == null || !before.subList(0, 3).equals(after.subList(0, 3))) {
      warnIfElsewhere(line, state);
    }
    if (before != null && before.get(before.size() - 1).equals(after.get(3))) {
      return state;
    }
    List<String> words = new ArrayList<>(state.words());
    words.set(words.size() - 1, after.get(3));
    return new Directive(state.origin(), state.place(), words);
  }

  private void warnIfElsewhere(Directive line, Directive state) {
    if (!address(line).equals(address(state))) {
      warnings.add(
          line.place()
              + ": '"
              + line.shown()
              + "': "
              + state.place()
              + " knows the master at "
              + address(state)
              + ", which counts; to begin anew: SENTINEL REMOVE and SENTINEL MONITOR");
    }
  }

  private static String address(Directive monitor) {
    return (monitor.argument(1) + ":" + monitor.argument(2)).toLowerCase(Locale.ROOT);
  }
}
