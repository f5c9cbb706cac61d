package io.vedette.sentinel.runtime;

import io.vedette.quorum.cluster.ClusterConfig;
import io.vedette.quorum.options.GroupOptions;
import io.vedette.quorum.options.OptionValues;
import java.util.List;

/**
 * Vedette's own options, as they were chosen in its file and in the environment. Immutable.
 *
 * @param process of the {@link ProcessOption}s
 * @param groups of the options of groups
 * @param clusters the clusters that are named, in the order of their names
 */
public record VedetteOptions(
    OptionValues process, GroupOptions groups, List<ClusterConfig> clusters) {
  /** Nothing was chosen. */
  public static final VedetteOptions DEFAULTS =
      new VedetteOptions(OptionValues.DEFAULTS, GroupOptions.DEFAULTS, List.of());

  public VedetteOptions {
    clusters = List.copyOf(clusters);
  }
}
