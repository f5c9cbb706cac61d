package io.vedette.quorum;

import io.vedette.quorum.failover.FailoverState;
import io.vedette.quorum.failover.RoleRepair;
import io.vedette.quorum.gossip.Hello;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.DataNode;
import io.vedette.quorum.model.Link;
import io.vedette.quorum.model.LinkTarget;
import io.vedette.quorum.model.MasterGroup;
import io.vedette.quorum.model.Peer;
import io.vedette.quorum.model.PeerLink;
import io.vedette.quorum.model.Role;
import io.vedette.quorum.options.GroupOption;
import io.vedette.quorum.options.OptionValues;
import java.util.function.Supplier;

/** Connects, and sends what is sent regularly: PING, INFO, hello. */
final class LinkCare {
  /** How often a replica that is being promoted is asked whether it is master by now. */
  private static final long PROMOTION_INFO_MS = 20;

  /** How often the two are asked while a master hands over: the sooner, the shorter its pause. */
  private static final long HAND_OVER_INFO_MS = 2;

  /** How often a replica that was just repointed is asked how far it is. */
  private static final long RECONF_INFO_MS = 100;

  /** How often a master that reads its data from disk is asked which data it is. */
  private static final long LOADING_INFO_MS = 100;

  /** For how long after it was repointed. */
  private static final long RECONF_HURRY_MS = 2_000;

  /** How often a login that was refused on a link that stands is shown again. */
  private static final long REFUSED_LOGIN_MS = 5_000;

  /** How often replicas are asked while something is wrong; Sentinel's. */
  private static final long TROUBLE_INFO_MS = 1_000;

  /** How often, with many groups, a node that is down is tried to be reached. */
  private static final long DOWN_ATTEMPT_MS = 3_000;

  /** How often a master that was replaced is tried to be reached, and asked for its role. */
  private static final long DEPOSED_MS = 100;

  /** The shortest time between two attempts to connect with a master that may have crashed. */
  private static final long SHORTEST_PROBE_MS = 20;

  /** How many of them go into the time in which it is confirmed. */
  private static final long PROBES_PER_CONFIRM = 10;

  /** How often a master that may come back without its data is tried to be reached. */
  private static final long RESTARTED_MS = 100;

  /** For how long after it was last heard: by then its replicas are done with it. */
  private static final long RESTART_MS = 10_000;

  /**
   * How soon an attempt to reach it is given up for the next one, unless it is that far away: what
   * was sent into a cut network is sent again by the kernel after a second, and seconds later.
   */
  private static final long DEPOSED_ATTEMPT_MS = 200;

  /** How many times longer than the last one that succeeded. */
  private static final long DEPOSED_ATTEMPT_TIMES = 4;

  /** An attempt to connect that has had no outcome for so long is given up. */
  private static final long ATTEMPT_MS = 10_000;

  /** Up to this down-after a link is only given up when the node is down. */
  private static final long SHORT_DOWN_AFTER_MS = 5_000;

  /** After how many hello periods of silence a subscription is made anew; Sentinel's. */
  private static final long SILENT_PUBLISH_PERIODS = 3;

  private final Self self;
  private final Outbox out;
  private final Registry registry;
  private final Lookups lookups;
  private final Rhythm rhythm;

  LinkCare(Self self, Outbox out, Registry registry, Lookups lookups, Rhythm rhythm) {
    this.rhythm = rhythm;
    this.self = self;
    this.out = out;
    this.registry = registry;
    this.lookups = lookups;
  }

  /** Everything that is due for a group's nodes, and the hello for its peers. */
  void tend(MasterGroup group) {
    Agenda<MasterGroup> agenda = registry.groupAgenda;
    long pingPeriod = rhythm.pingPeriod(group.settings().downAfterMs());
    tend(group, group.master(), pingPeriod);
    for (DataNode replica : group.replicas().values()) {
      tend(group, replica, pingPeriod);
    }
    for (Peer peer : group.peers().values()) {
      Link link = peer.link();
      if (link.isUp() && agenda.isDue(peer.helloDueAt())) {
        out.add(new Effect.PublishHello(link.id(), hello(group, link)));
        peer.helloDueAt(nextHello(group));
        agenda.wakeAt(peer.helloDueAt());
      }
    }
  }

