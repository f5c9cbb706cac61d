package io.vedette.quorum;

import io.vedette.quorum.gossip.Confirmation;
import io.vedette.quorum.model.DataNode;
import io.vedette.quorum.model.Fence;
import io.vedette.quorum.model.Link;
import io.vedette.quorum.model.MasterGroup;
import io.vedette.quorum.model.NodeInfo;
import io.vedette.quorum.model.Peer;
import io.vedette.quorum.model.Role;
import io.vedette.quorum.options.GroupOption;
import java.util.Optional;

/**
 * Keeps the clients of a master from writing that is cut off together with this coordinator: those
 * on the other side are about to make a replica the master, and what is written here will be lost.
 * Only where it was chosen ({@link GroupOption#FENCE_ISOLATED_MASTER}).
 *
 * <p>They can't have done so within down-after; three tenths of it are waited for. The pause lasts
 * for one down-after, so that it ends by itself if this coordinator dies, and is renewed before.
 *
 * <p>A master that goes on hearing of its replicas is not cut off, whatever this coordinator can
 * reach: where down-after is long enough for that to be seen, its writes are not stopped at all.
 */
final class Isolation {
  /** Tenths of down-after without an answer after which a node is out of reach. */
  private static final long LOST_TENTHS = 3;

  /** Tenths of down-after after which the master is asked whether it still hears of replicas. */
  private static final long SUSPECT_TENTHS = 2;

  /** The pause is renewed when this part of it is over. */
  private static final long RENEWALS = 3;

  /** How often it is looked at whether a fence can be lifted. */
  private static final long LOOK_MS = 50;

  /** How often nodes are asked meanwhile, at most. */
  private static final long ASK_MS = 100;

  private static final long SECOND_MS = 1_000;

  /** Seconds are counted by a clock of whole ones, and the answer was under way for some time. */
  private static final long ACK_MARGIN_MS = 1_500;

  /** A replica, which acknowledges every second, is there if it has done so this lately. */
  private static final long ACK_MS = 6_000;

  private final Self self;
  private final Outbox out;
  private final Registry registry;
  private final LinkCare links;

  Isolation(Self self, Outbox out, Registry registry, LinkCare links) {
    this.self = self;
    this.out = out;
    this.registry = registry;
    this.links = links;
  }

  /** Looks at a group's master, and at one that it had before. */
  void look(MasterGroup group) {
    boolean isChosen = group.options().get(GroupOption.FENCE_ISOLATED_MASTER);
    if (isChosen && group.master().fence().isEmpty() && isCutOff(group)) {
      group.master().fence(Optional.of(new Fence(self.now)));
      out.master(
          EventType.MASTER_FENCED,
          group,
          "no replica and no majority of coordinators can be reached; its clients wait");
    }
    tend(group, group.master(), isChosen);
    for (DataNode replica : group.replicas().values()) {
      tend(group, replica, isChosen);
    }
  }

  private void tend(MasterGroup group, DataNode node, boolean isChosen) {
    if (node.fence().isPresent()) {
      tend(group, node, node.fence().get(), isChosen);
    }
  }

  private void tend(MasterGroup group, DataNode node, Fence fence, boolean isChosen) {
    Optional<String> reason =
        isChosen ? whyToLift(group, node, fence) : Optional.of("fence-isolated-master is off");
    if (reason.isPresent()) {
      lift(group, node, reason.get());
      return;
    }
    registry.groupAgenda.wakeAt(self.now + LOOK_MS);
    long pauseMs = group.settings().downAfterMs();
    long dueAt =
        fence.toldAt() == Link.NEVER ? self.now : fence.toldAt() + Math.max(1, pauseMs / RENEWALS);
    if (node.link().isUp() && registry.groupAgenda.isDue(dueAt)) {
      out.add(new Effect.PauseWrites(node.link().id(), pauseMs));
      fence.markTold(self.now);
      // The server counts from when it is told, which is later.
      node.pausedUntil(self.now + 2 * pauseMs);
    }
  }

  private void lift(MasterGroup group, DataNode node, String reason) {
    node.fence(Optional.empty());
    // Without a link the pause goes on until it is over, or there is one.
    if (node.link().isUp()) {
      out.add(new Effect.ResumeWrites(node.link().id()));
      node.pausedUntil(Link.NEVER);
    }
    out.node(EventType.MASTER_UNFENCED, group, node, reason);
    // The hello that was held back.
    registry.groupAgenda.wakeAt(self.now);
  }

  /** A master has said whether it keeps its clients from writing. */
  void onPauseReply(MasterGroup group, DataNode node, Optional<String> error) {
    if (error.isEmpty() || node.fence().isEmpty()) {
      return;
    }
    node.pausedUntil(Link.NEVER);
    if (!node.fence().get().isRefused()) {
      node.fence().get().markRefused();
      out.node(EventType.FENCE_REFUSED, group, node, error.get());
    }
    registry.touch(group);
  }

