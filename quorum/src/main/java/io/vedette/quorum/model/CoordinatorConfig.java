package io.vedette.quorum.model;

import java.util.List;
import java.util.Optional;

/**
 * What a coordinator starts from.
 *
 * @param self its own run id
 * @param currentEpoch the highest epoch it has known
 * @param announceHost the host it tells others; empty: the local address of each link
 * @param announcePort the port it tells others; 1 to 65535
 * @param timing its periods
 * @param groups what it watches, each name once
 * @param names what is done with host names
 */
public record CoordinatorConfig(
    RunId self,
    Epoch currentEpoch,
    Optional<String> announceHost,
    int announcePort,
    Timing timing,
    List<GroupConfig> groups,
    NameRules names) {
  public CoordinatorConfig {
    groups = List.copyOf(groups);
  }

  /** A coordinator that knows addresses only. */
  public CoordinatorConfig(
      RunId self,
      Epoch currentEpoch,
      Optional<String> announceHost,
      int announcePort,
      Timing timing,
      List<GroupConfig> groups) {
    this(self, currentEpoch, announceHost, announcePort, timing, groups, NameRules.OFF);
  }

  /** The same with other rules for host names. */
  public CoordinatorConfig with(NameRules rules) {
    return new CoordinatorConfig(
        self, currentEpoch, announceHost, announcePort, timing, groups, rules);
  }
}
