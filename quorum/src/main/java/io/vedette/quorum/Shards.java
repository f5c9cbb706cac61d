package io.vedette.quorum;

import io.vedette.quorum.cluster.ClusterPicture;
import io.vedette.quorum.cluster.NodeId;
import io.vedette.quorum.cluster.ShardMatch;
import io.vedette.quorum.cluster.ShardMemory;
import io.vedette.quorum.failover.FailoverState;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.DataNode;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.Link;
import io.vedette.quorum.model.MasterGroup;
import io.vedette.quorum.model.Role;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes what a cluster says of itself its shards' groups: their names, masters and replicas. Nobody
 * is told anything: a shard's master is whom the cluster has made it.
 *
 * <p>A shard is called after the cluster and the node that was its master when it was first seen,
 * by whichever coordinator: who comes later takes the name that it hears others use.
 */
final class Shards {
  /** How long a shard without slots is kept: they may be on their way. */
  private static final long EMPTY_MS = 10_000;

  /** How long an older epoch is not believed that names another master. */
  private static final long DOUBT_MS = 10_000;

  /** In how many hello periods others have said how they call a shard. */
  private static final int NAMING_PERIODS = 2;

  private final Self self;
  private final Outbox out;
  private final Registry registry;
  private final Elections elections;
  private final MasterSwitch masterSwitch;
  private final Map<MasterGroup, WatchedCluster> owners;

  /**
   * @param owners whose each shard's group is, kept here
   */
  Shards(
      Self self,
      Outbox out,
      Registry registry,
      Elections elections,
      MasterSwitch masterSwitch,
      Map<MasterGroup, WatchedCluster> owners) {
    this.self = self;
    this.out = out;
    this.registry = registry;
    this.elections = elections;
    this.masterSwitch = masterSwitch;
    this.owners = owners;
  }

  /** A shard that was known before a restart. */
  Shard restore(WatchedCluster cluster, ShardMemory memory) {
    Shard shard = add(cluster, memory.group(), memory.master());
    shard.members.putAll(memory.members());
    cluster.changed();
    return shard;
  }

  private Shard add(WatchedCluster cluster, GroupConfig config, NodeId master) {
    // Whether it voted in this epoch, for a shard of this name, is not known any more.
    Epoch voted =
        self.currentEpoch.isAfter(config.leaderEpoch()) ? self.currentEpoch : config.leaderEpoch();
    MasterGroup group =
        registry.add(
            new GroupConfig(
                config.name(),
                config.master(),
                cluster.config.settings(self.timing),
                config.configEpoch(),
                voted,
                config.replicas(),
                config.peers()));
    group.becomeShard();
    group.quietUntil(self.now + NAMING_PERIODS * self.timing.publishPeriodMs());
    Shard shard = new Shard(group, master);
    cluster.shards.put(group.name(), shard);
    cluster.changed();
    owners.put(group, cluster);
    elections.observeEpoch(config.configEpoch(), group);
    out.event(
        EventType.MONITOR,
        group,
        Outbox.wording(group) + " quorum " + group.settings().quorum(),
        "a shard of " + cluster.config.name());
    return shard;
  }

  /** A shard is no more. */
  void end(WatchedCluster cluster, Shard shard, String reason) {
    out.master(EventType.MONITOR_REMOVED, shard.group, reason);
    shard.group.nodes().forEach(cluster.polls::remove);
    cluster.shards.remove(shard.group.name());
    cluster.changed();
    owners.remove(shard.group);
    registry.remove(shard.group);
    out.save();
  }

  /** Makes the groups what the cluster's picture says. */
  void follow(WatchedCluster cluster) {
    if (cluster.picture.nodes().isEmpty()) {
      return;
    }
    List<Shard> known = List.copyOf(cluster.shards.values());
    Map<NodeId, Integer> matches =
        ShardMatch.of(known.stream().map(Shard::known).toList(), cluster.picture);
    cluster.isNaming = false;
    for (ClusterPicture.Node owner : cluster.picture.owners()) {
      Integer place = matches.get(owner.id());
      if (place != null) {
        follow(cluster, known.get(place), owner);
      } else {
        begin(cluster, owner);
      }
    }
    for (int i = 0; i < known.size(); i++) {
      if (!matches.containsValue(i)) {
        noteEmpty(known.get(i));
      }
    }
  }

  private void begin(WatchedCluster cluster, ClusterPicture.Node owner) {
    long nameAt = cluster.listeningSince + NAMING_PERIODS * self.timing.publishPeriodMs();
    if (self.now < nameAt) {
      cluster.isNaming = true;
      return;
    }
    GroupConfig config =
        new GroupConfig(
            nameFor(cluster, owner),
            owner.address(),
            cluster.config.settings(self.timing),
            epochOf(owner),
            Epoch.ZERO,
            List.of(),
            List.of());
    Shard shard = add(cluster, config, owner.id());
    followMembers(cluster, shard);
    out.save();
  }

  private GroupName nameFor(WatchedCluster cluster, ClusterPicture.Node owner) {
    String prefix = cluster.config.name() + "-";
    List<GroupName> names = new ArrayList<>();
    cluster.heardName(owner.address()).ifPresent(names::add);
    names.add(new GroupName(prefix + owner.id().shortened()));
    return names.stream()
        .filter(name -> registry.group(name).isEmpty())
        .findFirst()
        .orElseGet(() -> new GroupName(prefix + owner.id()));
  }

  private static Epoch epochOf(ClusterPicture.Node owner) {
    return new Epoch(owner.configEpoch());
  }

