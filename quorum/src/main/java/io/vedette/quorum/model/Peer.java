package io.vedette.quorum.model;

import java.util.Optional;

/**
 * Another coordinator in one group: what it has said of this group. Mutable; of the coordinator's
 * thread.
 */
public final class Peer {
  private static final long NEVER = Link.NEVER;

  private final PeerLink process;
  private final MasterGroup group;
  private long sDownSince = NEVER;
  private long lastHelloAt;
  private Optional<Epoch> saidConfigEpoch = Optional.empty();
  private Optional<Address> saidMaster = Optional.empty();
  private long helloDueAt;
  private boolean masterDown;
  private long reportedAt = NEVER;
  private long askedAt = NEVER;
  private Optional<RunId> votedLeader = Optional.empty();
  private Epoch votedEpoch = Epoch.ZERO;

  public Peer(PeerLink process, MasterGroup group, long now) {
    this.process = process;
    this.group = group;
    lastHelloAt = now;
    helloDueAt = now;
  }

  public PeerLink process() {
    return process;
  }

  public MasterGroup group() {
    return group;
  }

  public RunId runId() {
    return process.runId();
  }

  public Link link() {
    return process.link();
  }

  public boolean isSDown() {
    return sDownSince != NEVER;
  }

  public long sDownSince() {
    return sDownSince;
  }

  public void markSDown(long now) {
    sDownSince = now;
  }

  public void clearSDown() {
    sDownSince = NEVER;
  }

  public long lastHelloAt() {
    return lastHelloAt;
  }

  /** A hello of it has come, which says that the group's configuration is of this epoch. */
  public void heardHello(Epoch configEpoch, long now) {
    saidConfigEpoch = Optional.of(configEpoch);
    lastHelloAt = now;
  }

  /** Whom its last hello called the master. */
  public void saidMaster(Address master) {
    saidMaster = Optional.of(master);
  }

  /** Whether its last hello called this one the master, in this config epoch. */
  public boolean says(Address master, Epoch configEpoch) {
    return saidConfigEpoch.equals(Optional.of(configEpoch))
        && saidMaster.filter(said -> group.names().areSame(said, master)).isPresent();
  }

  /** Whether a hello not older than this says that the configuration of this epoch holds. */
  public boolean confirms(Epoch configEpoch, long notBefore) {
    return saidConfigEpoch.equals(Optional.of(configEpoch)) && lastHelloAt >= notBefore;
  }

  public long helloDueAt() {
    return helloDueAt;
  }

  public void helloDueAt(long at) {
    helloDueAt = at;
  }

  /** Whether it said, when last asked, that it sees the master down. */
  public boolean saysMasterDown() {
    return masterDown;
  }

  /** When it said so, or {@link Link#NEVER}. */
  public long reportedAt() {
    return reportedAt;
  }

  public long askedAt() {
    return askedAt;
  }

  public void markAsked(long now) {
    askedAt = now;
  }

  /** It is to be asked at once, whenever it was asked last. */
  public void askAnew() {
    askedAt = NEVER;
  }

  /** Takes over an answer. */
  public void reported(boolean down, Optional<RunId> leader, Epoch leaderEpoch, long now) {
    masterDown = down;
    reportedAt = now;
    if (leader.isPresent()) {
      votedLeader = leader;
      votedEpoch = leaderEpoch;
    }
  }

  /** What it said of the master is too old, or was about another. Its vote stays what it was. */
  public void forgetReport() {
    masterDown = false;
  }

  public Optional<RunId> votedLeader() {
    return votedLeader;
  }

  public Epoch votedEpoch() {
    return votedEpoch;
  }
}
