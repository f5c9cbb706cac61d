package io.vedette.quorum;

import io.vedette.quorum.model.Link;
import io.vedette.quorum.model.MasterGroup;
import io.vedette.quorum.options.GroupOption;
import java.util.Optional;

/**
 * What keeps a group from automatic failovers: an operator's pause, and a minimum between two. As
 * long as it does, this coordinator neither stands nor votes while the master is down; what it
 * sees, it goes on to say, and an ordered failover is none of its business.
 */
final class Restraint {
  private final Self self;
  private final Outbox out;
  private final Agenda<MasterGroup> agenda;

  Restraint(Self self, Outbox out, Agenda<MasterGroup> agenda) {
    this.self = self;
    this.out = out;
    this.agenda = agenda;
  }

  /** No automatic failover for this long; replaces a pause that there is. */
  void pause(MasterGroup group, long ms) {
    group.pausedUntil(self.now + ms);
    out.event(EventType.FAILOVER_PAUSED, group, Outbox.wording(group) + " #ms " + ms, "");
  }

  /** Ends a pause, if there is one. */
  void resume(MasterGroup group, String reason) {
    if (group.pausedUntil() != Link.NEVER) {
      group.pausedUntil(Link.NEVER);
      out.master(EventType.FAILOVER_RESUMED, group, reason);
    }
  }

  /** Ends a pause whose time is over, and says once for each outage that a failover is due. */
  void tend(MasterGroup group) {
    if (group.pausedUntil() != Link.NEVER && agenda.isDue(group.pausedUntil())) {
      resume(group, "its time is over");
      out.save();
    }
    if (!group.isODown()) {
      group.heldBackSince(Link.NEVER);
      return;
    }
    agenda.isDue(heldBackUntil(group));
    Optional<String> why = whyNot(group);
    if (why.isPresent() && group.heldBackSince() == Link.NEVER) {
      group.heldBackSince(self.now);
      out.master(EventType.FAILOVER_HELD_BACK, group, why.get());
    }
  }

  /** Whether there is to be no automatic failover now. */
  boolean isOn(MasterGroup group) {
    return whyNot(group).isPresent();
  }

  /**
   * Whether no vote is to be given now. Who asks does not say whether it was ordered to; a master
   * that answers is replaced by order only, and that is to go on.
   */
  boolean forbidsVote(MasterGroup group) {
    return isOn(group) && !answers(group.master().link(), group.settings().downAfterMs());
  }

  /**
   * By the time at which others call it down, it has not answered here for more than half of it.
   */
  private boolean answers(Link master, long downAfterMs) {
    return master.isUp()
        && (master.unansweredSince() == Link.NEVER
            || self.now - master.unansweredSince() < downAfterMs / 2);
  }

  private Optional<String> whyNot(MasterGroup group) {
    if (group.isUnmanageable()) {
      return Optional.of(ClusterMode.WHY_NOT);
    }
    if (group.pausedUntil() > self.now) {
      return Optional.of("paused for " + (group.pausedUntil() - self.now) + " ms more");
    }
    return heldBackUntil(group) > self.now
        ? Optional.of("the last failover was " + (self.now - group.switchedAt()) + " ms ago")
        : Optional.empty();
  }

  /** Until when the last failover keeps the next one from happening, or {@link Link#NEVER}. */
  static long heldBackUntil(MasterGroup group) {
    long interval = group.options().get(GroupOption.MIN_FAILOVER_INTERVAL_MS);
    return group.switchedAt() == Link.NEVER || interval == 0
        ? Link.NEVER
        : group.switchedAt() + interval;
  }
}
