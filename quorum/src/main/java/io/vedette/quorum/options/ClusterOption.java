package io.vedette.quorum.options;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Zones;
import java.util.List;

/**
 * The options of a Redis Cluster that is to be watched, all of them {@code cluster.NAME.option}.
 * There is none unless its nodes are named.
 */
public final class ClusterOption {
  /** All of them. */
  public static final OptionTable TABLE = new OptionTable();

  private static final long DAY_MS = 86_400_000;

  public static final Option<List<Address>> NODES =
      TABLE.add(
          "nodes",
          new AddressList(),
          List.of(),
          "Some of its nodes, from which all others are found; the more, the better it is found"
              + " again after a restart.");

  public static final Option<Long> QUORUM =
      TABLE.add(
          "quorum",
          OptionType.number(1, 1_000, "coordinators"),
          2L,
          "How many coordinators must see the master of a shard down for it to be objectively"
              + " down.");

  public static final Option<Long> DOWN_AFTER_MS =
      TABLE.ms(
          "down-after-ms",
          5_000,
          1,
          DAY_MS,
          "How long a node may leave a PING unanswered before it is subjectively down.");

  public static final Option<Long> RESCUE_AFTER_MS =
      TABLE.ms(
          "rescue-after-ms",
          0,
          0,
          DAY_MS,
          "How long after the master of a shard was objectively down the cluster has to replace it"
              + " by itself; then the coordinators elect a leader, which tells the replica with the"
              + " newest data to force an election where a majority of masters is left, and to take"
              + " over where none is. It should be twice cluster-node-timeout at least. The same on"
              + " every coordinator. 0: never.");

  public static final Option<Zones> ZONES =
      TABLE.add(
          "zones",
          new ZoneList(),
          Zones.NONE,
          "What may be lost at once, for the warning that one zone holds so many masters that"
              + " without it no majority is left: zone-a=10.0.1.*,redis-7 zone-b=10.0.2.*. A node"
              + " that is in none is in its availability_zone by its own word, or else on a host of"
              + " its own.");

  public static final Option<String> AUTH_USER =
      TABLE.add(
          "auth-user", OptionType.text("text"), "", "The ACL user on its nodes; empty: default.");

  public static final Option<String> AUTH_PASS =
      TABLE.add(
          "auth-pass", OptionType.secret("text"), "", "The password on its nodes; empty: none.");

  public static final Option<Long> POLL_MS =
      TABLE.ms(
          "poll-ms",
          1_000,
          100,
          60_000,
          "How often each of its nodes is asked for its view of the cluster. While a master is down"
              + " they are asked ten times a second.");

  public static final Option<String> NOTIFICATION_SCRIPT =
      TABLE.add(
          "notification-script",
          OptionType.text("a path"),
          "",
          "Run for each warning event of its shards; empty: none.");

  public static final Option<String> CLIENT_RECONFIG_SCRIPT =
      TABLE.add(
          "client-reconfig-script",
          OptionType.text("a path"),
          "",
          "Run when a shard has another master; empty: none.");

  private ClusterOption() {}
}
