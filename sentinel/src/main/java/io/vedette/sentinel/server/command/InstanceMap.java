package io.vedette.sentinel.server.command;

import static io.vedette.quorum.view.NodeView.NEVER;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.NodeInfo;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.view.ClusterView;
import io.vedette.quorum.view.Flag;
import io.vedette.quorum.view.GroupOutlook;
import io.vedette.quorum.view.GroupView;
import io.vedette.quorum.view.LinkView;
import io.vedette.quorum.view.NodeView;
import io.vedette.quorum.view.PeerView;
import io.vedette.sentinel.runtime.ClusterHealth;
import io.vedette.sentinel.runtime.LiveView;
import io.vedette.sentinel.server.resp.ReplyWriter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An instance as SENTINEL MASTER, REPLICAS and SENTINELS show it: Sentinel's fields in Sentinel's
 * order, all values text, times as ages in milliseconds.
 */
final class InstanceMap {
  private final List<String> fields = new ArrayList<>(48);
  private final long now;

  private InstanceMap(long now) {
    this.now = now;
  }

  /**
   * A group by its master.
   *
   * @param view for the cluster whose shard it may be
   */
  static void master(GroupView group, LiveView view, long now, ReplyWriter reply) {
    InstanceMap map = new InstanceMap(now);
    NodeView master = group.master();
    map.common(
        group.name().value(),
        master.address(),
        runId(master),
        flags(group),
        master.link(),
        group.failoverState());
    map.down(master.sDownSince(), master.oDownSince(), group.settings().downAfterMs());
    map.role(master);
    map.put("config-epoch", group.configEpoch().value());
    map.put("num-slaves", group.replicas().size());
    map.put("num-other-sentinels", group.peers().size());
    map.put("quorum", group.settings().quorum());
    map.put("failover-timeout", group.settings().failoverTimeoutMs());
    map.put("parallel-syncs", group.settings().parallelSyncs());
    group.settings().notificationScript().ifPresent(path -> map.put("notification-script", path));
    group
        .settings()
        .clientReconfigScript()
        .ifPresent(path -> map.put("client-reconfig-script", path));
    map.refusal(master.link());
    if (group.stale()) {
      map.put("isolated", 1);
    }
    map.restraint(group.outlook());
    ClusterView cluster = view.clusterOf(group.name());
    if (cluster != null) {
      map.shard(cluster, group.name(), ClusterHealth.of(cluster, view, now));
    }
    map.writeTo(reply);
  }

  /** An address that may be an old one is shown as down: redis-py takes the master from here. */
  private static Set<Flag> flags(GroupView group) {
    if (!group.stale()) {
      return group.master().flags();
    }
    Set<Flag> flags = EnumSet.of(Flag.S_DOWN);
    flags.addAll(group.master().flags());
    return flags;
  }

  static void replica(GroupView group, NodeView replica, long now, ReplyWriter reply) {
    InstanceMap map = new InstanceMap(now);
    map.common(
        replica.address().toString(),
        replica.address(),
        runId(replica),
        replica.flags(),
        replica.link(),
        group.failoverState());
    map.down(replica.sDownSince(), replica.oDownSince(), group.settings().downAfterMs());
    map.role(replica);
    Optional<NodeInfo> info = replica.info();
    map.put("master-link-down-time", info.map(NodeInfo::masterLinkDownMs).orElse(0L));
    boolean up = info.map(NodeInfo::masterLinkUp).orElse(false);
    map.put("master-link-status", up ? "ok" : "err");
    Optional<Address> master = info.flatMap(NodeInfo::master);
    map.put("master-host", master.map(Address::host).orElse("?"));
    map.put("master-port", master.map(Address::port).orElse(0));
    map.put("slave-priority", info.map(NodeInfo::priority).orElse(NodeInfo.DEFAULT_PRIORITY));
    map.put("slave-repl-offset", info.map(NodeInfo::replOffset).orElse(0L));
    map.put("replica-announced", announced(replica) ? 1 : 0);
    map.refusal(replica.link());
    map.outlook(group.outlook(), replica);
    map.writeTo(reply);
  }

