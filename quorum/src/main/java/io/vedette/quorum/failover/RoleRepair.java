package io.vedette.quorum.failover;

import io.vedette.quorum.gossip.Confirmation;
import io.vedette.quorum.model.DataNode;
import io.vedette.quorum.model.Link;
import io.vedette.quorum.model.MasterGroup;
import io.vedette.quorum.model.NodeInfo;
import io.vedette.quorum.model.Role;
import io.vedette.quorum.model.Timing;
import io.vedette.quorum.options.GroupOption;
import java.util.Optional;

/**
 * When a node that is not what it should be is put right, by Sentinel's rules: not at first sight,
 * because the configuration that this coordinator knows may be the old one, and the hello of a
 * newer one must have the time to arrive. Unlike in Sentinel, a master that was replaced and comes
 * back is demoted at once, where that can't be a mistake.
 */
public final class RoleRepair {
  /** How many hello periods a replica may say that it is a master. */
  private static final int PUBLISH_PERIODS = 4;

  /** How old the INFO may be by which a master is demoted at first sight. */
  private static final long FRESH_INFO_MS = 500;

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
    boolean isMaster = replica.roleReported() == Role.MASTER;
    // Nearly always it is as it should be: that is asked first.
    if ((!isMaster && group.isFollowedBy(replica))
        || replica.info().isEmpty()
        || replica.isPromoted()
        || group.isMasterItself(replica)) {
      return Fault.NONE;
    }
    return isMaster ? Fault.IS_MASTER : Fault.FOLLOWS_ANOTHER;
  }

  /**
   * Whether what is at a replica's address by now is of another deployment, and in use there: its
   * data has nothing to do with this group's, and it follows a master that is not of the group, or
   * is one, with replicas that are not. Then it is left alone; a server of this group's that has
   * lost its way, or its data, is alone itself.
   */
  public static boolean isAnothers(DataNode replica, MasterGroup group) {
    return replica
        .info()
        .filter(said -> group.options().get(GroupOption.CHECK_CANDIDATE_LINEAGE))
        .filter(group.lineage()::isForeign)
        .filter(said -> isInUseElsewhere(said, replica, group))
        .isPresent();
  }

  private static boolean isInUseElsewhere(NodeInfo said, DataNode replica, MasterGroup group) {
    if (replica.roleReported() == Role.REPLICA) {
      return said.masterLinkUp() && said.master().filter(group::isNode).isEmpty();
    }
    return !replica.isDeposed()
        && !said.replicas().isEmpty()
        && said.replicas().stream().noneMatch(group::isNode);
  }

  /**
   * Whether the master has the next word on a replica with which something is wrong: it may be it,
   * or feed it, under another address.
   */
  public static boolean isMasterToBeAsked(DataNode replica, MasterGroup group) {
    return !group.isToldFromMaster(replica) || !group.isKnownWhetherFed(replica);
  }

  /** Whether it has been so for long enough, and this coordinator's own view is to be trusted. */
  public static boolean isDue(
      Fault fault, DataNode replica, MasterGroup group, Timing timing, long now) {
    if (fault == Fault.NONE || !looksSane(group.master(), group, timing, now)) {
      return false;
    }
    boolean isMaster = fault == Fault.IS_MASTER;
    boolean isAskedSince = isMaster || group.master().infoAt() >= replica.followsSince();
    if (!isAskedSince || isMasterToBeAsked(replica, group)) {
      return false;
    }
    long patience =
        isMaster
            ? PUBLISH_PERIODS * timing.publishPeriodMs()
            : group.settings().failoverTimeoutMs();
    long wrongSince = isMaster ? replica.roleReportedAt() : replica.followsSince();
    long since = Math.max(wrongSince, replica.runSince());
    return now - since > patience && hasNotGoneDownFor(replica, patience, now);
  }

  /**
   * Whether a master that was replaced, and says that it still is one, may be demoted at first
   * sight: nobody but itself can take it for the master, if a majority has just confirmed the
   * configuration that this coordinator knows.
   */
  public static boolean isStaleForSure(
      DataNode replica, MasterGroup group, Timing timing, long now) {
    return replica.isDeposed()
        && faultOf(replica, group) == Fault.IS_MASTER
        && group.isToldFromMaster(replica)
        && now - replica.infoAt() <= FRESH_INFO_MS
        && looksSane(group.master(), group, timing, now)
        && group.master().link().isUp()
        && Confirmation.isConfirmed(group, timing, now, 0);
  }

  /**
   * By the master's own word: what it said before it was promoted is that it is a replica, and
   * whoever is told to follow it then throws away its data for that of another replica.
   */
  private static boolean saysMaster(DataNode master) {
    return master.info().flatMap(NodeInfo::role).equals(Optional.of(Role.MASTER));
  }

  private static boolean looksSane(DataNode master, MasterGroup group, Timing timing, long now) {
    return saysMaster(master)
        && !master.isSDown()
        && !group.isODown()
        && master.infoAt() != Link.NEVER
        && now - master.infoAt() < 2 * timing.infoPeriodMs();
  }

  private static boolean hasNotGoneDownFor(DataNode replica, long patience, long now) {
    return replica.lastDownAt() == Link.NEVER || now - replica.lastDownAt() > patience;
  }
}
