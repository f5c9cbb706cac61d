package io.vedette.quorum.view;

import io.vedette.quorum.cluster.FullCoverage;
import io.vedette.quorum.cluster.NodeId;
import io.vedette.quorum.cluster.SlotSet;
import io.vedette.quorum.model.Address;
import java.util.Optional;

/**
 * A node of a Redis Cluster, by what all of its nodes say that could be asked.
 *
 * @param id which
 * @param address where it is
 * @param isMaster whether it is a master, with or without slots
 * @param master whom it follows; empty for a master
 * @param configEpoch of its slots, or of its master's
 * @param slots those that are its
 * @param moving how many slots are on their way from it or to it, by its own word
 * @param isHeard whether it could be asked itself
 * @param suspectedBy how many nodes don't reach it
 * @param failedBy how many know that a majority of masters has given it up
 * @param disputedBy how many say something else of its role or its slots than what counts
 * @param fullCoverage whether it serves only as long as all slots can be, by its own word
 */
public record ClusterNodeView(
    NodeId id,
    Address address,
    boolean isMaster,
    Optional<NodeId> master,
    long configEpoch,
    SlotSet slots,
    int moving,
    boolean isHeard,
    int suspectedBy,
    int failedBy,
    int disputedBy,
    FullCoverage fullCoverage) {}
