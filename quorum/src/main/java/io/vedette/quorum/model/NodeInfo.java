package io.vedette.quorum.model;

import java.util.List;
import java.util.Optional;

/**
 * What a data node said of itself in INFO, parsed and found sane. What it did not say is empty or
 * the value given here.
 *
 * @param runId the server's run id
 * @param role which role it reports
 * @param master whom a replica follows; empty for a master
 * @param masterLinkUp whether a replica's link to its master is up
 * @param masterLinkDownMs for how long it has been down, 0 when it is up
 * @param priority replica-priority, 0: never promote; default 100
 * @param replOffset how far a replica has read its master's stream; 0 unknown
 * @param announced replica-announced; default true
 * @param masterReplOffset the node's own replication offset; 0 unknown
 * @param replId master_replid; empty string unknown
 * @param replId2 master_replid2; empty string unknown
 * @param uptimeSeconds since the server started; 0 unknown
 * @param replicas the addresses of the replicas a master lists, each once, in its order
 * @param ackAgeSeconds how long ago one of a master's replicas has last acknowledged something, in
 *     whole seconds, by a clock of whole seconds; -1: none is connected, or the master does not say
 * @param failoverKnown whether the server can hand over to a replica: it names a
 *     master_failover_state
 * @param minReplicasSet whether a master takes writes only while enough replicas are connected: it
 *     names min_slaves_good_slaves
 * @param raw the whole answer, for SENTINEL INFO-CACHE
 */
public record NodeInfo(
    Optional<RunId> runId,
    Optional<Role> role,
    Optional<Address> master,
    boolean masterLinkUp,
    long masterLinkDownMs,
    int priority,
    long replOffset,
    boolean announced,
    long masterReplOffset,
    String replId,
    String replId2,
    long uptimeSeconds,
    List<Address> replicas,
    long ackAgeSeconds,
    boolean failoverKnown,
    boolean minReplicasSet,
    String raw) {

  /** Replica priority of a server that names none. */
  public static final int DEFAULT_PRIORITY = 100;

  /** Valkey's. */
  private static final String ZONE = "availability_zone:";

  public NodeInfo {
    replicas = List.copyOf(replicas);
  }

  /** Whether the server is still reading its data from disk. */
  public boolean isLoading() {
    return says("loading:1");
  }

  /** Whether a replica is getting all its data anew. */
  public boolean isSyncing() {
    return says("master_sync_in_progress:1");
  }

  /** Whether the server is a node of a Redis Cluster: then it refuses to be told whom to follow. */
  public boolean isOfCluster() {
    return says("redis_mode:cluster");
  }

  /** Whether the server says that it is none. */
  public boolean isStandalone() {
    return says("redis_mode:standalone");
  }

  /**
   * Whether a server keeps its data in an append-only file and has some: then it has it all after a
   * restart, though under a new replication id and offset.
   */
  public boolean hasDataOfItsOwnLog() {
    return says("aof_enabled:1") && raw.contains(":keys=");
  }

  /**
   * To whom a server is handing over its role: it has taken that of a replica already, asks the
   * other one again and again to become master, and refuses all other orders until that one has.
   */
  public Optional<Address> handsOverTo() {
    return says("master_failover_state:failover-in-progress") ? master : Optional.empty();
  }

  /** Where the server is, by its own word; empty: it does not say. */
  public Optional<String> availabilityZone() {
    return raw.lines()
        .filter(line -> line.startsWith(ZONE))
        .map(line -> line.substring(ZONE.length()).strip())
        .filter(zone -> !zone.isEmpty())
        .findFirst();
  }

  private boolean says(String line) {
    for (int at = raw.indexOf(line); at >= 0; at = raw.indexOf(line, at + 1)) {
      boolean isBegin = at == 0 || isLineEnd(at - 1);
      if (isBegin && isLineEnd(at + line.length())) {
        return true;
      }
    }
    return false;
  }

  private boolean isLineEnd(int at) {
    return at >= raw.length() || raw.charAt(at) == '\n' || raw.charAt(at) == '\r';
  }
}
