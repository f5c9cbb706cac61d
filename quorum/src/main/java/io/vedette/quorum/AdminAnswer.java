package io.vedette.quorum;

/**
 * The outcome of a command that changes something.
 *
 * @param code how it went
 * @param count for RESET, how many groups were reset
 */
public record AdminAnswer(Code code, int count) {
  /** How it went. */
  public enum Code {
    OK,
    NO_SUCH_GROUP,
    DUPLICATE_NAME,
    FAILOVER_IN_PROGRESS,
    NO_GOOD_REPLICA,
    /** A host name that can't be resolved. */
    UNKNOWN_HOST,
    /** The master can't hand over. */
    NO_GOOD_MASTER,
    /** The group is a shard of a Redis Cluster: what is set of it stands in the options. */
    SHARD,
    /** The group's servers are nodes of a Redis Cluster. */
    CLUSTER_MODE,
    /** Done in memory, but the state could not be saved. */
    NOT_SAVED
  }

  /** It went well. */
  public static final AdminAnswer OK = of(Code.OK);

  /** An outcome without a count. */
  public static AdminAnswer of(Code code) {
    return new AdminAnswer(code, 0);
  }
}
