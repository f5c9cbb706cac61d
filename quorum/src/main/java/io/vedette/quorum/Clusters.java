package io.vedette.quorum;

import io.vedette.quorum.cluster.ClusterConfig;
import io.vedette.quorum.cluster.ClusterPicture;
import io.vedette.quorum.cluster.ClusterReport;
import io.vedette.quorum.cluster.ShardMemory;
import io.vedette.quorum.failover.Lineage;
import io.vedette.quorum.gossip.Hello;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.DataNode;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.GroupMemory;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.GroupSettings;
import io.vedette.quorum.model.Link;
import io.vedette.quorum.model.MasterGroup;
import io.vedette.quorum.model.NodeInfo;
import io.vedette.quorum.model.Role;
import io.vedette.quorum.view.ClusterView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Watches Redis Clusters: asks their nodes how they see it, and has what comes of that made the
 * groups of their shards ({@link Shards}). Without a cluster there is nothing to do here.
 */
final class Clusters {
  /** How often nodes are asked while a master is down, or to be replaced. */
  private static final long HURRIED_POLL_MS = 100;

  /** How soon a node that has not answered is asked again. */
  private static final long UNANSWERED_MS = 1_000;

  /** How soon a node that shows no cluster is asked again. */
  private static final long REFUSED_MS = 10_000;

  /** For how many polls what a node said counts, at least so long. */
  private static final int FRESH_POLLS = 3;

  private static final long FRESH_MS = 3_000;

  /** After how long without any of its nodes a cluster of other nodes may be at its addresses. */
  private static final long REPLACED_MS = 30_000;

  private final Self self;
  private final Outbox out;
  private final Registry registry;
  private final Restraint restraint;
  private final Shards shards;
  private final Map<GroupName, WatchedCluster> clusters = new LinkedHashMap<>();
  private final Map<MasterGroup, WatchedCluster> owners = new LinkedHashMap<>();
  private List<ShardMemory> memories = List.of();
  private Map<GroupName, GroupMemory> pauses = Map.of();

  Clusters(
      Self self,
      Outbox out,
      Registry registry,
      Restraint restraint,
      Elections elections,
      MasterSwitch masterSwitch) {
    this.self = self;
    this.out = out;
    this.registry = registry;
    this.restraint = restraint;
    shards = new Shards(self, out, registry, elections, masterSwitch, owners);
  }

  /** Whether a group is one of a cluster's that is watched. */
  boolean isWatched(MasterGroup group) {
    return owners.containsKey(group);
  }

  /** The cluster that a group belongs to, which is watched. */
  WatchedCluster of(MasterGroup group) {
    return owners.get(group);
  }

  /** As they are seen now. */
  List<ClusterView> views() {
    List<ClusterView> views = new ArrayList<>(clusters.size());
    clusters.values().forEach(cluster -> views.add(cluster.view()));
    return Collections.unmodifiableList(views);
  }

  // What is to be watched.

  /** What is known of shards from before. */
  void recall(List<ShardMemory> remembered) {
    memories = remembered;
  }

  /** How long shards were to have no failover, from before. */
  void recall(Map<GroupName, GroupMemory> remembered) {
    pauses = remembered;
  }

  /** These are watched from now on, and no others. */
  void set(List<ClusterConfig> configs) {
    Map<GroupName, ClusterConfig> wanted = new LinkedHashMap<>();
    configs.forEach(config -> wanted.put(config.name(), config));
    for (WatchedCluster cluster : List.copyOf(clusters.values())) {
      ClusterConfig config = wanted.remove(cluster.config.name());
      if (config == null) {
        end(cluster);
      } else if (!config.equals(cluster.config)) {
        change(cluster, config);
      }
    }
    wanted.values().forEach(this::begin);
  }

  private void begin(ClusterConfig config) {
    WatchedCluster cluster = new WatchedCluster(config, self.now);
    clusters.put(config.name(), cluster);
    for (ShardMemory memory : memories) {
      if (memory.cluster().equals(config.name()) && registry.group(memory.name()).isEmpty()) {
        Shard shard = shards.restore(cluster, memory);
        GroupMemory pause = pauses.get(memory.name());
        if (pause != null && pause.pausedMs() > 0) {
          restraint.pause(shard.group, pause.pausedMs());
        }
      }
    }
    scoutIfNeeded(cluster);
  }

  private void end(WatchedCluster cluster) {
    endScout(cluster);
    List.copyOf(cluster.shards.values())
        .forEach(shard -> shards.end(cluster, shard, "its cluster is not watched any more"));
    clusters.remove(cluster.config.name());
  }

