package io.vedette.tests.harness;

/**
 * Users with just the rules that Sentinel's documentation gives each of them, and nobody else let
 * in: what a careful operator has set up.
 */
public final class DocumentedUsers {
  /** As whom coordinators log in at data nodes. */
  public static final String COORDINATOR = "sentinel-user";

  /** As whom clients log in, at data nodes and at coordinators. */
  public static final String CLIENT = "app";

  public static final String CLIENT_PASSWORD = "app-secret";

  private static final String[] OPERATOR = {"operator", "operator-secret"};
  private static final String COORDINATOR_RULES =
      "allchannels +multi +slaveof +ping +exec +subscribe +config|rewrite +role +publish +info"
          + " +client|setname +client|kill +script|kill";
  private static final String REPLICA_RULES = "+psync +replconf +ping";
  private static final String CLIENT_RULES_AT_COORDINATORS =
      "-@all +auth +client|getname +client|id +client|setname +command +hello +ping +role"
          + " +sentinel|get-master-addr-by-name +sentinel|master +sentinel|myid"
          + " +sentinel|replicas +sentinel|sentinels";

  private DocumentedUsers() {}

  /**
   * Sets them up in all data nodes and coordinators.
   *
   * @param coordinatorRules for coordinators at data nodes, instead of the documented ones
   * @param moreClientRules for clients at coordinators: the documented ones know nothing of events
   */
  public static ClusterSettings in(
      ClusterSettings cluster, String coordinatorRules, String moreClientRules) {
    String operator = "user %s on >%s ~* allchannels +@all".formatted((Object[]) OPERATOR);
    return cluster
        .everyNode(
            "user default off",
            operator,
            "user " + COORDINATOR + " on >at-nodes " + coordinatorRules,
            "user replica-user on >replica-secret " + REPLICA_RULES,
            "masteruser replica-user",
            "masterauth replica-secret",
            "user %s on >%s ~* allchannels +@all -@admin -@dangerous +info +role"
                .formatted(CLIENT, CLIENT_PASSWORD))
        .nodeLogin(OPERATOR)
        .coordinatorConfig(
            "user default off",
            operator,
            "user admin on >admin-password allchannels +@all",
            "sentinel sentinel-user admin",
            "sentinel sentinel-pass admin-password",
            "user %s on >%s %s %s"
                .formatted(CLIENT, CLIENT_PASSWORD, CLIENT_RULES_AT_COORDINATORS, moreClientRules),
            "sentinel auth-user " + cluster.group() + " " + COORDINATOR,
            "sentinel auth-pass " + cluster.group() + " at-nodes")
        .coordinatorLogin(OPERATOR);
  }

  /** Sets them up as they are documented. */
  public static ClusterSettings in(ClusterSettings cluster) {
    return in(cluster, COORDINATOR_RULES, "");
  }

  /** As {@link #in(ClusterSettings)}, and clients may ask and hear what libraries do besides. */
  public static ClusterSettings withRoomForClients(ClusterSettings cluster) {
    return in(
        cluster,
        COORDINATOR_RULES,
        "allchannels +subscribe +psubscribe +sentinel|masters +sentinel|slaves");
  }
}
