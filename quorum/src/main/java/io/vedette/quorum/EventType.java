package io.vedette.quorum;

/** Every event by the name that is its Pub/Sub channel, with its level, as in Sentinel. */
public enum EventType {
  SDOWN("+sdown", Level.WARNING, true),
  SDOWN_CLEARED("-sdown", Level.WARNING, true),
  ODOWN("+odown", Level.WARNING, true),
  ODOWN_CLEARED("-odown", Level.WARNING, true),
  TRY_FAILOVER("+try-failover", Level.WARNING, true),
  ELECTED_LEADER("+elected-leader", Level.WARNING, true),
  STATE_SELECT_REPLICA("+failover-state-select-slave", Level.WARNING, true),
  SELECTED_REPLICA("+selected-slave", Level.WARNING, true),
  PROMOTED_REPLICA("+promoted-slave", Level.WARNING, true),
  STATE_RECONF_REPLICAS("+failover-state-reconf-slaves", Level.WARNING, true),
  FAILOVER_END("+failover-end", Level.WARNING, true),
  FAILOVER_END_FOR_TIMEOUT("+failover-end-for-timeout", Level.WARNING, true),
  ABORT_NOT_ELECTED("-failover-abort-not-elected", Level.WARNING, true),
  ABORT_NO_GOOD_REPLICA("-failover-abort-no-good-slave", Level.WARNING, true),
  ABORT_REPLICA_TIMEOUT("-failover-abort-slave-timeout", Level.WARNING, true),
  /** Valkey's: the master did not hand over. */
  ABORT_MASTER_TIMEOUT("-failover-abort-master-timeout", Level.WARNING, true),
  RESET_MASTER("+reset-master", Level.WARNING, true),
  MONITOR("+monitor", Level.WARNING, true),
  MONITOR_REMOVED("-monitor", Level.WARNING, true),
  CONFIG_UPDATE_FROM("+config-update-from", Level.WARNING, true),
  NEW_EPOCH("+new-epoch", Level.WARNING, true),
  VOTE_FOR_LEADER("+vote-for-leader", Level.WARNING, true),
  SWITCH_MASTER("+switch-master", Level.WARNING, true),
  SET("+set", Level.WARNING, true),
  TILT("+tilt", Level.WARNING, false),
  TILT_EXITED("-tilt", Level.WARNING, false),
  SCRIPT_ERROR("-script-error", Level.WARNING, false),
  SCRIPT_TIMEOUT("-script-timeout", Level.WARNING, false),
  REPLICA("+slave", Level.NOTICE, false),
  PEER("+sentinel", Level.NOTICE, false),
  REBOOT("+reboot", Level.NOTICE, false),
  CONVERT_TO_REPLICA("+convert-to-slave", Level.NOTICE, false),
  FIX_REPLICA_CONFIG("+fix-slave-config", Level.NOTICE, false),
  RECONF_SENT("+slave-reconf-sent", Level.NOTICE, false),
  RECONF_SENT_BEST_EFFORT("+slave-reconf-sent-be", Level.NOTICE, false),
  RECONF_IN_PROGRESS("+slave-reconf-inprog", Level.NOTICE, false),
  RECONF_DONE("+slave-reconf-done", Level.NOTICE, false),
  RECONF_SENT_TIMEOUT("-slave-reconf-sent-timeout", Level.NOTICE, false),
  STATE_SEND_REPLICAOF_NO_ONE("+failover-state-send-slaveof-noone", Level.NOTICE, false),
  STATE_WAIT_PROMOTION("+failover-state-wait-promotion", Level.NOTICE, false),
  INVALID_PEER_ADDRESS("+sentinel-invalid-addr", Level.NOTICE, false),
  PEER_ADDRESS_SWITCH("+sentinel-address-switch", Level.NOTICE, false),
  PEER_ADDRESS_UPDATE("+sentinel-address-update", Level.NOTICE, false),
  ROLE_AS_EXPECTED("+role-change", Level.VERBOSE, false),
  ROLE_UNEXPECTED("-role-change", Level.VERBOSE, false),
  /** Vedette's own: state can't be saved, so this coordinator neither votes nor leads. */
  STATE_UNSAVED("+state-unsaved", Level.WARNING, false),
  /** Vedette's own: state can be saved again. */
  STATE_SAVED("-state-unsaved", Level.WARNING, false),
  /** Vedette's own: a host name that is in use can't be resolved; its last address still counts. */
  HOST_UNRESOLVED("+host-unresolved", Level.WARNING, false),
  /** Vedette's own: it can be resolved again. */
  HOST_RESOLVED("-host-unresolved", Level.WARNING, false),
  /** Vedette's own: a host name stands for another address than before, and its links follow. */
  HOST_MOVED("+host-moved", Level.NOTICE, false),
  /** Vedette's own: a replica turned out to be another known node, which stays. */
  REPLICA_UNITED("+replica-united", Level.NOTICE, false),
  /** Vedette's own: its options file has changed, and what is different now. */
  OPTIONS_CHANGED("+options-changed", Level.WARNING, false),
  /** Vedette's own: its options file has changed and can't be used; what was good before holds. */
  OPTIONS_REFUSED("-options-refused", Level.WARNING, false),
  /** Vedette's own: a master acknowledges writes that it may lose, and which. */
  UNSAFE_WRITES("+unsafe-writes", Level.WARNING, false),
  /** Vedette's own: it does no more. */
  UNSAFE_WRITES_CLEARED("-unsafe-writes", Level.WARNING, false),
  /** Vedette's own: clients are not told the master's address, which may be an old one. */
  ISOLATED("+isolated", Level.WARNING, false),
  /** Vedette's own: they are again. */
  ISOLATED_CLEARED("-isolated", Level.WARNING, false),
  /** Vedette's own: a master that is cut off with this coordinator takes no more writes. */
  MASTER_FENCED("+master-fenced", Level.WARNING, false),
  /** Vedette's own: its clients may write again, and why. */
  MASTER_UNFENCED("-master-fenced", Level.WARNING, false),
  /** Vedette's own: a master that is cut off goes on taking writes, and what it said. */
  FENCE_REFUSED("-fence-refused", Level.WARNING, false),
  /** Vedette's own: why a replica was not promoted. */
  REPLICA_REFUSED("+replica-refused", Level.NOTICE, false),
  /** Vedette's own: a master was restarted and has lost data that it had. */
  DATA_LOST("+data-lost", Level.WARNING, true),
  /** Vedette's own: the replica about to be promoted lacks data that the master had. */
  CANDIDATE_BEHIND("+candidate-behind", Level.WARNING, true),
  /** Vedette's own: an operator wants no automatic failover of a group, for a time. */
  FAILOVER_PAUSED("+failover-paused", Level.WARNING, true),
  /** Vedette's own: there are automatic failovers again. */
  FAILOVER_RESUMED("-failover-paused", Level.WARNING, true),
  /** Vedette's own: a failover is due, and does not happen: paused, or too soon after the last. */
  FAILOVER_HELD_BACK("+failover-held-back", Level.WARNING, true),
  /** Vedette's own: at a replica's address there is a server of another deployment by now. */
  FOREIGN_NODE("+foreign-node", Level.WARNING, true),
  /** Vedette's own: a node is no more in a shard of a cluster. */
  REPLICA_GONE("-slave", Level.NOTICE, false),
  /** Vedette's own: a replica of a shard was ordered to become its master. */
  SHARD_FAILOVER("+cluster-failover", Level.WARNING, true),
  /** Vedette's own: a replica is told to replace a master that the cluster has not replaced. */
  RESCUE("+cluster-rescue", Level.WARNING, true),
  /** Vedette's own: a shard is to be rescued, and can't be. */
  RESCUE_IMPOSSIBLE("-cluster-rescue", Level.WARNING, true),
  /** Vedette's own: a node named for a cluster does not show it, and what it said. */
  CLUSTER_REFUSED("+cluster-refused", Level.WARNING, false),
  /** Vedette's own: it does. */
  CLUSTER_ACCEPTED("-cluster-refused", Level.WARNING, false),
  /** Vedette's own: a plain group's servers are nodes of a Redis Cluster: no failover can work. */
  CLUSTER_MODE("+cluster-mode", Level.WARNING, true),
  /** Vedette's own: they are no more. */
  CLUSTER_MODE_CLEARED("-cluster-mode", Level.WARNING, true),
  /** Vedette's own: a data node did not accept to be told its role, and what it said. */
  REPLICAOF_REFUSED("-replicaof-refused", Level.WARNING, false),
  /** Vedette's own: a master was told to give up handing over, to a replica that is down. */
  HAND_OVER_ENDED("-hand-over", Level.WARNING, true),
  /** Vedette's own: a server or a peer refuses the login that is set, and what it said. */
  LOGIN_REFUSED("+auth-failed", Level.WARNING, false),
  /** Vedette's own: it accepts the login that is set. */
  LOGIN_ACCEPTED("-auth-failed", Level.WARNING, false);

  /** Sentinel's levels of the log, from the least to the most important. */
  public enum Level {
    DEBUG,
    VERBOSE,
    NOTICE,
    WARNING
  }

  private final String channel;
  private final Level level;
  private final boolean notifiesScript;

  EventType(String channel, Level level, boolean notifiesScript) {
    this.channel = channel;
    this.level = level;
    this.notifiesScript = notifiesScript;
  }

  /** The Pub/Sub channel. */
  public String channel() {
    return channel;
  }

  /** Its importance in the log. */
  public Level level() {
    return level;
  }

  /** Whether the group's notification-script is run for it. */
  public boolean notifiesScript() {
    return notifiesScript;
  }
}