  private void change(WatchedCluster cluster, ClusterConfig config) {
    GroupSettings settings = config.settings(self.timing);
    boolean changesLogin =
        !settings.authPass().equals(cluster.config.settings(self.timing).authPass())
            || !settings.authUser().equals(cluster.config.settings(self.timing).authUser());
    cluster.config = config;
    cluster.changed();
    endScout(cluster);
    for (Shard shard : cluster.shards.values()) {
      shard.group.settings(settings);
      if (changesLogin) {
        shard.group.nodes().forEach(node -> registry.drop(node.link()));
      }
      shard.group.peers().values().forEach(peer -> registry.touch(peer.process()));
      registry.touch(shard.group);
    }
    scoutIfNeeded(cluster);
  }

  // How shards are found where none is known, or none can be reached.

  private void scoutIfNeeded(WatchedCluster cluster) {
    boolean isNeeded = cluster.isNaming || !cluster.isReached();
    if (isNeeded && cluster.scout.isEmpty()) {
      List<Address> nodes = cluster.config.nodes();
      GroupConfig config =
          GroupConfig.fresh(
              cluster.config.name(), nodes.get(0), cluster.config.settings(self.timing));
      MasterGroup scout = new MasterGroup(config, self.names, self.now);
      scout.becomeScout();
      nodes.subList(1, nodes.size()).forEach(node -> registry.addReplica(scout, node));
      cluster.scout = Optional.of(scout);
      owners.put(scout, cluster);
      registry.touch(scout);
    } else if (!isNeeded) {
      endScout(cluster);
    }
  }

  private void endScout(WatchedCluster cluster) {
    if (cluster.scout.isPresent()) {
      MasterGroup scout = cluster.scout.get();
      scout.nodes().forEach(node -> cluster.polls.remove(node));
      cluster.scout = Optional.empty();
      owners.remove(scout);
      registry.end(scout);
    }
  }

  /** Some name has been looked up, perhaps for a scout. */
  void resume() {
    clusters.values().forEach(cluster -> cluster.scout.ifPresent(registry::touch));
  }

  // Asking.

  /** Everything that is due for a shard, or a scout, beside what is for any group. */
  void tend(MasterGroup group) {
    WatchedCluster cluster = owners.get(group);
    if (cluster == null) {
      return;
    }
    for (DataNode node : group.nodes()) {
      ask(cluster, node);
    }
    if (self.mayAct()) {
      shards.tend(cluster, group);
    }
    scoutIfNeeded(cluster);
  }

  private void ask(WatchedCluster cluster, DataNode node) {
    if (!node.link().isUp()) {
      return;
    }
    WatchedCluster.Poll poll = cluster.poll(node);
    if (poll.askedAt < node.link().upAt()) {
      // What was asked on an earlier connection is not answered any more.
      poll.askedAt = Link.NEVER;
    }
    long period = period(cluster);
    long due = self.now;
    if (poll.isInFlight()) {
      due = poll.askedAt + Math.max(period, UNANSWERED_MS);
    } else if (poll.askedAt != Link.NEVER) {
      due = poll.askedAt + (poll.refused ? Math.max(period, REFUSED_MS) : period);
    }
    if (registry.groupAgenda.isDue(due)) {
      out.add(new Effect.AskCluster(node.link().id()));
      poll.askedAt = self.now;
      registry.groupAgenda.wakeAt(self.now + period);
    }
  }

  private static long period(WatchedCluster cluster) {
    long usual = cluster.config.pollMs();
    return cluster.isInTrouble() ? Math.min(usual, HURRIED_POLL_MS) : usual;
  }

  /** All nodes of a shard are asked at once: something has changed there. */
  void askNow(WatchedCluster cluster, MasterGroup group) {
    for (DataNode node : group.nodes()) {
      WatchedCluster.Poll poll = cluster.poll(node);
      if (!poll.isInFlight()) {
        poll.askedAt = Link.NEVER;
      }
    }
    registry.touch(group);
  }

  // What is heard.

  /** A node's INFO, not taken over yet: if its role is another one, so is the cluster. */
  void onInfo(Registry.NodeOwner owner, NodeInfo info) {
    WatchedCluster cluster = owners.get(owner.group());
    if (cluster != null) {
      noteLineage(owner.group(), owner.node(), info);
    }
    boolean isNews = info.role().isPresent() && info.role().get() != owner.node().roleReported();
    if (cluster != null && isNews) {
      askNow(cluster, owner.group());
    }
  }