  private void tend(MasterGroup group, DataNode node, long pingPeriod) {
    Agenda<MasterGroup> agenda = registry.groupAgenda;
    Link link = node.link();
    long connectPeriod = connectPeriod(group, node, pingPeriod);
    if (isToConnect(link, connectPeriod, attemptMs(node), agenda)) {
      connect(group, node, connectPeriod);
      if (connectPeriod < pingPeriod) {
        rhythm.attempts().spend();
      }
    } else if (link.isUp()) {
      long downAfter = group.settings().downAfterMs();
      long period = node == group.master() ? pingPeriod : rhythm.unhurriedPing(downAfter);
      ping(link, rhythm.due(group, link.pingSentAt(), period), agenda);
      dropIfSilent(link, downAfter, agenda);
    }
    if (!link.isUp()) {
      return;
    }
    logIn(link, () -> registry.target(group, node), agenda);
    info(group, node, agenda);
    resubscribeIfSilent(link, agenda);
    // A PUBLISH would wait there, and keep waiting what comes behind it.
    boolean isToHear = !node.isDeposed() && node.handsOverTo().isEmpty() && tellsAll(group, node);
    if (isToHear && agenda.isDue(Math.max(node.helloDueAt(), node.pausedUntil()))) {
      out.add(new Effect.PublishHello(link.id(), hello(group, link)));
      node.helloDueAt(nextHello(group));
      agenda.wakeAt(node.helloDueAt());
    }
  }

  /** The next one goes out then, unless there is news before. */
  private long nextHello(MasterGroup group) {
    return rhythm.due(group, self.now, rhythm.unhurried(self.timing.publishPeriodMs()));
  }

  /**
   * Whether a hello of the group is to be published there. What one node of a cluster is told, all
   * of them are, by the cluster itself.
   */
  private static boolean tellsAll(MasterGroup group, DataNode node) {
    if (!group.isShard()) {
      return group.isPlain();
    }
    for (DataNode other : group.nodes()) {
      if (other.link().isUp() && !other.isSDown()) {
        return other == node;
      }
    }
    return false;
  }

  /** Everything that is due for the link to a peer. */
  void tend(PeerLink process) {
    Agenda<PeerLink> agenda = registry.peerAgenda;
    Link link = process.link();
    long downAfter = process.downAfterMs();
    long pingPeriod = rhythm.pingPeriod(downAfter);
    if (process.address().port() != 0 && isToConnect(link, pingPeriod, ATTEMPT_MS, agenda)) {
      connect(process, pingPeriod);
    } else if (link.isUp()) {
      ping(link, link.pingSentAt() + pingPeriod, agenda);
      dropIfSilent(link, downAfter, agenda);
    }
    if (link.isUp()) {
      logIn(link, () -> registry.target(process), agenda);
    }
  }

  /** A node has answered as it should, and its group need not be looked at before its next PING. */
  void pingInTime(MasterGroup group, Link link) {
    long period = rhythm.pingPeriod(group.settings().downAfterMs());
    registry.groupAgenda.wakeBy(group, rhythm.due(group, link.pingSentAt(), period));
  }

  /** Asks all replicas for INFO at once: their offsets are about to matter. */
  void askReplicasNow(MasterGroup group) {
    for (DataNode replica : group.replicas().values()) {
      askNow(replica);
    }
  }

  /** Asks a node for INFO at once. */
  void askNow(DataNode node) {
    if (node.link().isUp()) {
      out.add(new Effect.Info(node.link().id()));
      node.markInfoSent(self.now);
    }
  }

  /**
   * The next hello of a group says what another one's has said, and goes out at once; with many
   * groups at its time: there it only takes the time of those that bring news.
   */
  void passHelloOn(MasterGroup group) {
    if (!rhythm.isMany()) {
      pushHello(group);
    }
  }

  /** The next hello of a group goes out at once, to everyone. */
  void pushHello(MasterGroup group) {
    group.nodes().forEach(node -> node.helloDueAt(self.now));
    group.peers().values().forEach(peer -> peer.helloDueAt(self.now));
    registry.touch(group);
  }

