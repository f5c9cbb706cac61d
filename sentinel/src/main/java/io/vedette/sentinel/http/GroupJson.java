package io.vedette.sentinel.http;

import io.vedette.quorum.model.NodeInfo;
import io.vedette.quorum.view.Flag;
import io.vedette.quorum.view.GroupView;
import io.vedette.quorum.view.NodeView;
import io.vedette.quorum.view.PeerView;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A group as this coordinator sees it, in JSON. What changes by the mere passing of time is left
 * out, so that nothing is different unless something has happened.
 */
final class GroupJson {
  private GroupJson() {}

  /**
   * The group.
   *
   * @param now the coordinator's monotonic milliseconds
   */
  static Map<String, Object> of(GroupView group, long now) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", group.name());
    json.put("published", group.published());
    json.put("stale", group.stale());
    json.put("config_epoch", group.configEpoch().value());
    json.put("leader", orEmpty(group.leader()));
    json.put("leader_epoch", group.leaderEpoch().value());
    json.put("failover_state", group.failoverState());
    json.put("failover_paused", group.outlook().pausedUntil() > now);
    json.put("failover_held_back", group.outlook().heldBackUntil() > now);
    json.put("quorum", group.settings().quorum());
    json.put("coordinators", Outlook.coordinators(group));
    json.put("coordinators_usable", Outlook.usable(group));
    json.put("votes_needed", Outlook.needed(group));
    json.put("down_after_ms", group.settings().downAfterMs());
    json.put("failover_timeout_ms", group.settings().failoverTimeoutMs());
    json.put("master", master(group.master()));
    json.put("replicas", group.replicas().stream().map(r -> replica(group, r)).toList());
    json.put("peers", group.peers().stream().map(GroupJson::peer).toList());
    return json;
  }

  private static Map<String, Object> node(NodeView node) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("address", node.address());
    json.put("flags", words(node.flags()));
    json.put("up", Outlook.isUp(node));
    json.put("run_id", orEmpty(node.info().flatMap(NodeInfo::runId)));
    json.put("login_refused", orEmpty(node.link().refusal()));
    return json;
  }

  private static Map<String, Object> master(NodeView master) {
    Map<String, Object> json = node(master);
    json.put("offset", master.info().map(NodeInfo::masterReplOffset).orElse(0L));
    return json;
  }

  private static Map<String, Object> replica(GroupView group, NodeView replica) {
    Map<String, Object> json = node(replica);
    OptionalLong lag = Outlook.lagBytes(group, replica);
    json.put("follows", orEmpty(replica.info().flatMap(NodeInfo::master)));
    json.put("master_link_up", Outlook.isReplicating(replica));
    json.put("priority", Outlook.priority(replica));
    json.put("offset", replica.info().map(NodeInfo::replOffset).orElse(0L));
    json.put("lag_bytes", lag.isPresent() ? (Object) lag.getAsLong() : null);
    json.put("promotion_refused", group.outlook().refusals().getOrDefault(replica.known(), ""));
    return json;
  }

  private static Map<String, Object> peer(PeerView peer) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("run_id", peer.runId());
    json.put("address", peer.address());
    json.put("flags", words(peer.flags()));
    json.put("up", peer.link().up() && Outlook.isUsable(peer));
    json.put("says_master_down", peer.flags().contains(Flag.MASTER_DOWN));
    json.put("voted_leader", orEmpty(peer.votedLeader()));
    json.put("voted_epoch", peer.votedLeaderEpoch().value());
    json.put("login_refused", orEmpty(peer.link().refusal()));
    return json;
  }

  private static List<String> words(Collection<Flag> flags) {
    return flags.stream().map(Flag::wire).toList();
  }

  private static Object orEmpty(Optional<?> value) {
    return value.isPresent() ? value.get() : "";
  }
}
