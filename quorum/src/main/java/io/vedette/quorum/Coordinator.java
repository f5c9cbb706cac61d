package io.vedette.quorum;

import io.vedette.quorum.gossip.Hello;
import io.vedette.quorum.model.CoordinatorConfig;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.Link;
import io.vedette.quorum.model.MasterGroup;
import io.vedette.quorum.model.Peer;
import io.vedette.quorum.model.PeerLink;
import io.vedette.quorum.view.CoordinatorView;
import io.vedette.quorum.view.ViewChange;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A coordinator: what it knows, and what it does with what it is told.
 *
 * <p>{@link #step} is the only way to change it. The effects are to be carried out in their order;
 * {@link Effect.SaveState} stands before everything that depends on what is to be saved.
 *
 * <p>Not thread-safe. What it returns is immutable.
 */
public final class Coordinator {
  /** A time that never comes. */
  public static final long NO_DEADLINE = Long.MAX_VALUE;

  private final Self self;
  private final Outbox out = new Outbox();
  private final Registry registry;
  private final LinkCare links;
  private final Lookups lookups;
  private final Logins logins;
  private final Judgement judgement;
  private final Restraint restraint;
  private final Elections elections;
  private final Failovers failovers;
  private final Fencing fencing;
  private final Isolation isolation;
  private final Staleness staleness;
  private final WriteSafety writeSafety;
  private final Absence absence;
  private final Observations observations;
  private final Gossip gossip;
  private final Administration administration;
  private final Clusters clusters;
  private final ShardFailovers shardFailovers;
  private final Views views;
  private final Input.Handler inputs = new Inputs();
  private long due = NO_DEADLINE;
  private long excusedMs;
  private long busyMs;

  /**
   * A coordinator that does nothing yet.
   *
   * @param random its only source of randomness
   * @param now monotonic milliseconds, 0 or more
   */
  public Coordinator(CoordinatorConfig config, RandomGenerator random, long now) {
    self = new Self(config, random, now);
    registry = new Registry(self, out);
    lookups = new Lookups(self, out, registry);
    lookups.lookAfter(config.names().known().keySet());
    Rhythm rhythm = new Rhythm(self, registry);
    links = new LinkCare(self, out, registry, lookups, rhythm);
    logins = new Logins(self, out, registry);
    judgement = new Judgement(self, out, registry, links);
    restraint = new Restraint(self, out, registry.groupAgenda);
    elections = new Elections(self, out, registry, links, lookups, restraint, rhythm);
    MasterSwitch masterSwitch = new MasterSwitch(self, out, registry, links);
    failovers = new Failovers(self, out, registry, links, masterSwitch);
    fencing = new Fencing(self, out, registry, failovers);
    isolation = new Isolation(self, out, registry, links);
    staleness = new Staleness(self, out, registry);
    writeSafety = new WriteSafety(self, out);
    absence = new Absence(self, out, registry);
    DataWatch dataWatch = new DataWatch(self, out, links);
    observations = new Observations(self, out, registry, failovers, lookups, dataWatch, links);
    gossip = new Gossip(self, out, registry, elections, failovers, masterSwitch, links, lookups);
    administration =
        new Administration(
            self, out, registry, elections, failovers, links, lookups, logins, restraint);
    clusters = new Clusters(self, out, registry, restraint, elections, masterSwitch);
    shardFailovers = new ShardFailovers(self, out, registry, links, restraint, failovers, clusters);
    views = new Views(self, registry, clusters, rhythm);
    for (GroupConfig group : config.groups()) {
      registry.add(group);
    }
  }

  /** Begins to watch: connects to what is known and says so. To be called once, before any step. */
  public List<Effect> start(long now) {
    self.now = now;
    registry.groups().stream().filter(MasterGroup::isPlain).forEach(administration::announce);
    settle();
    return out.take();
  }

  /**
   * Takes one input and says what is to be done, in this order.
   *
   * @param now monotonic milliseconds, never less than before
   */
  public List<Effect> step(Input input, long now) {
    take(input, now);
    return settle(now);
  }

  /**
   * Takes one input of several that have come together; {@link #settle} says what is to be done
   * about all of them. So nobody is judged while an answer of theirs is still waiting to be taken.
   *
   * @param now as for {@link #step}
   */
  public void take(Input input, long now) {
    begin(now);
    input.dispatchTo(inputs);
  }

  /**
   * Says what is to be done about what was taken, and about what is due.
   *
   * @param now as for {@link #step}
   */
  public List<Effect> settle(long now) {
    begin(now);
    registry.groupAgenda.due(now).forEach(registry::touchInTime);
    registry.peerAgenda.due(now).forEach(registry::touch);
    lookups.sweep();
    settle();
    return out.take();
  }

  private void begin(long now) {
    self.now = now;
    absence.note(due, excusedMs, busyMs);
    // What is late is late once.
    due = Math.max(due, now);
    excusedMs = 0;
    busyMs = 0;
  }

  /**
   * The coordinator's own work (saving its state on a slow disk) has taken this long: the next step
   * may be as late without being mistrusted.
   *
   * @param ms milliseconds, 0 or more
   */
  public void excuse(long ms) {
    excusedMs += ms;
  }

  /**
   * The coordinator's own decisions have taken this long, as they do when a thousand groups fail at
   * once: the next step may be as late without being mistrusted, and nobody's silence is put off by
   * it. What they sent meanwhile has been received, and is taken before they are judged.
   *
   * @param ms milliseconds, 0 or more
   */
  public void wasBusy(long ms) {
    busyMs += ms;
  }

  /** When {@link Input.Timer} is due at the latest; it may be given earlier, too. */
  public long nextDeadline() {
    return due;
  }

  /** Everything, for saving it. */
  public CoordinatorView view() {
    return views.all();
  }

  /** What has changed since the last call. */
  public ViewChange takeViewChange() {
    return views.takeChange();
  }

  /** Looks at everything that was touched until nothing is. */
  private void settle() {
    List<MasterGroup> groups = registry.takeTouched();
    List<PeerLink> peers = registry.takeTouchedPeers();
    while (!groups.isEmpty() || !peers.isEmpty()) {
      peers.forEach(this::look);
      groups.forEach(this::look);
      groups = registry.takeTouched();
      peers = registry.takeTouchedPeers();
    }
    due = Math.min(registry.groupAgenda.next(), registry.peerAgenda.next());
    due = Math.min(due, lookups.next());
    due = Math.min(due, absence.due());
  }

  private void look(MasterGroup group) {
    boolean isMerelyDue = registry.isMerelyDue(group);
    int first = out.size();
    if (!group.isPlain()) {
      lookAtCluster(group);
      return;
    }
    registry.groupAgenda.begin(self.now);
    try {
      links.tend(group);
      if (self.mayAct()) {
        judgement.judge(group);
        restraint.tend(group);
        elections.consider(group);
        failovers.advance(group);
        elections.ask(group);
        fencing.fence(group);
        failovers.handOvers().releaseMaster(group);
        isolation.look(group);
        staleness.look(group);
      }
      failovers.handOvers().resume(group);
    } finally {
      registry.groupAgenda.end(group);
    }
    if (isMerelyDue && group.isCalm() && out.isRegularFrom(first)) {
      views.markHeardOf(group.name());
    } else {
      views.markChanged(group.name());
    }
  }

  /** A shard, or links by which shards are found: roles are the cluster's business. */
  private void lookAtCluster(MasterGroup group) {
    if (!clusters.isWatched(group)) {
      return;
    }
    registry.groupAgenda.begin(self.now);
    try {
      links.tend(group);
      clusters.tend(group);
      if (group.isShard() && clusters.isWatched(group) && self.mayAct()) {
        judgement.judge(group);
        restraint.tend(group);
        if (group.failover().isRunning() || shardFailovers.mayStand(group)) {
          elections.consider(group);
        } else {
          group.standAt(Link.NEVER);
        }
        shardFailovers.advance(group);
        elections.ask(group);
        staleness.look(group);
      }
    } finally {
      if (clusters.isWatched(group)) {
        registry.groupAgenda.end(group);
      }
    }
    views.markChanged(group.name());
  }

  private void look(PeerLink process) {
    registry.peerAgenda.begin(self.now);
    links.tend(process);
    registry.peerAgenda.end(process);
  }

  /** What each kind of input means. */
  private final class Inputs implements Input.Handler {
    @Override
    public void onTimer() {
      // The step looks at what is due.
    }

    @Override
    public void onLinkUp(Input.LinkUp input) {
      Optional<Registry.NodeOwner> owner = registry.node(input.link());
      if (owner.isPresent()) {
        owner.get().node().link().connected(input.localHost(), self.now);
        logins.onReply(owner.get(), input.refusal());
        owner.get().node().crash().connected();
        owner.get().node().helloDueAt(self.now);
        gossip.forgetSelfAt(input.localHost());
        return;
      }
      // A peer that is this coordinator itself would vote as it does, and be counted.
      gossip.forgetSelfAt(input.localHost());
      registry
          .peer(input.link())
          .ifPresent(
              process -> {
                process.link().connected(input.localHost(), self.now);
                logins.onReply(process, input.refusal());
                for (Peer peer : process.memberships()) {
                  peer.askAnew();
                  peer.helloDueAt(self.now);
                }
                registry.touchGroups(process);
              });
    }

    @Override
    public void onLinkLost(Input.LinkLost input) {
      Optional<Registry.NodeOwner> owner = registry.node(input.link());
      if (owner.isPresent()) {
        observations.onLinkLost(owner.get().node(), input.cause());
        registry.lost(owner.get().node().link());
        if (input.cause() == Input.LinkLoss.AUTH) {
          logins.onRefused(owner.get(), input.detail());
        }
        registry.touch(owner.get().group());
        return;
      }
      registry
          .peer(input.link())
          .ifPresent(
              process -> {
                boolean wasUp = process.link().isUp();
                registry.lost(process.link());
                if (input.cause() == Input.LinkLoss.AUTH) {
                  logins.onReply(process, Optional.of(input.detail()));
                }
                registry.touch(process);
                if (wasUp) {
                  registry.touchGroups(process);
                }
              });
    }

    @Override
    public void onPingReply(Input.PingReply input) {
      Optional<Registry.NodeOwner> owner = registry.node(input.link());
      if (owner.isPresent()) {
        observations.onPing(owner.get(), input.answer());
        views.markHeardOf(owner.get().group().name());
        return;
      }
      registry.peer(input.link()).ifPresent(process -> onPeerPing(process, input.answer()));
    }

    private void onPeerPing(PeerLink process, Input.PingAnswer answer) {
      Link link = process.link();
      Observations.note(link, answer, self.now);
      registry.touch(process);
      boolean wasDown = process.memberships().stream().anyMatch(Peer::isSDown);
      if (wasDown) {
        registry.touchGroups(process);
      }
    }

    @Override
    public void onLoginReply(Input.LoginReply input) {
      registry.node(input.link()).ifPresent(owner -> logins.onReply(owner, input.refusal()));
      registry.peer(input.link()).ifPresent(process -> logins.onReply(process, input.refusal()));
    }

    @Override
    public void onInfoReply(Input.InfoReply input) {
      registry
          .node(input.link())
          .ifPresent(
              owner -> {
                clusters.onInfo(owner, input.info());
                observations.onInfo(owner, input.info());
                if (owner.group().isPlain()) {
                  writeSafety.onInfo(owner.group(), owner.node(), input.info());
                  failovers.clusterMode().onInfo(owner.group(), owner.node(), input.info());
                }
              });
    }

    @Override
    public void onHello(Input.HelloHeard input) {
      input.via().flatMap(registry::node).ifPresent(owner -> owner.node().link().heard(self.now));
      Hello hello = input.hello();
      if (hello.runId().equals(self.id)) {
        return;
      }
      clusters.onHello(hello);
      gossip.onHello(hello);
      if (registry.group(hello.group()).isPresent()) {
        views.markHeardOf(hello.group());
      }
    }

    @Override
    public void onReplicaofReply(Input.ReplicaofReply input) {
      registry
          .node(input.link())
          .ifPresent(
              owner -> failovers.onReplicaofReply(owner.group(), owner.node(), input.error()));
    }

    @Override
    public void onPauseReply(Input.PauseReply input) {
      registry
          .node(input.link())
          .ifPresent(
              owner -> {
                failovers.handOvers().onPauseReply(owner.group(), owner.node(), input.error());
                isolation.onPauseReply(owner.group(), owner.node(), input.error());
              });
    }

    @Override
    public void onHandOverReply(Input.HandOverReply input) {
      registry
          .node(input.link())
          .ifPresent(
              owner ->
                  failovers
                      .handOvers()
                      .onHandOverReply(owner.group(), owner.node(), input.error()));
    }

    @Override
    public void onPeerReply(Input.PeerReply input) {
      elections.onReply(input);
    }

    @Override
    public void onPeerAsks(Input.PeerAsks input) {
      elections.onQuestion(input);
    }

    @Override
    public void onMonitor(Input.Monitor input) {
      administration.monitor(input);
    }

    @Override
    public void onRemove(Input.Remove input) {
      administration.remove(input);
      views.markChanged(input.group());
    }

    @Override
    public void onSet(Input.Set input) {
      administration.set(input);
    }

    @Override
    public void onReset(Input.Reset input) {
      administration.reset(input);
    }

    @Override
    public void onFailover(Input.Failover input) {
      Optional<MasterGroup> shard = registry.group(input.group()).filter(MasterGroup::isShard);
      if (shard.isPresent()) {
        administration.answer(input.ticket(), shardFailovers.order(shard.get()));
      } else {
        administration.failover(input);
      }
    }

    @Override
    public void onPause(Input.Pause input) {
      administration.pause(input);
    }

    @Override
    public void onResume(Input.Resume input) {
      administration.resume(input);
    }

    @Override
    public void onRecall(Input.Recall input) {
      administration.recall(input.memories());
      clusters.recall(input.memories());
    }

    @Override
    public void onClusterReply(Input.ClusterReply input) {
      registry.node(input.link()).ifPresent(owner -> clusters.onReport(owner, input.report()));
    }

    @Override
    public void onClusterRefusal(Input.ClusterRefusal input) {
      registry.node(input.link()).ifPresent(owner -> clusters.onRefusal(owner, input.error()));
    }

    @Override
    public void onPromotionReply(Input.PromotionReply input) {
      registry
          .node(input.link())
          .ifPresent(owner -> shardFailovers.onReply(owner.group(), owner.node(), input.error()));
    }

    @Override
    public void onSetClusters(Input.SetClusters input) {
      clusters.set(input.clusters());
    }

    @Override
    public void onRecallShards(Input.RecallShards input) {
      clusters.recall(input.shards());
    }

    @Override
    public void onFlushConfig(Input.FlushConfig input) {
      administration.flushConfig(input);
    }

    @Override
    public void onRetune(Input.Retune input) {
      self.timing = input.timing();
      registry.groups().forEach(registry::touch);
      registry.peers().forEach(registry::touch);
      administration.done(input.ticket());
    }

    @Override
    public void onSetOptions(Input.SetOptions input) {
      administration.setOptions(input.options());
    }

    @Override
    public void onAnnounce(Input.Announce input) {
      self.announceHost = input.host();
      self.announcePort = input.port();
      registry.groups().forEach(links::pushHello);
    }

    @Override
    public void onUseNames(Input.UseNames input) {
      self.names.follow(input.resolve(), input.announce());
      registry.groups().forEach(registry::touch);
      registry.peers().forEach(registry::touch);
    }

    @Override
    public void onHostResolved(Input.HostResolved input) {
      lookups.resolved(input).forEach(observations::resume);
      administration.resume(input.name());
      clusters.resume();
      gossip.resume();
    }

    @Override
    public void onHostUnresolved(Input.HostUnresolved input) {
      lookups.unresolved(input).forEach(observations::resume);
      administration.resume(input.name());
      clusters.resume();
      gossip.resume();
    }

    @Override
    public void onPeerLoginChanged() {
      registry.peers().forEach(logins::renew);
    }

    @Override
    public void onSimulateFailure(Input.SimulateFailure input) {
      self.exitAfterElection = input.afterElection();
      self.exitAfterPromotion = input.afterPromotion();
      administration.done(input.ticket());
    }

    @Override
    public void onStateUnsaved(Input.StateUnsaved input) {
      if (self.maySwear()) {
        out.event(EventType.STATE_UNSAVED, "#state can not be saved", input.reason());
      }
      self.unsaved = Optional.of(input.reason());
    }

    @Override
    public void onStateSaved() {
      if (!self.maySwear()) {
        self.unsaved = Optional.empty();
        out.event(EventType.STATE_SAVED, "#state can be saved again", "");
        registry.groups().forEach(registry::touch);
      }
    }
  }
}
