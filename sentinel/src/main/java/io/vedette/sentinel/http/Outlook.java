package io.vedette.sentinel.http;

import io.vedette.quorum.model.NodeInfo;
import io.vedette.quorum.view.Flag;
import io.vedette.quorum.view.GroupView;
import io.vedette.quorum.view.NodeView;
import io.vedette.quorum.view.PeerView;
import java.util.OptionalLong;

/** What follows from a group's view. */
final class Outlook {
  private Outlook() {}

  /** Whether a data node is linked, and not down. */
  static boolean isUp(NodeView node) {
    return node.link().up() && !node.flags().contains(Flag.S_DOWN);
  }

  /** Whether another coordinator is not down. */
  static boolean isUsable(PeerView peer) {
    return !peer.flags().contains(Flag.S_DOWN);
  }

  /** Whether a replica's link to its master is up, as it said last. */
  static boolean isReplicating(NodeView replica) {
    return replica.info().map(NodeInfo::masterLinkUp).orElse(false);
  }

  /** Whether a replica serves, and could be promoted. */
  static boolean isGood(NodeView replica) {
    return isUp(replica) && isReplicating(replica) && priority(replica) > 0;
  }

  static int priority(NodeView replica) {
    return replica.info().map(NodeInfo::priority).orElse(NodeInfo.DEFAULT_PRIORITY);
  }

  /** How far a replica was behind, as both said last; empty: one has not. */
  static OptionalLong lagBytes(GroupView group, NodeView replica) {
    return group.master().info().isPresent() && replica.info().isPresent()
        ? OptionalLong.of(
            Math.max(
                0,
                group.master().info().get().masterReplOffset() - replica.info().get().replOffset()))
        : OptionalLong.empty();
  }

  /** How many coordinators the group has, this one among them. */
  static int coordinators(GroupView group) {
    return group.peers().size() + 1;
  }

  /** How many of them are not down. */
  static int usable(GroupView group) {
    return 1 + (int) group.peers().stream().filter(Outlook::isUsable).count();
  }

  /** How many votes a leader needs: a majority of all, and the quorum. */
  static int needed(GroupView group) {
    return Math.max(coordinators(group) / 2 + 1, group.settings().quorum());
  }

  /** How many links are up, or down. */
  static long links(GroupView group, String kind, boolean isUp) {
    return switch (kind) {
      case "master" -> group.master().link().up() == isUp ? 1 : 0;
      case "replica" -> group.replicas().stream().filter(r -> r.link().up() == isUp).count();
      default -> group.peers().stream().filter(p -> p.link().up() == isUp).count();
    };
  }

  /** How many refuse the login that is set. */
  static long loginsRefused(GroupView group) {
    return (group.master().link().refusal().isPresent() ? 1 : 0)
        + group.replicas().stream().filter(r -> r.link().refusal().isPresent()).count()
        + group.peers().stream().filter(p -> p.link().refusal().isPresent()).count();
  }
}
