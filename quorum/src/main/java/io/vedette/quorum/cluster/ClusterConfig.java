package io.vedette.quorum.cluster;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.GroupSettings;
import io.vedette.quorum.model.Timing;
import io.vedette.quorum.model.Zones;
import io.vedette.quorum.options.ClusterOption;
import io.vedette.quorum.options.OptionValues;
import java.util.List;

/**
 * A cluster that is to be watched.
 *
 * @param name under which its shards are known; of the letters of a group's name
 * @param options what was chosen of the {@link ClusterOption}s; at least one node is
 */
public record ClusterConfig(GroupName name, OptionValues options) {
  /** How long a leader may take; who voted for it stands after twice as long. */
  private static final long FAILOVER_TIMEOUT_MS = 10_000;

  public ClusterConfig {
    if (options.get(ClusterOption.NODES).isEmpty()) {
      throw new IllegalArgumentException("a cluster is found by its nodes");
    }
  }

  /** Some of its nodes; one or more. */
  public List<Address> nodes() {
    return options.get(ClusterOption.NODES);
  }

  /** How often a node is asked for its view, in milliseconds. */
  public long pollMs() {
    return options.get(ClusterOption.POLL_MS);
  }

  /** How long the cluster has to replace a master by itself, in milliseconds; 0: for ever. */
  public long rescueAfterMs() {
    return options.get(ClusterOption.RESCUE_AFTER_MS);
  }

  /** Which of its nodes may be lost at once. */
  public Zones zones() {
    return options.get(ClusterOption.ZONES);
  }

  /** What holds for each of its shards. */
  public GroupSettings settings(Timing timing) {
    return GroupSettings.defaults(options.get(ClusterOption.QUORUM).intValue(), timing)
        .change()
        .failoverTimeoutMs(FAILOVER_TIMEOUT_MS)
        .downAfterMs(options.get(ClusterOption.DOWN_AFTER_MS))
        .authUser(options.get(ClusterOption.AUTH_USER))
        .authPass(options.get(ClusterOption.AUTH_PASS))
        .notificationScript(options.get(ClusterOption.NOTIFICATION_SCRIPT))
        .clientReconfigScript(options.get(ClusterOption.CLIENT_RECONFIG_SCRIPT))
        .build();
  }

  /** Without secrets: this is what a log shows. */
  @Override
  public String toString() {
    return name + " " + nodes();
  }
}