  private void follow(WatchedCluster cluster, Shard shard, ClusterPicture.Node owner) {
    shard.emptySince = Link.NEVER;
    MasterGroup group = shard.group;
    Epoch epoch = epochOf(owner);
    boolean isSame = self.names.areSame(owner.address(), group.master().address());
    if (!isSame && group.configEpoch().isAfter(epoch) && isDoubtful(shard)) {
      return;
    }
    shard.doubtedSince = Link.NEVER;
    shard.master = owner.id();
    // Whoever heard last of the same master may not have heard all.
    boolean isNewer = epoch.isAfter(group.configEpoch());
    if (isNewer) {
      group.configEpoch(epoch);
    }
    if (!isSame) {
      shard.electedAt.put(owner.id(), self.now);
      switchTo(cluster, group, owner);
    } else if (isNewer) {
      out.save();
    }
    if (!isSame || owner.configEpoch() >= shard.slotsEpoch) {
      shard.slots = owner.slots();
      shard.slotsEpoch = owner.configEpoch();
    }
    if (isNewer) {
      elections.observeEpoch(epoch, group);
    }
    followMembers(cluster, shard);
  }

  private void switchTo(WatchedCluster cluster, MasterGroup group, ClusterPicture.Node owner) {
    boolean isLeader =
        group.failover() instanceof FailoverState.WaitPromotion state
            && self.names.areSame(state.chosen().address(), owner.address());
    boolean hasVoted =
        group.votedAt() != Link.NEVER
            && self.now - group.votedAt() < group.settings().failoverTimeoutMs();
    if (isLeader || hasVoted) {
      // The epoch has risen by the coordinators' doing: the next shard need not wait.
      cluster.epochRoseAt = Link.NEVER;
    }
    if (isLeader) {
      group
          .replica(owner.address())
          .ifPresent(replica -> out.node(EventType.PROMOTED_REPLICA, group, replica, ""));
    }
    masterSwitch.switchTo(group, owner.address(), isLeader);
    // Nobody is waited for to be told its role.
    group.replicas().values().forEach(replica -> replica.expect(Role.REPLICA, self.now));
    if (isLeader) {
      out.master(EventType.FAILOVER_END, group, "");
    }
    cluster.shards.values().forEach(other -> registry.touch(other.group));
  }

  /** Whether what speaks of an older epoch has not been so for long enough. */
  private boolean isDoubtful(Shard shard) {
    if (shard.doubtedSince == Link.NEVER) {
      shard.doubtedSince = self.now;
    }
    return self.now - shard.doubtedSince < DOUBT_MS;
  }

  private void followMembers(WatchedCluster cluster, Shard shard) {
    MasterGroup group = shard.group;
    Set<NodeId> ids = ShardMatch.members(shard.master, shard.members.keySet(), cluster.picture);
    boolean isChanged = !ids.equals(shard.members.keySet());
    cluster.changed();
    shard.members.clear();
    Set<Address> replicas = new LinkedHashSet<>();
    for (NodeId id : ids) {
      Address address = cluster.picture.nodes().get(id).address();
      shard.members.put(id, address);
      if (!id.equals(shard.master)) {
        replicas.add(address);
      }
    }
    for (DataNode replica : List.copyOf(group.replicas().values())) {
      if (replicas.stream().noneMatch(each -> self.names.areSame(each, replica.address()))) {
        isChanged = true;
        out.node(EventType.REPLICA_GONE, group, replica, "");
        cluster.polls.remove(replica);
        registry.forgetReplica(group, replica);
      }
    }
    for (Address address : replicas) {
      Optional<DataNode> replica = registry.addReplica(group, address);
      if (replica.isPresent()) {
        isChanged = true;
        out.node(EventType.REPLICA, group, replica.get(), "");
      }
    }
    if (isChanged) {
      shard.electedAt.keySet().retainAll(ids);
      out.save();
    }
  }

  private void noteEmpty(Shard shard) {
    if (shard.emptySince == Link.NEVER) {
      shard.emptySince = self.now;
      registry.touch(shard.group);
    }
  }

  /** What is due for a shard, or a scout, without anybody saying anything. */
  void tend(WatchedCluster cluster, MasterGroup group) {
    Agenda<MasterGroup> agenda = registry.groupAgenda;
    if (cluster.isNaming
        && agenda.isDue(cluster.listeningSince + NAMING_PERIODS * self.timing.publishPeriodMs())) {
      follow(cluster);
    }
    Optional<Shard> shard = cluster.shard(group);
    if (shard.isEmpty()) {
      return;
    }
    if (shard.get().doubtedSince != Link.NEVER
        && agenda.isDue(shard.get().doubtedSince + DOUBT_MS)) {
      follow(cluster);
    }
    if (shard.get().emptySince != Link.NEVER && agenda.isDue(shard.get().emptySince + EMPTY_MS)) {
      end(cluster, shard.get(), "it has no slots any more");
    }
  }

  /**
   * Others call the shard with this master so: of two names the first in the alphabet stays, here
   * as there.
   */
  void nameAsOthersDo(WatchedCluster cluster, Address master, GroupName name) {
    if (registry.group(name).isPresent()) {
      return;
    }
    for (Shard shard : List.copyOf(cluster.shards.values())) {
      MasterGroup group = shard.group;
      boolean isIt = self.names.areSame(master, group.master().address());
      if (isIt && name.compareTo(group.name()) < 0) {
        rename(cluster, shard, name);
      }
    }
  }

  private void rename(WatchedCluster cluster, Shard shard, GroupName name) {
    MasterGroup group = shard.group;
    GroupConfig config =
        new GroupConfig(
            name,
            group.master().address(),
            group.settings(),
            group.configEpoch(),
            Epoch.ZERO,
            List.copyOf(group.replicas().keySet()),
            List.of());
    end(cluster, shard, "others call it " + name);
    add(cluster, config, shard.master).members.putAll(shard.members);
    cluster.changed();
  }
}
