package io.vedette.tests.simulation.scenario;

/**
 * What a world consists of and how it is configured.
 *
 * @param coordinators of both kinds, 1 to 9
 * @param stock how many of them, the last ones, are stock Sentinels
 * @param groups 1 to 20
 * @param replicas per group, 0 or more
 * @param clients per group, 0 or more
 * @param quorum 1 to the number of coordinators
 * @param downAfterMs down-after-milliseconds
 * @param failoverTimeoutMs failover-timeout
 * @param parallelSyncs parallel-syncs
 * @param network what the network is like when nothing is wrong
 * @param sharesHosts whether coordinators run on the servers' hosts
 * @param hasAliases whether the masters are configured by an address that they don't know
 *     themselves
 * @param relaysPublish whether what is published on a master is heard on its replicas, too
 * @param fullSyncMs how long a replica takes to copy everything
 * @param keepsIds whether a server that starts again knows its replication id and offset, as from a
 *     snapshot; from an append-only file it does not
 * @param replTimeoutMs repl-timeout of the servers
 * @param minReplicas min-replicas-to-write of the servers, with a max-lag of 10 s
 * @param waits whether clients count a write as acknowledged only when a replica has it
 * @param faultsMs for how long there are faults
 */
public record Shape(
    int coordinators,
    int stock,
    int groups,
    int replicas,
    int clients,
    int quorum,
    int downAfterMs,
    int failoverTimeoutMs,
    int parallelSyncs,
    NetworkKind network,
    boolean sharesHosts,
    boolean hasAliases,
    boolean relaysPublish,
    int fullSyncMs,
    boolean keepsIds,
    int replTimeoutMs,
    int minReplicas,
    boolean waits,
    int faultsMs) {

  /** What the network is like when nothing is wrong. */
  public enum NetworkKind {
    /** A millisecond, rarely a few. */
    LAN,
    /** Some 5 to 40 ms between hosts of different zones. */
    ZONES,
    /** A millisecond mostly, and now and then up to 150. */
    UNEVEN
  }

  /** Servers of a group. */
  public int servers() {
    return replicas + 1;
  }
}
