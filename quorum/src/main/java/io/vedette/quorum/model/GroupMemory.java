package io.vedette.quorum.model;

import java.util.Optional;

/**
 * What is remembered of a group over a restart, beside its configuration.
 *
 * @param data what its master last said of its data; empty unknown
 * @param pausedMs for how long it still has no automatic failover, in milliseconds; 0: it has
 */
public record GroupMemory(Optional<LastKnown> data, long pausedMs) {}
