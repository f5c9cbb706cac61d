package io.vedette.quorum.view;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.GroupSettings;
import io.vedette.quorum.model.RunId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A group as this coordinator sees it.
 *
 * @param name its name
 * @param settings what the operator set
 * @param published the master's address that clients are told
 * @param stale whether that may be an old one, so that they are to ask another coordinator
 * @param master the instance that is the group's master
 * @param configEpoch the epoch of the failover that made this master
 * @param leader for whom this coordinator voted last; empty: unknown
 * @param leaderEpoch in which epoch
 * @param failoverState the word of Sentinel's replies: none, wait_start …
 * @param failoverEpoch the epoch of the last failover this coordinator stood for
 * @param replicas in the order of their addresses
 * @param peers in the order of their run ids
 * @param outlook what speaks against its next failover
 */
public record GroupView(
    GroupName name,
    GroupSettings settings,
    Address published,
    boolean stale,
    NodeView master,
    Epoch configEpoch,
    Optional<RunId> leader,
    Epoch leaderEpoch,
    String failoverState,
    Epoch failoverEpoch,
    List<NodeView> replicas,
    List<PeerView> peers,
    GroupOutlook outlook) {
  /** The master, and behind it the replicas. */
  public Stream<NodeView> nodes() {
    return Stream.concat(Stream.of(master), replicas.stream());
  }
}
