package io.vedette.sentinel.conf;

import io.vedette.sentinel.conf.Layout.Wanted;
import io.vedette.sentinel.runtime.LiveOptions;
import io.vedette.sentinel.runtime.TlsOptions;
import io.vedette.sentinel.runtime.UserChanges;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What was changed at run time beside the groups: by SENTINEL CONFIG SET, and by ACL. A
 * configuration has these lines replaced; a state folder has them beside the others.
 *
 * @param lines what counts instead of the configuration's lines, by key
 * @param gone the keys of users that the configuration has, and that were deleted
 */
record RunTimeLines(Map<String, List<String>> lines, Set<String> gone) {
  /** Nothing was changed. */
  static final RunTimeLines NONE = new RunTimeLines(Map.of(), Set.of());

  /** Such lines that do not begin with {@code sentinel}. */
  private static final Set<String> OF_SERVER =
      Stream.concat(Stream.of("loglevel", "user"), TlsOptions.NAMES.stream())
          .collect(Collectors.toUnmodifiableSet());

  private static final String SENTINEL = Key.sentinel("");

  /** Whether such a line may stand in a state, beside those of the state itself. */
  static boolean isOne(Directive directive) {
    return directive.isSentinel()
        ? SentinelWords.GLOBAL_OF_OPERATOR.contains(directive.name())
        : OF_SERVER.contains(directive.name());
  }

  /** These, and what was changed since. */
  RunTimeLines and(LiveOptions options, UserChanges users, Set<String> said) {
    Map<String, List<String>> all = new LinkedHashMap<>(lines);
    Set<String> deleted = new LinkedHashSet<>(gone);
    OptionLines.of(options).forEach((key, wanted) -> put(all, key, wanted));
    for (Map.Entry<String, Optional<List<String>>> user : users.changedUsers().entrySet()) {
      String key = Key.user(user.getKey());
      all.remove(key);
      deleted.remove(key);
      if (user.getValue().isPresent()) {
        List<String> words = new ArrayList<>(List.of("user", user.getKey()));
        words.addAll(user.getValue().get());
        all.put(key, List.copyOf(words));
      } else if (said.contains(key)) {
        deleted.add(key);
      }
    }
    return new RunTimeLines(all, deleted);
  }

  /** A value that is the configuration's again is said only where another one was. */
  private static void put(Map<String, List<String>> all, String key, Wanted wanted) {
    if (wanted.words().isEmpty()) {
      all.put(key, List.of("sentinel", key.substring(SENTINEL.length()), ""));
    } else if (wanted.always() || all.containsKey(key)) {
      all.put(key, wanted.words());
    }
  }
}