  static void peer(GroupView group, PeerView peer, long now, ReplyWriter reply) {
    InstanceMap map = new InstanceMap(now);
    map.common(
        peer.runId().value(),
        peer.address(),
        peer.runId().value(),
        peer.flags(),
        peer.link(),
        group.failoverState());
    map.down(peer.sDownSince(), NEVER, group.settings().downAfterMs());
    map.put("last-hello-message", now - peer.lastHelloAt());
    map.put("voted-leader", peer.votedLeader().map(RunId::value).orElse("?"));
    map.put("voted-leader-epoch", peer.votedLeaderEpoch().value());
    map.refusal(peer.link());
    map.writeTo(reply);
  }

  /** Whether a replica wants to be shown to clients. */
  static boolean announced(NodeView replica) {
    return replica.info().map(NodeInfo::announced).orElse(true);
  }

  private void common(
      String name,
      Address address,
      String runId,
      Set<Flag> flags,
      LinkView link,
      String failoverState) {
    put("name", name);
    put("ip", address.host());
    put("port", address.port());
    put("runid", runId);
    put("flags", flags.stream().map(Flag::wire).collect(Collectors.joining(",")));
    put("link-pending-commands", link.pingPendingSince() == NEVER ? 0 : 1);
    put("link-refcount", link.shares());
    if (flags.contains(Flag.FAILOVER_IN_PROGRESS)) {
      put("failover-state", failoverState);
    }
    put("last-ping-sent", age(link.pingPendingSince()));
    put("last-ok-ping-reply", age(link.lastOkPingReplyAt()));
    put("last-ping-reply", age(link.lastPingReplyAt()));
  }

  private void down(long sDownSince, long oDownSince, long downAfterMs) {
    if (sDownSince != NEVER) {
      put("s-down-time", age(sDownSince));
    }
    if (oDownSince != NEVER) {
      put("o-down-time", age(oDownSince));
    }
    put("down-after-milliseconds", downAfterMs);
  }

  private void role(NodeView node) {
    put("info-refresh", age(node.infoAt()));
    put("role-reported", node.roleReported().wire());
    put("role-reported-time", age(node.roleReportedAt()));
  }

  private static String runId(NodeView node) {
    return node.info().flatMap(NodeInfo::runId).map(RunId::value).orElse("");
  }

  private long age(long at) {
    return at == NEVER ? 0 : Math.max(0, now - at);
  }

  private void put(String field, long value) {
    put(field, Long.toString(value));
  }

  private void put(String field, String value) {
    fields.add(field);
    fields.add(value);
  }

  /** Last, and only where there is something to say: no field of Sentinel's. */
  private void refusal(LinkView link) {
    link.refusal().ifPresent(error -> put("login-refused", error));
  }

  /** Why it was not promoted when a replica was looked for last; no field of Sentinel's. */
  private void outlook(GroupOutlook outlook, NodeView replica) {
    String refusal = outlook.refusals().get(replica.known());
    if (refusal != null) {
      put("promotion-refused", refusal);
    }
  }

  /**
   * For how long there is no automatic failover, and why; only then, and no field of Sentinel's.
   */
  private void restraint(GroupOutlook outlook) {
    if (outlook.pausedUntil() > now) {
      put("failover-paused-ms", outlook.pausedUntil() - now);
    }
    if (outlook.heldBackUntil() > now) {
      put("failover-held-back-ms", outlook.heldBackUntil() - now);
    }
  }

  /** Which cluster it belongs to, how that is, and its slots; no fields of Sentinel's. */
  private void shard(ClusterView cluster, GroupName name, ClusterHealth health) {
    put("cluster", cluster.name().value());
    put("cluster-state", health.state(cluster));
    put("cluster-troubles", String.join("; ", health.troubles()));
    put("slots", cluster.shard(name).map(shard -> shard.slots().toString()).orElse(""));
  }

  private void writeTo(ReplyWriter reply) {
    reply.map(fields.size() / 2);
    fields.forEach(reply::bulk);
  }
}
