package io.vedette.quorum.model;

import io.vedette.quorum.election.Ballot;
import io.vedette.quorum.failover.FailoverState;
import io.vedette.quorum.failover.Lineage;
import io.vedette.quorum.options.OptionValues;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One master with its replicas and the coordinators that watch it: everything this coordinator
 * knows of a group. Mutable; of the coordinator's thread.
 */
public final class MasterGroup {
  /** What kinds of groups there are. */
  private enum Kind {
    /** One that an operator names, and coordinators fail over. */
    PLAIN,
    /** A shard of a Redis Cluster, which fails over by itself. */
    SHARD,
    /** No group, but links to some nodes of a cluster, by which its shards are found. */
    SCOUT
  }

  private final GroupName name;
  private final Names names;
  private Kind kind = Kind.PLAIN;
  private GroupSettings settings;
  private OptionValues options = OptionValues.DEFAULTS;
  private final Lineage lineage = new Lineage();
  private DataNode master;
  private final NavigableMap<Address, DataNode> replicas = new TreeMap<>();
  private final NavigableMap<RunId, Peer> peers = new TreeMap<>();
  private Epoch configEpoch;
  private final Ballot ballot;
  private long oDownSince = Link.NEVER;
  private FailoverState failover = new FailoverState.None();
  private Epoch failoverEpoch = Epoch.ZERO;
  private Epoch electionEpoch;
  private long quietUntil = Link.NEVER;
  private long standAt = Link.NEVER;
  private long votedAt = Link.NEVER;
  private long switchedAt = Link.NEVER;
  private long pausedUntil = Link.NEVER;
  private long heldBackSince = Link.NEVER;
  private long lackedReplicaAt = Link.NEVER;
  private Optional<LastKnown> lastKnown = Optional.empty();
  private Optional<DataLoss> dataLoss = Optional.empty();
  private long staleSince = Link.NEVER;
  private boolean unsafe;
  private boolean unmanageable;

  /** A group as configured; its replicas and peers are added by the caller. */
  public MasterGroup(GroupConfig config, Names names, long now) {
    this.names = names;
    name = config.name();
    settings = config.settings();
    master = new DataNode(config.master(), Role.MASTER, now);
    configEpoch = config.configEpoch();
    ballot = new Ballot(config.leaderEpoch());
    electionEpoch = configEpoch.isAfter(config.leaderEpoch()) ? configEpoch : config.leaderEpoch();
  }

  public GroupName name() {
    return name;
  }

  /** What host names stand for. */
  public Names names() {
    return names;
  }

  /** It is a shard of a cluster from its beginning on. */
  public void becomeShard() {
    kind = Kind.SHARD;
  }

  /** It only finds a cluster's shards. */
  public void becomeScout() {
    kind = Kind.SCOUT;
  }

  /** Whether it is one of those whose nodes are told their roles by coordinators. */
  public boolean isPlain() {
    return kind == Kind.PLAIN;
  }

  /** Whether it is a shard of a cluster. */
  public boolean isShard() {
    return kind == Kind.SHARD;
  }

  public GroupSettings settings() {
    return settings;
  }

  public void settings(GroupSettings changed) {
    settings = changed;
  }

  /** What was chosen of Vedette's own options, for this group. */
  public OptionValues options() {
    return options;
  }

  public void options(OptionValues changed) {
    options = changed;
  }

  /** Which data is this group's. */
  public Lineage lineage() {
    return lineage;
  }

  /**
   * Whether all is as it should be, and nothing waits for one more sign of that: then a node that
   * answers as ever, and a hello that says nothing new, need not be looked at.
   */
  public boolean isCalm() {
    if (master.isSDown()
        || isODown()
        || failover.isRunning()
        || isStale()
        || dataLoss.isPresent()) {
      return false;
    }
    boolean isCalm = master.isCalm();
    for (DataNode replica : replicas.values()) {
      isCalm &= replica.isCalm();
    }
    return isCalm;
  }

  public DataNode master() {
    return master;
  }

  /** Another node is master from now on; the caller sees to the replicas. */
  public void master(DataNode node) {
    master = node;
  }

  /** By address. */
  public NavigableMap<Address, DataNode> replicas() {
    return replicas;
  }

  /** By run id. */
  public NavigableMap<RunId, Peer> peers() {
    return peers;
  }

  /** The master first, then the replicas by address; a copy, safe while the group changes. */
  public List<DataNode> nodes() {
    List<DataNode> nodes = new ArrayList<>(replicas.size() + 1);
    nodes.add(master);
    nodes.addAll(replicas.values());
    return nodes;
  }

  /** The replica at an address, by whatever name it is known. */
  public Optional<DataNode> replica(Address address) {
    DataNode known = replicas.get(address);
    if (known != null || !names.areAnyKnown()) {
      return Optional.ofNullable(known);
    }
    return replicas.values().stream()
        .filter(node -> names.areSame(node.address(), address))
        .findFirst();
  }

  /** Whether any of its nodes is known to be at this address. */
  public boolean isNode(Address address) {
    return names.areSame(address, master.address()) || replica(address).isPresent();
  }

  /** Whether a replica is the master itself under another address: a host name, or NAT. */
  public boolean isMasterItself(DataNode replica) {
    return (replica.runId().isPresent() && replica.runId().equals(master.runId()))
        || names.areSame(replica.address(), master.address());
  }

  /**
   * Whether that can be told of a replica: whoever is a new process may be the master's, under
   * another address, until the master has said who it is by now, and the other way round.
   */
  public boolean isToldFromMaster(DataNode replica) {
    return master.infoAt() >= replica.runSince() && replica.infoAt() >= master.runChangedAt();
  }

