package io.vedette.quorum;

import io.vedette.quorum.detection.ObjectiveDown;
import io.vedette.quorum.detection.SubjectiveDown;
import io.vedette.quorum.model.DataLoss;
import io.vedette.quorum.model.DataNode;
import io.vedette.quorum.model.GroupSettings;
import io.vedette.quorum.model.Link;
import io.vedette.quorum.model.MasterGroup;
import io.vedette.quorum.model.Peer;
import io.vedette.quorum.options.GroupOption;
import io.vedette.quorum.options.OptionValues;
import java.util.Optional;

/** Says who is down, at the moment when they are, and who is back. */
final class Judgement {
  private final Self self;
  private final Outbox out;
  private final Registry registry;
  private final LinkCare links;

  Judgement(Self self, Outbox out, Registry registry, LinkCare links) {
    this.self = self;
    this.out = out;
    this.registry = registry;
    this.links = links;
  }

  /** Judges all instances of a group, and then the master objectively. */
  void judge(MasterGroup group) {
    judge(group, group.master());
    for (DataNode replica : group.replicas().values()) {
      judge(group, replica);
    }
    for (Peer peer : group.peers().values()) {
      judge(group, peer);
    }
    judgeObjectively(group);
  }

  private void judge(MasterGroup group, DataNode node) {
    Optional<String> why = whyDown(group, node);
    if (why.isPresent() && !node.isSDown()) {
      node.markSDown(self.now);
      out.node(EventType.SDOWN, group, node, why.get());
      if (node == group.master()) {
        group.peers().values().forEach(Peer::askAnew);
        links.askReplicasNow(group);
      }
    } else if (why.isEmpty() && node.isSDown()) {
      node.clearSDown();
      out.node(EventType.SDOWN_CLEARED, group, node, "");
    }
  }

  private Optional<String> whyDown(MasterGroup group, DataNode node) {
    GroupSettings settings = group.settings();
    if (isPast(SubjectiveDown.silentAt(node.link(), settings.downAfterMs()))) {
      return Optional.of(SubjectiveDown.whySilent(node.link(), self.now));
    }
    if (hasCrashed(group, node)) {
      return Optional.of("its connections were closed, and it refuses new ones");
    }
    if (node != group.master() || group.isShard()) {
      return Optional.empty();
    }
    if (hasLostWhatAReplicaHas(group)) {
      return Optional.of("it came back without data that a replica still has");
    }
    boolean wrongRole = isPast(SubjectiveDown.wrongRoleAt(node, settings, self.timing));
    boolean rebooting = isPast(SubjectiveDown.rebootingAt(node, settings));
    return wrongRole || rebooting
        ? SubjectiveDown.whyUnfit(node, settings, self.timing, self.now)
        : Optional.empty();
  }

  /**
   * A crash is looked for in masters only; who was seen to crash as one stays down as a replica.
   */
  private static boolean hasCrashed(MasterGroup group, DataNode node) {
    OptionValues options = group.options();
    if (!options.get(GroupOption.CRASH_DETECTION)) {
      return false;
    }
    return node == group.master()
        ? node.crash().isConvincing(options.get(GroupOption.CRASH_DETECTION_CONFIRM_MS))
        : node.crash().isBelieved();
  }

  private boolean hasLostWhatAReplicaHas(MasterGroup group) {
    Optional<DataLoss> loss = group.dataLoss();
    return group.options().get(GroupOption.FAILOVER_ON_DATA_LOSS)
        && loss.isPresent()
        && !registry.groupAgenda.isDue(loss.get().until())
        && group.replicas().values().stream()
            .anyMatch(
                replica ->
                    replica.link().isUp() && !replica.isSDown() && loss.get().isStillWith(replica));
  }

  private void judge(MasterGroup group, Peer peer) {
    long downAfter = group.settings().downAfterMs();
    boolean isDown = isPast(SubjectiveDown.silentAt(peer.link(), downAfter));
    if (peer.link().unansweredSince() == Link.NEVER) {
      // Its PINGs are sent for all groups together: look again when it could be down at the
      // earliest.
      registry.groupAgenda.wakeAt(self.now + downAfter);
    }
    if (isDown && !peer.isSDown()) {
      peer.markSDown(self.now);
      out.peer(EventType.SDOWN, group, peer, SubjectiveDown.whySilent(peer.link(), self.now));
    } else if (!isDown && peer.isSDown()) {
      peer.clearSDown();
      out.peer(EventType.SDOWN_CLEARED, group, peer, "");
    }
  }

  private void judgeObjectively(MasterGroup group) {
    for (Peer peer : group.peers().values()) {
      if (isPast(ObjectiveDown.expiresAt(peer, self.timing))) {
        peer.forgetReport();
      }
    }
    int reports = ObjectiveDown.reports(group);
    int quorum = group.settings().quorum();
    boolean isDown = reports >= quorum;
    if (isDown && !group.isODown()) {
      group.oDownSince(self.now);
      out.event(
          EventType.ODOWN, group, Outbox.wording(group) + " #quorum " + reports + "/" + quorum, "");
    } else if (!isDown && group.isODown()) {
      group.oDownSince(Link.NEVER);
      out.master(EventType.ODOWN_CLEARED, group, "");
    }
  }

  /** Whether a time has come; one that will come wakes the group. */
  private boolean isPast(long at) {
    return at != Link.NEVER && registry.groupAgenda.isDue(at);
  }
}
