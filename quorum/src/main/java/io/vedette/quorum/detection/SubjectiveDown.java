package io.vedette.quorum.detection;

import io.vedette.quorum.model.DataNode;
import io.vedette.quorum.model.GroupSettings;
import io.vedette.quorum.model.Link;
import io.vedette.quorum.model.Role;
import io.vedette.quorum.model.Timing;
import java.util.Optional;

/** Whether an instance is down in this coordinator's own eyes, by Sentinel's rules. */
public final class SubjectiveDown {
  private SubjectiveDown() {}

  /**
   * When an instance is (or was) to be called down if nothing more is heard of it.
   *
   * @return a time, which may have passed, or {@link Link#NEVER} while it owes no answer
   */
  public static long silentAt(Link link, long downAfterMs) {
    return link.unansweredSince() == Link.NEVER ? Link.NEVER : link.unansweredSince() + downAfterMs;
  }

  /** When a master is to be called down for saying that it is a replica, or {@link Link#NEVER}. */
  public static long wrongRoleAt(DataNode master, GroupSettings settings, Timing timing) {
    return master.roleReported() == Role.MASTER
        ? Link.NEVER
        : master.roleReportedAt() + settings.downAfterMs() + 2 * timing.infoPeriodMs();
  }

  /** When a master is to be called down for rebooting too long, or {@link Link#NEVER}. */
  public static long rebootingAt(DataNode master, GroupSettings settings) {
    return master.rebootedAt() == Link.NEVER || settings.masterRebootDownAfterMs() == 0
        ? Link.NEVER
        : master.rebootedAt() + settings.masterRebootDownAfterMs();
  }

  /** Whether such a time has come. */
  public static boolean hasCome(long at, long now) {
    return at != Link.NEVER && now >= at;
  }

  /** Why a silent instance is down, in words for an operator. */
  public static String whySilent(Link link, long now) {
    long silentMs = now - link.unansweredSince();
    if (link.isUp()) {
      return link.isDenied()
          ? "for " + silentMs + " ms it has not let us PING: not logged in, or not permitted"
          : "no answer to PING for " + silentMs + " ms";
    }
    String silence = "no link, and no answer for " + silentMs + " ms";
    return link.refusal()
        .map(error -> silence + "; it refused our login: " + error)
        .orElse(silence);
  }

  /** Why a master is down though it answers; empty: it is not. */
  public static Optional<String> whyUnfit(
      DataNode master, GroupSettings settings, Timing timing, long now) {
    if (hasCome(wrongRoleAt(master, settings, timing), now)) {
      return Optional.of(
          "it has said for " + (now - master.roleReportedAt()) + " ms that it is a replica");
    }
    if (hasCome(rebootingAt(master, settings), now)) {
      return Optional.of("it has been rebooting for " + (now - master.rebootedAt()) + " ms");
    }
    return Optional.empty();
  }
}
