package io.vedette.quorum.failover;

import io.vedette.quorum.model.DataNode;
import io.vedette.quorum.model.Link;
import io.vedette.quorum.model.MasterGroup;
import io.vedette.quorum.model.Role;
import io.vedette.quorum.model.Timing;

/**
 * When a node that is not what it should be is put right, by Sentinel's rules: not at first sight,
 * because the configuration that this coordinator knows may be the old one, and the hello of a
 * newer one must have the time to arrive.
 */
public final class RoleRepair {
  /** How many hello periods a replica may say that it is a master. */
  private static final int PUBLISH_PERIODS = 4;

  private RoleRepair() {}

  /** What is wrong with a replica. */
  public enum Fault {
    NONE,
    /** It says that it is a master: an old one that came back, or one promoted by other means. */
    IS_MASTER,
    /** It follows another master. */
    FOLLOWS_ANOTHER
  }

  /** What is wrong with this replica, by its last INFO. */
  public static Fault faultOf(DataNode replica, MasterGroup group) {
    if (replica.info().isEmpty() || replica.isPromoted() || group.isMasterItself(replica)) {
      return Fault.NONE;
    }
    if (replica.roleReported() == Role.MASTER) {
      return Fault.IS_MASTER;
    }
    return group.isFollowedBy(replica) ? Fault.NONE : Fault.FOLLOWS_ANOTHER;
  }

  /** Whether it has been so for long enough, and this coordinator's own view is to be trusted. */
  public static boolean isDue(
      Fault fault, DataNode replica, MasterGroup group, Timing timing, long now) {
    if (fault == Fault.NONE || !looksSane(group.master(), group, timing, now)) {
      return false;
    }
    boolean isMaster = fault == Fault.IS_MASTER;
    long patience =
        isMaster
            ? PUBLISH_PERIODS * timing.publishPeriodMs()
            : group.settings().failoverTimeoutMs();
    long since = isMaster ? replica.roleReportedAt() : replica.followsSince();
    return now - since > patience && hasNotGoneDownFor(replica, patience, now);
  }

  private static boolean looksSane(DataNode master, MasterGroup group, Timing timing, long now) {
    return master.roleReported() == Role.MASTER
        && !master.isSDown()
        && !group.isODown()
        && master.infoAt() != Link.NEVER
        && now - master.infoAt() < 2 * timing.infoPeriodMs();
  }

  private static boolean hasNotGoneDownFor(DataNode replica, long patience, long now) {
    return replica.lastDownAt() == Link.NEVER || now - replica.lastDownAt() > patience;
  }
}
