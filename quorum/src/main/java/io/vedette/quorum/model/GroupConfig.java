package io.vedette.quorum.model;

import java.util.List;

/**
 * A group as it stands in a configuration file: what the operator wrote and what earlier runs
 * learned.
 *
 * @param name the group
 * @param master its master's address
 * @param settings what the operator set
 * @param configEpoch the epoch of the failover that made this master
 * @param leaderEpoch the last epoch in which this coordinator voted for this group
 * @param replicas known replicas
 * @param peers known peers
 */
public record GroupConfig(
    GroupName name,
    Address master,
    GroupSettings settings,
    Epoch configEpoch,
    Epoch leaderEpoch,
    List<Address> replicas,
    List<KnownPeer> peers) {

  public GroupConfig {
    replicas = List.copyOf(replicas);
    peers = List.copyOf(peers);
  }

  /** A group nothing is known of but what {@code sentinel monitor} says. */
  public static GroupConfig fresh(GroupName name, Address master, GroupSettings settings) {
    return new GroupConfig(name, master, settings, Epoch.ZERO, Epoch.ZERO, List.of(), List.of());
  }

  /**
   * Another coordinator of the group.
   *
   * @param address where it listens
   * @param runId who it is
   */
  public record KnownPeer(Address address, RunId runId) {}
}
