package io.vedette.quorum.model;

import io.vedette.quorum.detection.CrashEvidence;
import java.util.Optional;

/**
 * A Redis or Valkey server of a group, master or replica: which of the two is the group's to say
 * ({@link MasterGroup#master()}). Mutable; of the coordinator's thread.
 */
public final class DataNode {
  private static final long NEVER = Link.NEVER;

  /** How far a replica has come in being repointed, in Sentinel's steps. */
  public enum Reconf {
    NONE,
    SENT,
    IN_PROGRESS,
    DONE
  }

  private Address address;
  private final Link link;
  private final CrashEvidence crash = new CrashEvidence();

  private long sDownSince = NEVER;
  private long lastDownAt = NEVER;
  private boolean scriptKillSent;
  private long rebootedAt = NEVER;

  private Optional<NodeInfo> info = Optional.empty();
  private Optional<RunId> runId = Optional.empty();
  private long runSince = NEVER;
  private long runChangedAt = NEVER;
  private long infoAt = NEVER;
  private long infoSentAt = NEVER;
  private long helloDueAt;

  private Role roleReported;
  private long roleReportedAt;
  private long followsSince;
  private long fedSince = NEVER;

  private Reconf reconf = Reconf.NONE;
  private long toldAt = NEVER;
  private boolean promoted;
  private boolean deposed;
  private boolean restarted;
  private Optional<Address> followedBefore = Optional.empty();
  private boolean anothers;
  private boolean loading;
  private Optional<Address> handsOverTo = Optional.empty();
  private long tellAgainAt = NEVER;
  private long handOverAbortedAt = NEVER;
  private Optional<String> refusal = Optional.empty();
  private long pausedUntil = NEVER;
  private Optional<Fence> fence = Optional.empty();

  /** A node just learned of, expected to have this role. */
  public DataNode(Address address, Role expected, long now) {
    this.address = address;
    link = new Link(now);
    roleReported = expected;
    roleReportedAt = now;
    followsSince = now;
    helloDueAt = now;
  }

  /** Takes over a new INFO; what it does not say stays as it was. */
  public void refresh(NodeInfo fresh, long now) {
    Role role = fresh.role().orElse(roleReported);
    if (role != roleReported) {
      roleReported = role;
      roleReportedAt = now;
      followsSince = now;
    }
    boolean isSameMaster = fresh.master().equals(info.flatMap(NodeInfo::master));
    if (!isSameMaster) {
      followsSince = now;
    }
    if (!fresh.masterLinkUp()) {
      fedSince = NEVER;
    } else if (!isSameMaster || fedSince == NEVER) {
      fedSince = now;
    }
    if (fresh.runId().isPresent() && !fresh.runId().equals(runId)) {
      runChangedAt = runId.isPresent() ? now : runChangedAt;
      runId = fresh.runId();
      runSince = now;
    }
    if (role == Role.REPLICA) {
      deposed = false;
    }
    info = Optional.of(fresh);
    infoAt = now;
    loading = fresh.isLoading();
    handsOverTo = fresh.handsOverTo();
  }

  /** The group has given it another role: what it reports is measured against that anew. */
  public void expect(Role expected, long now) {
    roleReported = expected;
    roleReportedAt = now;
    followsSince = now;
    sDownSince = NEVER;
    reconf = Reconf.NONE;
    toldAt = NEVER;
    promoted = false;
    deposed = false;
    restarted = false;
    tellAgainAt = NEVER;
    handOverAbortedAt = NEVER;
    refusal = Optional.empty();
    helloDueAt = now;
  }

  /**
   * Whether it was the group's master and has not been seen as a replica since: if it says that it
   * is a master, it is a stale one, and nobody has promoted it.
   */
  public boolean isDeposed() {
    return deposed;
  }

  /** Another has become master in its place. */
  public void depose() {
    deposed = true;
  }

  /** Whether it was last seen to be of another deployment. */
  public boolean isAnothers() {
    return anothers;
  }

  public void anothers(boolean isSo) {
    anothers = isSo;
  }

  /** Whether it was started anew since it last followed the master, with what its disk has. */
  public boolean isRestarted() {
    return restarted;
  }

  public void restarted(boolean isSo) {
    restarted = isSo;
  }

  /** Whom it followed before it was started anew. */
  public Optional<Address> followedBefore() {
    return followedBefore;
  }

  public void followedBefore(Optional<Address> master) {
    followedBefore = master;
  }

  /** Whether nothing is to be done about it for which more must be known first. */
  boolean isCalm() {
    return !deposed && tellAgainAt == NEVER && fence.isEmpty() && handsOverTo.isEmpty();
  }

  /** When it is to be told its role once more, whatever it says; {@code Link.NEVER}: not at all. */
  public long tellAgainAt() {
    return tellAgainAt;
  }

  public void tellAgainAt(long at) {
    tellAgainAt = at;
  }

  /** When it was last told not to hand over any more because it refused a role, or never. */
  public long handOverAbortedAt() {
    return handOverAbortedAt;
  }

  public void handOverAbortedAt(long at) {
    handOverAbortedAt = at;
  }

  public Address address() {
    return address;
  }