  /** Under which replication ids a shard's data is known: who has another does not have it. */
  private void noteLineage(MasterGroup group, DataNode node, NodeInfo info) {
    Lineage lineage = group.lineage();
    if (node == group.master()) {
      if (info.role().filter(Role.MASTER::equals).isPresent()) {
        lineage.masterSays(info);
      }
      return;
    }
    boolean isRestarted = node.runId().isPresent() && !node.runId().equals(info.runId());
    if (isRestarted && node.info().filter(said -> !lineage.isForeign(said)).isPresent()) {
      node.restarted(true);
    }
    boolean isFollower =
        info.master().filter(of -> self.names.areSame(of, group.master().address())).isPresent();
    if (isFollower && info.masterLinkUp()) {
      node.restarted(false);
      lineage.connectedReplicaSays(info);
    } else if (isFollower && node.isRestarted() && !info.isLoading()) {
      lineage.restartedReplicaSays(info);
    }
  }

  /** A hello of another coordinator: what it calls a shard, and whether it knows of a newer one. */
  void onHello(Hello hello) {
    for (WatchedCluster cluster : clusters.values()) {
      if (!cluster.mayBeCalled(hello.group())) {
        continue;
      }
      Shard shard = cluster.shards.get(hello.group());
      if (shard == null) {
        cluster.hear(hello.master(), hello.group());
        shards.nameAsOthersDo(cluster, hello.master(), hello.group());
      } else if (hello.configEpoch().isAfter(shard.group.configEpoch())) {
        askNow(cluster, shard.group);
      }
    }
  }

  /** A node shows no cluster. */
  void onRefusal(Registry.NodeOwner owner, String error) {
    WatchedCluster cluster = owners.get(owner.group());
    if (cluster == null) {
      return;
    }
    WatchedCluster.Poll poll = cluster.poll(owner.node());
    poll.saidAt = self.now;
    if (!poll.refused) {
      poll.refused = true;
      out.event(EventType.CLUSTER_REFUSED, wording(cluster, owner.node()), error);
    }
  }

  private void accepted(WatchedCluster cluster, DataNode node, WatchedCluster.Poll poll) {
    poll.saidAt = self.now;
    if (poll.refused) {
      poll.refused = false;
      out.event(EventType.CLUSTER_ACCEPTED, wording(cluster, node), "");
    }
  }

  private static String wording(WatchedCluster cluster, DataNode node) {
    return "cluster " + cluster.config.name() + " " + Outbox.spaced(node.address());
  }

  /** What a node says of its cluster. */
  void onReport(Registry.NodeOwner owner, ClusterReport said) {
    WatchedCluster cluster = owners.get(owner.group());
    if (cluster == null) {
      return;
    }
    ClusterReport report = said.at(owner.node().address());
    if (isOfAnotherCluster(cluster, report)) {
      onRefusal(owner, "it is a node of another cluster");
      return;
    }
    accepted(cluster, owner.node(), cluster.poll(owner.node()));
    cluster.heardAt = self.now;
    if (cluster.listeningSince == Link.NEVER) {
      cluster.listeningSince = self.now;
    }
    cluster.observeEpoch(report.currentEpoch(), self.now);
    WatchedCluster.Told before =
        cluster.reports.put(report.self(), new WatchedCluster.Told(owner.node(), report, self.now));
    boolean isNews = before == null || !before.report().equals(report);
    long freshMs = Math.max(FRESH_MS, FRESH_POLLS * cluster.config.pollMs());
    isNews |= cluster.reports.values().removeIf(told -> self.now - told.at() > freshMs);
    if (isNews) {
      look(cluster);
    }
  }

  private boolean isOfAnotherCluster(WatchedCluster cluster, ClusterReport report) {
    if (self.now - cluster.heardAt >= REPLACED_MS) {
      return false;
    }
    var known = cluster.known();
    return !known.isEmpty() && Collections.disjoint(known, report.lines().keySet());
  }

  /** Compares what is known, and has it carried out. */
  private void look(WatchedCluster cluster) {
    List<ClusterReport> reports = new ArrayList<>();
    cluster.reports.values().forEach(told -> reports.add(told.report()));
    cluster.picture = ClusterPicture.of(reports);
    boolean isMoving = reports.stream().anyMatch(report -> report.own().moving() > 0);
    if (isMoving != (cluster.movingSince != Link.NEVER)) {
      cluster.movingSince = isMoving ? self.now : Link.NEVER;
    }
    shards.follow(cluster);
    cluster.changed();
    scoutIfNeeded(cluster);
  }
}
