package io.vedette.quorum.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;

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
 * @param remarks the rest of its lines that matter, see {@link #isRemark}
 * @param text the whole answer, for SENTINEL INFO-CACHE
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
    String remarks,
    InfoText text) {

  /** Replica priority of a server that names none. */
  public static final int DEFAULT_PRIORITY = 100;

  private static final String LOADING = "loading:1";
  private static final String SYNCING = "master_sync_in_progress:1";
  private static final String CLUSTER = "redis_mode:cluster";
  private static final String STANDALONE = "redis_mode:standalone";
  private static final String HANDING_OVER = "master_failover_state:failover-in-progress";
  private static final String OWN_LOG = "aof_enabled:1";
  private static final String KEYS = ":keys=";

  /** Valkey's. */
  private static final String ZONE = "availability_zone:";

  private static final Set<String> REMARKS =
      Set.of(LOADING, SYNCING, CLUSTER, STANDALONE, HANDING_OVER, OWN_LOG);

  public NodeInfo {
    replicas = List.copyOf(replicas);
  }

  /** Of an answer that is nothing but its remarks. */
  public NodeInfo(
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
      String remarks) {
    this(
        runId,
        role,
        master,
        masterLinkUp,
        masterLinkDownMs,
        priority,
        replOffset,
        announced,
        masterReplOffset,
        replId,
        replId2,
        uptimeSeconds,
        replicas,
        ackAgeSeconds,
        failoverKnown,
        minReplicasSet,
        remarks,
        InfoText.of(remarks));
  }

  /** Whether a line of INFO, without its end, is one that is kept for what is asked here. */
  public static boolean isRemark(String line) {
    return REMARKS.contains(line) || line.contains(KEYS) || line.startsWith(ZONE);
  }

  /** Whether the server is still reading its data from disk. */
  public boolean isLoading() {
    return says(LOADING);
  }

  /** Whether a replica is getting all its data anew. */
  public boolean isSyncing() {
    return says(SYNCING);
  }

  /** Whether the server is a node of a Redis Cluster: then it refuses to be told whom to follow. */
  public boolean isOfCluster() {
    return says(CLUSTER);
  }

  /** Whether the server says that it is none. */
  public boolean isStandalone() {
    return says(STANDALONE);
  }

  /**
   * Whether a server keeps its data in an append-only file and has some: then it has it all after a
   * restart, though under a new replication id and offset.
   */
  public boolean hasDataOfItsOwnLog() {
    return says(OWN_LOG) && remarks.contains(KEYS);
  }

  /**
   * To whom a server is handing over its role: it has taken that of a replica already, asks the
   * other one again and again to become master, and refuses all other orders until that one has.
   */
  public Optional<Address> handsOverTo() {
    return says(HANDING_OVER) ? master : Optional.empty();
  }

  /** Where the server is, by its own word; empty: it does not say. */
  public Optional<String> availabilityZone() {
    return remarks
        .lines()
        .filter(line -> line.startsWith(ZONE))
        .map(line -> line.substring(ZONE.length()).strip())
        .filter(zone -> !zone.isEmpty())
        .findFirst();
  }

  private boolean says(String line) {
    for (int at = remarks.indexOf(line); at >= 0; at = remarks.indexOf(line, at + 1)) {
      boolean isBegin = at == 0 || isLineEnd(at - 1);
      if (isBegin && isLineEnd(at + line.length())) {
        return true;
      }
    }
    return false;
  }

  private boolean isLineEnd(int at) {
    return at >= remarks.length() || remarks.charAt(at) == '\n' || remarks.charAt(at) == '\r';
  }
}