  /** It is the same node, known by another address from now on; the caller sees to the group. */
  public void knownAs(Address other) {
    address = other;
  }

  public Link link() {
    return link;
  }

  /** What its connections say of its process. */
  public CrashEvidence crash() {
    return crash;
  }

  public boolean isSDown() {
    return sDownSince != NEVER;
  }

  public long sDownSince() {
    return sDownSince;
  }

  /** When it last went down, also if it is up again, or {@link Link#NEVER}. */
  public long lastDownAt() {
    return lastDownAt;
  }

  public void markSDown(long now) {
    sDownSince = now;
    lastDownAt = now;
  }

  public void clearSDown() {
    sDownSince = NEVER;
    scriptKillSent = false;
  }

  public boolean isScriptKillSent() {
    return scriptKillSent;
  }

  public void markScriptKillSent() {
    scriptKillSent = true;
  }

  /** Since when a master that was seen rebooting has not answered properly, or never. */
  public long rebootedAt() {
    return rebootedAt;
  }

  public void markRebooted(long now) {
    rebootedAt = now;
  }

  public void clearRebooted() {
    rebootedAt = NEVER;
  }

  public Optional<NodeInfo> info() {
    return info;
  }

  /** Whether it was still reading its data from disk when it was last asked. */
  public boolean isLoading() {
    return loading;
  }

  /** To whom it was handing over its role when it was last asked; empty: it was not. */
  public Optional<Address> handsOverTo() {
    return handsOverTo;
  }

  public Optional<RunId> runId() {
    return runId;
  }

  /** Since when it is known to be the process that it is, or {@link Link#NEVER}. */
  public long runSince() {
    return runSince;
  }

  /** When it was last seen to be another process than before, or {@link Link#NEVER}. */
  public long runChangedAt() {
    return runChangedAt;
  }

  public long infoAt() {
    return infoAt;
  }

  public long infoSentAt() {
    return infoSentAt;
  }

  public void markInfoSent(long now) {
    infoSentAt = now;
  }

  /** Whether an INFO is without an answer. */
  public boolean isInfoInFlight() {
    return infoSentAt != NEVER && infoSentAt > infoAt;
  }

  /** A new connection: what was asked on the old one is not answered any more. */
  public void forgetInfoSent() {
    infoSentAt = NEVER;
  }

  public long helloDueAt() {
    return helloDueAt;
  }

  public void helloDueAt(long at) {
    helloDueAt = at;
  }

  public Role roleReported() {
    return roleReported;
  }

  public long roleReportedAt() {
    return roleReportedAt;
  }

  /** Since when it has been following the master it follows. */
  public long followsSince() {
    return followsSince;
  }

  /** Since when it has said that its link to that one is up, or {@link Link#NEVER}: it is not. */
  public long fedSince() {
    return fedSince;
  }

  public Reconf reconf() {
    return reconf;
  }

  public void reconf(Reconf stage) {
    reconf = stage;
  }

  /** When it was last told whom to follow, or {@link Link#NEVER}. */
  public long toldAt() {
    return toldAt;
  }

  public void markTold(long now) {
    toldAt = now;
  }

  public boolean isPromoted() {
    return promoted;
  }

  public void promoted(boolean chosen) {
    promoted = chosen;
  }

  /** Why it was not acceptable when a replica was chosen last; empty: it was, or none was. */
  public Optional<String> refusal() {
    return refusal;
  }

  public void refusal(Optional<String> reason) {
    refusal = reason;
  }

  /** Until when its clients may be kept from writing by this coordinator, or never. */
  public long pausedUntil() {
    return pausedUntil;
  }

  public void pausedUntil(long until) {
    pausedUntil = until;
  }

  /** Whether its clients may be kept from writing now. */
  public boolean isPaused(long now) {
    return pausedUntil > now;
  }

  /** What keeps its clients from writing while it may have been replaced; empty: nothing. */
  public Optional<Fence> fence() {
    return fence;
  }

  public void fence(Optional<Fence> changed) {
    fence = changed;
  }

  /** Nothing was heard for so long: it may have put right meanwhile what it said before. */
  public void putOff(long ms, long now) {
    roleReportedAt = Math.min(roleReportedAt + ms, now);
    followsSince = Math.min(followsSince + ms, now);
    if (rebootedAt != NEVER) {
      rebootedAt = Math.min(rebootedAt + ms, now);
    }
  }

  /** Replica priority, Sentinel's default if it was never told. */
  public int priority() {
    return info.map(NodeInfo::priority).orElse(NodeInfo.DEFAULT_PRIORITY);
  }

  /**
   * How far it has come in the stream of changes, its master's or, if it is one, its own; 0
   * unknown.
   */
  public long replOffset() {
    return info.map(said -> saysMaster(said) ? said.masterReplOffset() : said.replOffset())
        .orElse(0L);
  }

  /** By its own word: what is expected of it since then says nothing of its data. */
  private boolean saysMaster(NodeInfo said) {
    return said.role().orElse(roleReported) == Role.MASTER;
  }

  /** For how long its link to its master has been down when it was last asked, in milliseconds. */
  public long masterLinkDownMs() {
    return info.map(NodeInfo::masterLinkDownMs).orElse(0L);
  }
}
