package io.vedette.quorum.view;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.RunId;
import java.util.Optional;
import java.util.Set;

/**
 * Another coordinator of a group, as this one sees it.
 *
 * @param runId who it is
 * @param address where it listens, as others are told
 * @param known the same as it was written or heard, perhaps by name: what is saved
 * @param flags in their natural order
 * @param link the link to it
 * @param sDownSince since when it is subjectively down, or {@link NodeView#NEVER}
 * @param lastHelloAt when its last hello for this group came
 * @param votedLeader for whom it said it voted last; empty: unknown
 * @param votedLeaderEpoch in which epoch
 */
public record PeerView(
    RunId runId,
    Address address,
    Address known,
    Set<Flag> flags,
    LinkView link,
    long sDownSince,
    long lastHelloAt,
    Optional<RunId> votedLeader,
    Epoch votedLeaderEpoch) {

  /** A peer that others are told of as it is known. */
  public PeerView(
      RunId runId,
      Address address,
      Set<Flag> flags,
      LinkView link,
      long sDownSince,
      long lastHelloAt,
      Optional<RunId> votedLeader,
      Epoch votedLeaderEpoch) {
    this(
        runId,
        address,
        address,
        flags,
        link,
        sDownSince,
        lastHelloAt,
        votedLeader,
        votedLeaderEpoch);
  }
}
