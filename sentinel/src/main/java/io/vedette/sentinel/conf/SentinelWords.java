package io.vedette.sentinel.conf;

import java.util.Map;
import java.util.Set;

/** The names of the directives that begin with {@code sentinel}. */
final class SentinelWords {
  /** Set by the operator only: never changed by a rewrite. */
  static final Set<String> GLOBAL_OF_OPERATOR =
      Set.of(
          "deny-scripts-reconfig",
          "sentinel-user",
          "sentinel-pass",
          "resolve-hostnames",
          "announce-hostnames");

  /** Of the coordinator as a whole, and part of its state. */
  static final Set<String> GLOBAL_STATE =
      Set.of("myid", "current-epoch", "announce-ip", "announce-port");

  /** Of a group, named by the first argument. */
  static final Set<String> OF_GROUP =
      Set.of(
          "monitor",
          "down-after-milliseconds",
          "failover-timeout",
          "parallel-syncs",
          "notification-script",
          "client-reconfig-script",
          "auth-pass",
          "auth-user",
          "rename-command",
          "master-reboot-down-after-period",
          "primary-reboot-down-after-period",
          "config-epoch",
          "leader-epoch",
          "known-replica",
          "known-slave",
          "known-sentinel");

  /** Other names of the same. */
  static final Map<String, String> CANONICAL =
      Map.of(
          "known-slave", "known-replica",
          "primary-reboot-down-after-period", "master-reboot-down-after-period");

  private SentinelWords() {}

  /** Whether the state, as it is saved, says what becomes of such a line. */
  static boolean isState(String name) {
    return OF_GROUP.contains(name) || GLOBAL_STATE.contains(name);
  }
}