  private void connect(MasterGroup group, DataNode node, long period) {
    Lookups.Way way = lookups.wayTo(node.address(), period, registry.groupAgenda);
    if (way == Lookups.Way.OPEN) {
      registry.connect(group, node);
    } else {
      lookups.await(node.address(), group);
      failIfLost(way, node.link(), period, registry.groupAgenda);
    }
  }

  private void connect(PeerLink process, long period) {
    Lookups.Way way = lookups.wayTo(process.address(), period, registry.peerAgenda);
    if (way == Lookups.Way.OPEN) {
      registry.connect(process);
    } else {
      lookups.await(process.address(), process);
      failIfLost(way, process.link(), period, registry.peerAgenda);
    }
  }

  /** A name without an address is an attempt to connect that has failed. */
  private void failIfLost(Lookups.Way way, Link link, long period, Agenda<?> agenda) {
    if (way == Lookups.Way.NONE) {
      link.connecting(null, self.now);
      link.lost(self.now);
      agenda.wakeAt(self.now + period);
    }
  }

  private static long attemptMs(DataNode node) {
    long last = node.link().connectMs();
    return node.isDeposed() && last != Link.NEVER
        ? Math.max(DEPOSED_ATTEMPT_MS, DEPOSED_ATTEMPT_TIMES * last)
        : ATTEMPT_MS;
  }

  private boolean isToConnect(Link link, long period, long patience, Agenda<?> agenda) {
    boolean isAttempt = link.id() != null && !link.isUp();
    if (isAttempt && agenda.isDue(link.attemptedAt() + patience)) {
      registry.drop(link);
    }
    return link.id() == null
        && agenda.isDue(link.attemptedAt() == Link.NEVER ? self.now : link.attemptedAt() + period);
  }

  /**
   * A master that may have crashed is tried often enough to be sure when its time is up; one that
   * was replaced, or may come back without its data, often enough to be met as soon as it is back.
   */
  private long connectPeriod(MasterGroup group, DataNode node, long usual) {
    long pace = node.isSDown() ? rhythm.pace(usual, DOWN_ATTEMPT_MS) : usual;
    return rhythm.attempts().period(pace, wantedConnectPeriod(group, node, pace));
  }

  private long wantedConnectPeriod(MasterGroup group, DataNode node, long usual) {
    OptionValues options = group.options();
    if (node.isDeposed()) {
      return DEPOSED_MS;
    }
    if (node != group.master() || !node.crash().isOpen()) {
      return usual;
    }
    if (!options.get(GroupOption.CRASH_DETECTION)) {
      boolean mayBeRestarting =
          options.get(GroupOption.FAILOVER_ON_DATA_LOSS)
              && self.now - node.link().lastOkReplyAt() < RESTART_MS;
      return mayBeRestarting ? RESTARTED_MS : usual;
    }
    long confirmMs = options.get(GroupOption.CRASH_DETECTION_CONFIRM_MS);
    return Math.max(SHORTEST_PROBE_MS, confirmMs / PROBES_PER_CONFIRM);
  }

  private void ping(Link link, long due, Agenda<?> agenda) {
    if (link.isPingInFlight()) {
      return;
    }
    if (agenda.isDue(link.pingSentAt() == Link.NEVER ? self.now : due)) {
      out.add(new Effect.Ping(link.id()));
      link.pinged(self.now);
    }
  }

  /** A link that stands by an earlier login: does the node accept the one that is set by now? */
  private void logIn(Link link, Supplier<LinkTarget> target, Agenda<?> agenda) {
    if (link.refusal().isPresent() && agenda.isDue(link.loginSentAt() + REFUSED_LOGIN_MS)) {
      out.add(new Effect.LogIn(link.id(), target.get()));
      link.loginSent(self.now);
      agenda.wakeAt(self.now + REFUSED_LOGIN_MS);
    }
  }

  /**
   * A link that has been silent for long is replaced: the connection may be half open. Sentinel's
   * rule, but for links of nodes with a short down-after, which need not be 15 s old to be given
   * up.
   */
  private void dropIfSilent(Link link, long downAfterMs, Agenda<?> agenda) {
    if (link.unansweredSince() == Link.NEVER) {
      return;
    }
    long silentSince = Math.max(link.unansweredSince(), link.lastReplyAt());
    long patience = Math.max(downAfterMs / 2, Math.min(downAfterMs, SHORT_DOWN_AFTER_MS));
    long youth = Math.min(downAfterMs, self.timing.minLinkReconnectPeriodMs());
    if (agenda.isDue(Math.max(silentSince + patience, link.upAt() + youth) + 1)) {
      registry.drop(link);
      agenda.wakeAt(self.now);
    }
  }