  /**
   * Whether this coordinator reaches the master, but none of its replicas, and so few others that
   * they can elect a leader without it.
   */
  private boolean isCutOff(MasterGroup group) {
    DataNode master = group.master();
    long tenth = group.settings().downAfterMs() / 10;
    if (group.replicas().isEmpty()
        || group.failover().isRunning()
        || !master.link().isUp()
        || master.roleReported() != Role.MASTER
        || isSilentFor(master.link(), LOST_TENTHS * tenth)) {
      return false;
    }
    if (!isAloneFor(group, SUSPECT_TENTHS * tenth)) {
      return false;
    }
    askNow(master, Math.max(ASK_MS, Math.min(tenth, SECOND_MS)));
    long since = aloneSince(group);
    return isAloneFor(group, LOST_TENTHS * tenth)
        && hasAnswered(master, since)
        && whyNotCutOff(group, since).isEmpty();
  }

  /**
   * Whether the master has said anything since then. If not, this coordinator may be cut off by
   * itself, and what it tells the master now would reach it after all is over.
   */
  private static boolean hasAnswered(DataNode master, long since) {
    return Math.max(master.link().lastReplyAt(), master.infoAt()) > since;
  }

  private boolean isAloneFor(MasterGroup group, long ms) {
    boolean isReplicaThere = false;
    for (DataNode replica : group.replicas().values()) {
      isReplicaThere |= !isSilentFor(replica.link(), ms);
    }
    int lost = 0;
    for (Peer peer : group.peers().values()) {
      lost += isSilentFor(peer.link(), ms) ? 1 : 0;
    }
    return !isReplicaThere && lost > group.voters() / 2;
  }

  /** Whether it has owed an answer for so long; if not, the group is woken when it may have. */
  private boolean isSilentFor(Link link, long ms) {
    if (link.unansweredSince() == Link.NEVER) {
      registry.groupAgenda.wakeAt(self.now + Math.max(1, ms));
      return false;
    }
    return registry.groupAgenda.isDue(link.unansweredSince() + ms);
  }

  /** When it has lost the last of those that it has lost. */
  private static long aloneSince(MasterGroup group) {
    long since = 0;
    for (DataNode replica : group.replicas().values()) {
      since = Math.max(since, replica.link().unansweredSince());
    }
    for (Peer peer : group.peers().values()) {
      since = Math.max(since, peer.link().unansweredSince());
    }
    return since;
  }

  private Optional<String> whyToLift(MasterGroup group, DataNode node, Fence fence) {
    if (node != group.master()) {
      // As long as it has not been seen as a replica, it is the old master.
      return node.isDeposed() ? Optional.empty() : Optional.of("it is a replica");
    }
    askNow(node, ASK_MS);
    return whyNotCutOff(group, fence.since());
  }

  /** By what was heard since then, if anything, the master is not cut off, and not replaced. */
  private Optional<String> whyNotCutOff(MasterGroup group, long since) {
    if (hasHeardReplicas(group.master(), since)) {
      return Optional.of("its replicas acknowledge what it sends");
    }
    if (isFollowedSince(group, since)) {
      return Optional.of("a replica can be reached and follows it");
    }
    return Confirmation.isConfirmed(group, self.timing, self.now, since)
        ? Optional.of("a majority of coordinators can be reached and takes it for the master")
        : Optional.empty();
  }

  /** Whether a master, by its word, has heard of a replica since then, and lately. */
  private boolean hasHeardReplicas(DataNode master, long since) {
    long age = master.info().map(NodeInfo::ackAgeSeconds).orElse(-1L);
    long heardAt = master.infoAt() - age * SECOND_MS - ACK_MARGIN_MS;
    return age >= 0 && heardAt > since && self.now - heardAt < ACK_MS;
  }

  /** Whether some replica has said since then that it follows the master, and none the contrary. */
  private boolean isFollowedSince(MasterGroup group, long since) {
    boolean isFollowed = false;
    for (DataNode replica : group.replicas().values()) {
      if (replica.infoAt() <= since) {
        if (replica.link().unansweredSince() == Link.NEVER) {
          askNow(replica, ASK_MS);
        }
        continue;
      }
      if (replica.roleReported() != Role.REPLICA || !group.isFollowedBy(replica)) {
        return false;
      }
      isFollowed |= replica.info().map(NodeInfo::masterLinkUp).orElse(false);
    }
    return isFollowed;
  }

  private void askNow(DataNode node, long period) {
    if (!node.isInfoInFlight() && registry.groupAgenda.isDue(node.infoSentAt() + period)) {
      links.askNow(node);
    }
  }
}
