package io.vedette.quorum.view;

/** What is flagged of an instance, in the order and with the words of Sentinel's replies. */
public enum Flag {
  S_DOWN("s_down"),
  O_DOWN("o_down"),
  MASTER("master"),
  REPLICA("slave"),
  PEER("sentinel"),
  DISCONNECTED("disconnected"),
  MASTER_DOWN("master_down"),
  FAILOVER_IN_PROGRESS("failover_in_progress"),
  PROMOTED("promoted"),
  RECONF_SENT("reconf_sent"),
  RECONF_IN_PROGRESS("reconf_inprog"),
  RECONF_DONE("reconf_done"),
  FORCE_FAILOVER("force_failover"),
  SCRIPT_KILL_SENT("script_kill_sent"),
  MASTER_REBOOT("master_reboot");

  private final String wire;

  Flag(String wire) {
    this.wire = wire;
  }

  /** The word for it on the wire. */
  public String wire() {
    return wire;
  }
}