  private void resubscribeIfSilent(Link link, Agenda<?> agenda) {
    long dropAt =
        Math.max(
            link.heardAt() + SILENT_PUBLISH_PERIODS * self.timing.publishPeriodMs() + 1,
            link.upAt() + self.timing.minLinkReconnectPeriodMs() + 1);
    if (agenda.isDue(dropAt)) {
      out.add(new Effect.Resubscribe(link.id()));
      link.heard(self.now);
      agenda.wakeAt(self.now + SILENT_PUBLISH_PERIODS * self.timing.publishPeriodMs() + 1);
    }
  }

  private void info(MasterGroup group, DataNode node, Agenda<?> agenda) {
    long period = infoPeriod(group, node);
    long due = self.now;
    if (node.isInfoInFlight()) {
      due = node.infoSentAt() + Math.max(period, TROUBLE_INFO_MS);
    } else if (node.infoSentAt() != Link.NEVER) {
      due = rhythm.due(group, node.infoSentAt(), period);
    }
    if (agenda.isDue(due)) {
      if (period < self.timing.infoPeriodMs()) {
        rhythm.infos().spend();
      }
      askNow(node);
      agenda.wakeAt(self.now + Math.max(period, TROUBLE_INFO_MS));
    }
  }

  private long infoPeriod(MasterGroup group, DataNode node) {
    long wanted = wantedInfoPeriod(group, node);
    // A replica says again what it has said; who leads asks all of them when it stands for
    // election. Where many are in trouble, to ask all of them often would be what delays them.
    boolean isUrgent = node == group.master() || node.isPromoted();
    return isUrgent ? wanted : rhythm.infos().period(self.timing.infoPeriodMs(), wanted);
  }

  private long wantedInfoPeriod(MasterGroup group, DataNode node) {
    long healthy = self.timing.infoPeriodMs();
    FailoverState failover = group.failover();
    if (node == group.master() && node.isLoading()) {
      boolean isUrgent = group.options().get(GroupOption.FAILOVER_ON_DATA_LOSS);
      return Math.min(healthy, isUrgent ? LOADING_INFO_MS : TROUBLE_INFO_MS);
    }
    if (failover.isHandOver() && (node == group.master() || node.isPromoted())) {
      return Math.min(healthy, HAND_OVER_INFO_MS);
    }
    if (node == group.master()) {
      return node.roleReported() == Role.MASTER ? healthy : Math.min(healthy, TROUBLE_INFO_MS);
    }
    if (node.isPromoted()) {
      return Math.min(healthy, PROMOTION_INFO_MS);
    }
    if (node.isDeposed() && node.toldAt() == Link.NEVER) {
      return Math.min(healthy, DEPOSED_MS);
    }
    boolean isMoving =
        node.reconf() == DataNode.Reconf.SENT || node.reconf() == DataNode.Reconf.IN_PROGRESS;
    if (isMoving && self.now - node.toldAt() < RECONF_HURRY_MS) {
      return Math.min(healthy, RECONF_INFO_MS);
    }
    boolean isTrouble =
        group.isODown()
            || isRefusedBy(group.master().link())
            || failover.isRunning()
            || node.masterLinkDownMs() != 0
            || RoleRepair.faultOf(node, group) != RoleRepair.Fault.NONE;
    return isTrouble ? Math.min(healthy, TROUBLE_INFO_MS) : healthy;
  }

  /** Then the replicas' word counts for whether the master is alive. */
  private static boolean isRefusedBy(Link master) {
    return !master.isUp() && master.refusal().isPresent();
  }

  private Hello hello(MasterGroup group, Link link) {
    return new Hello(
        new Address(self.announceHost.orElse(link.localHost()), self.announcePort),
        self.id,
        self.currentEpoch,
        group.name(),
        self.names.shown(group.master().address()),
        group.configEpoch());
  }
}
