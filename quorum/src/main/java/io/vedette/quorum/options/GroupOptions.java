package io.vedette.quorum.options;

import io.vedette.quorum.model.GroupName;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was chosen of the {@link GroupOption}s: for groups in general, and for single ones, whether
 * they exist yet or not.
 *
 * @param general for each group that is not named
 * @param named for the others, complete
 */
public record GroupOptions(OptionValues general, Map<GroupName, OptionValues> named) {
  /** Nothing was chosen. */
  public static final GroupOptions DEFAULTS = new GroupOptions(OptionValues.DEFAULTS, Map.of());

  public GroupOptions {
    named = Collections.unmodifiableMap(new TreeMap<>(named));
  }

  /** The same for all groups. */
  public static GroupOptions of(OptionValues general) {
    return new GroupOptions(general, Map.of());
  }

  /** What holds for this group. */
  public OptionValues of(GroupName group) {
    return Optional.ofNullable(named.get(group)).orElse(general);
  }
}
