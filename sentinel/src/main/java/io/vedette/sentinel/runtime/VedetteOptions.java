package io.vedette.sentinel.runtime;

import io.vedette.quorum.options.GroupOptions;
import io.vedette.quorum.options.OptionValues;

/**
 * Vedette's own options, as they were chosen in its file and in the environment. Immutable.
 *
 * @param process of the {@link ProcessOption}s
 * @param groups of the options of groups
 */
public record VedetteOptions(OptionValues process, GroupOptions groups) {
  /** Nothing was chosen. */
  public static final VedetteOptions DEFAULTS =
      new VedetteOptions(OptionValues.DEFAULTS, GroupOptions.DEFAULTS);
}
