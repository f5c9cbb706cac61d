package io.vedette.quorum.cluster;

import io.vedette.quorum.model.Address;
import java.util.Optional;

/**
 * What a node says of one node of its cluster, be it itself: a line of CLUSTER NODES.
 *
 * @param id which
 * @param address where it is; empty: the line does not say, as a node that does not know its own
 * @param isMaster whether it is a master, with or without slots
 * @param master whom it follows; empty for a master
 * @param configEpoch that of the slots it has, or of its master's
 * @param slots those it has
 * @param moving how many slots are on their way from it or to it; only said of itself
 * @param isSuspect whether it does not answer who says this (PFAIL)
 * @param isFailed whether a majority of masters has agreed that it is down (FAIL)
 * @param isConnected whether who says this is connected with it
 * @param refusesFailover whether it never becomes master by itself (cluster-replica-no-failover)
 */
public record NodeLine(
    NodeId id,
    Optional<Address> address,
    boolean isMaster,
    Optional<NodeId> master,
    long configEpoch,
    SlotSet slots,
    int moving,
    boolean isSuspect,
    boolean isFailed,
    boolean isConnected,
    boolean refusesFailover) {

  /** The same, at this address. */
  NodeLine at(Address known) {
    return new NodeLine(
        id,
        Optional.of(known),
        isMaster,
        master,
        configEpoch,
        slots,
        moving,
        isSuspect,
        isFailed,
        isConnected,
        refusesFailover);
  }

  /** Whether it is a master with slots: one of those who decide. */
  public boolean ownsSlots() {
    return isMaster && !slots.isEmpty();
  }

  /** Whether who says this can reach it. */
  public boolean isReachable() {
    return isConnected && !isGivenUp();
  }

  /** Whether it has not answered who says this for too long, or a majority of masters. */
  public boolean isGivenUp() {
    return isSuspect || isFailed;
  }
}