  /** The same of whether the master feeds it: it may be connected with it under another address. */
  public boolean isKnownWhetherFed(DataNode replica) {
    return master.infoAt() >= replica.fedSince();
  }

  /**
   * Whether a replica follows the master: by its own word, or, where it knows the master by another
   * address than this coordinator does, by the word of both.
   */
  public boolean isFollowedBy(DataNode replica) {
    Optional<NodeInfo> said = replica.info();
    Optional<Address> followed = said.flatMap(NodeInfo::master);
    return followed.isPresent()
        && (names.areSame(followed.get(), master.address()) || isFed(replica, said.get()));
  }

  /** Whether the master lists it as its replica, and both are at the same stream of changes. */
  private boolean isFed(DataNode replica, NodeInfo said) {
    return said.masterLinkUp()
        && LastKnown.isId(said.replId())
        && master.infoAt() >= replica.followsSince()
        && master
            .info()
            .filter(its -> its.role().equals(Optional.of(Role.MASTER)))
            .filter(its -> its.replId().equals(said.replId()))
            .filter(its -> isListed(replica, its))
            .isPresent();
  }

  private boolean isListed(DataNode replica, NodeInfo by) {
    return by.replicas().stream().anyMatch(listed -> names.areSame(listed, replica.address()));
  }

  public Epoch configEpoch() {
    return configEpoch;
  }

  public void configEpoch(Epoch epoch) {
    configEpoch = epoch;
  }

  /** This coordinator's vote. */
  public Ballot ballot() {
    return ballot;
  }

  public boolean isODown() {
    return oDownSince != Link.NEVER;
  }

  public long oDownSince() {
    return oDownSince;
  }

  /** {@link Link#NEVER}: not objectively down. */
  public void oDownSince(long since) {
    oDownSince = since;
  }

  public FailoverState failover() {
    return failover;
  }

  public void failover(FailoverState state) {
    failover = state;
  }

  /**
   * The last epoch in which anybody is known to have stood for election in this group. The current
   * epoch of a coordinator is that of all groups: with many elections at once it is ahead.
   */
  public Epoch electionEpoch() {
    return electionEpoch;
  }

  /** Somebody has stood in this epoch; an earlier one than is known is no news. */
  public void observeElection(Epoch epoch) {
    if (epoch.isAfter(electionEpoch)) {
      electionEpoch = epoch;
    }
  }

  /** The epoch in which this coordinator last stood for election. */
  public Epoch failoverEpoch() {
    return failoverEpoch;
  }

  public void failoverEpoch(Epoch epoch) {
    failoverEpoch = epoch;
  }

  /** Until when this coordinator does not stand for election, because another may be leading. */
  public long quietUntil() {
    return quietUntil;
  }

  public void quietUntil(long until) {
    quietUntil = until;
  }

  /** When another was last voted for, or {@link Link#NEVER}. */
  public long votedAt() {
    return votedAt;
  }

  public void votedAt(long at) {
    votedAt = at;
  }

  /** When it last got another master, or {@link Link#NEVER}. */
  public long switchedAt() {
    return switchedAt;
  }

  public void switchedAt(long at) {
    switchedAt = at;
  }

  /** Until when an operator wants no automatic failover, or {@link Link#NEVER}. */
  public long pausedUntil() {
    return pausedUntil;
  }

  public void pausedUntil(long until) {
    pausedUntil = until;
  }

  /** Since when a failover that is due does not happen on purpose, or {@link Link#NEVER}. */
  public long heldBackSince() {
    return heldBackSince;
  }

  public void heldBackSince(long since) {
    heldBackSince = since;
  }

  /** When this coordinator led, and found no replica to promote, or {@link Link#NEVER}. */
  public long lackedReplicaAt() {
    return lackedReplicaAt;
  }

  public void lackedReplicaAt(long at) {
    lackedReplicaAt = at;
  }

  /** What a master of it last said of its data; it may have been another one. */
  public Optional<LastKnown> lastKnown() {
    return lastKnown;
  }

  /** The same, if it was the present master that said it. */
  public Optional<LastKnown> lastKnownNow() {
    return lastKnown.filter(known -> known.configEpoch().equals(configEpoch));
  }

  public void lastKnown(LastKnown said) {
    lastKnown = Optional.of(said);
  }

  /** Whether its master came back without its data, and has not been replaced since. */
  public Optional<DataLoss> dataLoss() {
    return dataLoss;
  }

  public void dataLoss(Optional<DataLoss> loss) {
    dataLoss = loss;
  }

  /** Whether its master may be an old one: a majority can't be reached, or has not said so yet. */
  public boolean isStale() {
    return staleSince != Link.NEVER;
  }

  public long staleSince() {
    return staleSince;
  }

  /** {@link Link#NEVER}: it is not. */
  public void staleSince(long since) {
    staleSince = since;
  }

  /** Whether the master was last seen to take writes that no replica has. */
  public boolean isUnsafe() {
    return unsafe;
  }

  public void unsafe(boolean isSo) {
    unsafe = isSo;
  }

  /**
   * Whether it was configured like any other, but its servers are nodes of a Redis Cluster, which
   * refuse to be told their roles.
   */
  public boolean isUnmanageable() {
    return unmanageable;
  }

  public void unmanageable(boolean isSo) {
    unmanageable = isSo;
  }

  /** When this coordinator's turn to stand comes, or {@link Link#NEVER}: it is not waiting. */
  public long standAt() {
    return standAt;
  }

  public void standAt(long at) {
    standAt = at;
  }

  /**
   * Everyone ever known for this group, this coordinator included: what a majority is counted from.
   */
  public int voters() {
    return peers.size() + 1;
  }

  /** How many votes make a leader: a majority of all voters, and the quorum. */
  public int votesNeeded() {
    return Math.max(voters() / 2 + 1, settings.quorum());
  }
}
