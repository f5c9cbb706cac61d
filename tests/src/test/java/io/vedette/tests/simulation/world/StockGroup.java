package io.vedette.tests.simulation.world;

import io.vedette.quorum.gossip.Hello;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.GroupSettings;
import io.vedette.quorum.model.NodeInfo;
import io.vedette.quorum.model.Role;
import io.vedette.quorum.model.RunId;
import io.vedette.tests.simulation.world.Endpoint.Answer;
import io.vedette.tests.simulation.world.Endpoint.Question;
import io.vedette.tests.simulation.world.StockInstance.Reconf;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** A group as a stock Sentinel watches it: who is down, and what peers and servers say. */
final class StockGroup {
  private static final long INFO_MS = 10_000;
  private static final long HELLO_MS = 2_000;
  private static final long ASK_MS = 1_000;
  private static final long DESYNC_MS = 1_000;
  private static final long REPAIR_MS = 4 * HELLO_MS;

  private final StockSentinel self;
  private final SimGroup real;
  private final GroupSettings settings;
  private final StockFailover failover;
  private StockInstance master;
  private final NavigableMap<Address, StockInstance> replicas = new TreeMap<>();
  private final NavigableMap<RunId, StockInstance> peers = new TreeMap<>();
  private boolean isODown;
  private long configEpoch;
  private RunId leader;
  private long leaderEpoch;

  /** The config epoch of another's choice that it has given to its own. */
  private long usurpedEpoch;

  StockGroup(StockSentinel self, SimGroup real) {
    this.self = self;
    this.real = real;
    settings = self.world().settings();
    failover = new StockFailover(self, this);
    master = new StockInstance(self, this, real.configuredMaster());
    master.role = Role.MASTER;
  }

  SimGroup real() {
    return real;
  }

  GroupName name() {
    return real.groupName();
  }

  GroupSettings settings() {
    return settings;
  }

  StockInstance master() {
    return master;
  }

  Iterable<StockInstance> replicas() {
    return replicas.values();
  }

  NavigableMap<RunId, StockInstance> peers() {
    return peers;
  }

  boolean isODown() {
    return isODown;
  }

  long configEpoch() {
    return configEpoch;
  }

  void configEpoch(long epoch) {
    configEpoch = epoch;
  }

  Address masterAddress() {
    return master.address;
  }

  /** What clients and peers are told: the new master as soon as it is one. */
  Address publishedAddress() {
    return failover.promoted().map(promoted -> promoted.address).orElse(master.address);
  }

  boolean isAtRest() {
    boolean isAnyDown = master.isDown();
    for (StockInstance each : peers.values()) {
      isAnyDown |= each.isDown();
    }
    return !failover.isRunning() && !isAnyDown;
  }

  // Life: what is saved stays, everything else begins anew.

  void restart() {
    // In its configuration the one that was promoted is the master, and the master its replica.
    List<Address> others = new ArrayList<>(replicas.keySet());
    others.add(master.address);
    becomeMaster(publishedAddress(), others);
    for (RunId id : List.copyOf(peers.keySet())) {
      StockInstance anew = new StockInstance(self, this, peers.get(id).address);
      anew.runId = id;
      peers.put(id, anew);
    }
  }

  void dropLinks(boolean silently) {
    for (StockInstance each : everyone()) {
      if (silently) {
        each.lost();
      } else {
        each.drop();
      }
    }
  }

  private List<StockInstance> everyone() {
    List<StockInstance> all = new ArrayList<>();
    all.add(master);
    all.addAll(replicas.values());
    all.addAll(peers.values());
    return all;
  }

  /** Another master, or the same anew: data nodes are begun with from the start. */
  void becomeMaster(Address address, List<Address> others) {
    master.drop();
    replicas.values().forEach(StockInstance::drop);
    replicas.clear();
    master = new StockInstance(self, this, address);
    master.role = Role.MASTER;
    for (Address other : others) {
      if (!other.equals(address)) {
        replicas.put(other, new StockInstance(self, this, other));
      }
    }
    isODown = false;
    leader = null;
    failover.reset();
  }

  /** Whether it stands by a master that the others do not have in the same config epoch. */
  boolean isAtOdds() {
    return usurpedEpoch > 0 && usurpedEpoch == configEpoch && !failover.isRunning();
  }

  /** REMOVE and MONITOR; of elections it knows what it knew. */
  void monitorAnew(Address address) {
    peers.values().forEach(StockInstance::drop);
    peers.clear();
    becomeMaster(address, List.of());
    configEpoch = 0;
  }

  /** The group has another master. */
  void switchTo(Address address) {
    self.note("+switch-master " + name() + " " + master.address + " " + address);
    List<Address> others = new ArrayList<>(replicas.keySet());
    others.add(master.address);
    becomeMaster(address, others);
  }

  // The timer.

  void tick() {
    long downAfter = settings.downAfterMs();
    for (StockInstance each : everyone()) {
      boolean isPeer = each.runId != null;
      each.tend(isPeer, infoPeriod(each), downAfter);
      sayHello(each);
    }
    if (self.isTilted()) {
      return;
    }
    for (StockInstance each : everyone()) {
      judge(each);
    }
    judgeObjectively();
    boolean hasBegun = failover.beginIfDue();
    if (hasBegun) {
      ask(true);
    }
    failover.goOn();
    ask(false);
  }

  private long infoPeriod(StockInstance each) {
    boolean isTrouble =
        isODown || failover.isRunning() || (each.info != null && each.info.masterLinkDownMs() > 0);
    return each != master && isTrouble ? 1_000 : INFO_MS;
  }

  private void sayHello(StockInstance each) {
    long now = self.world().now();
    if (each.isUp() && now - each.helloAt > HELLO_MS) {
      each.helloAt = now;
      Hello hello = self.hello(this);
      Connection over = each.connection();
      over.toServer(() -> over.server().publish(hello, over));
    }
  }

  /** The next tick tells everyone. */
  void pushHello() {
    everyone().forEach(each -> each.helloAt = 0);
  }

  private void judge(StockInstance each) {
    long now = self.world().now();
    boolean isWrong =
        each == master
            && each.role == Role.REPLICA
            && now - each.roleSince > settings.downAfterMs() + 2 * INFO_MS;
    boolean isDown = each.isSilent(settings.downAfterMs()) || isWrong;
    if (!isDown) {
      each.sDownSince = 0;
    } else if (!each.isDown()) {
      each.sDownSince = now;
      self.note("+sdown " + name() + " " + each.address);
    }
  }

  private void judgeObjectively() {
    int reports = 1;
    for (StockInstance peer : peers.values()) {
      reports += peer.saysDown ? 1 : 0;
    }
    isODown = master.isDown() && reports >= settings.quorum();
  }

  private void ask(boolean isForced) {
    long now = self.world().now();
    for (StockInstance peer : peers.values()) {
      if (now - peer.saidAt > 5 * ASK_MS) {
        peer.saysDown = false;
        peer.leader = null;
      }
      if (master.isDown() && peer.isUp() && (isForced || now - peer.saidAt >= ASK_MS)) {
        Optional<RunId> candidate =
            failover.isRunning() ? Optional.of(self.runId()) : Optional.empty();
        Question question = new Question(master.address, new Epoch(self.currentEpoch()), candidate);
        Connection over = peer.connection();
        over.toServer(
            () -> over.server().ask(question, answer -> over.toClient(() -> heard(peer, answer))));
      }
    }
  }

  private void heard(StockInstance peer, Answer answer) {
    peer.saidAt = self.world().now();
    peer.saysDown = answer.isDown();
    if (answer.leader().isPresent()) {
      peer.leader = answer.leader().get();
      peer.leaderEpoch = answer.leaderEpoch().value();
    }
  }

  // Votes.

  Answer answer(Question question) {
    boolean isDown = master.isDown() && !self.isTilted();
    if (question.candidate().isEmpty()) {
      return new Answer(isDown, Optional.empty(), Epoch.ZERO);
    }
    vote(question.candidate().get(), question.epoch().value());
    return new Answer(isDown, Optional.ofNullable(leader), new Epoch(leaderEpoch));
  }

  /** Votes if it has not in this epoch; for whom it has voted last. */
  void vote(RunId candidate, long epoch) {
    self.observe(epoch);
    if (leaderEpoch < epoch && self.currentEpoch() <= epoch) {
      leader = candidate;
      leaderEpoch = self.currentEpoch();
      self.note("+vote-for-leader " + name() + " " + candidate + " " + leaderEpoch);
      if (!self.isSelf(candidate)) {
        failover.startedAt(self.world().now() + self.random().nextLong(DESYNC_MS));
      }
    }
  }

  RunId leader() {
    return leader;
  }

  long leaderEpoch() {
    return leaderEpoch;
  }

  // What is heard.

  void onHello(Hello hello) {
    StockInstance peer = peers.get(hello.runId());
    if (peer == null || !peer.address.equals(hello.sender())) {
      if (peer == null) {
        peers.values().removeIf(each -> evict(each, hello.sender()));
      } else {
        peer.drop();
      }
      StockInstance anew = new StockInstance(self, this, hello.sender());
      anew.runId = hello.runId();
      peers.put(hello.runId(), anew);
    }
    self.observe(hello.currentEpoch().value());
    if (hello.configEpoch().value() > configEpoch) {
      configEpoch = hello.configEpoch().value();
      if (!hello.master().equals(master.address)) {
        switchTo(hello.master());
      } else if (failover.promoted().isPresent()) {
        usurpedEpoch = configEpoch;
        self.world().witness().onStockAdoption(real, configEpoch, publishedAddress());
      }
    }
  }

  private static boolean evict(StockInstance each, Address address) {
    boolean isThere = each.address.equals(address);
    if (isThere) {
      each.drop();
    }
    return isThere;
  }

  void onInfo(StockInstance node, NodeInfo said) {
    long now = self.world().now();
    Role role = said.role().orElse(node.role);
    if (role != node.role) {
      node.role = role;
      node.roleSince = now;
    }
    if (node.info == null || !said.master().equals(node.info.master())) {
      node.masterSince = now;
    }
    node.info = said;
    node.infoAt = now;
    if (self.isTilted()) {
      return;
    }
    if (node == master) {
      for (Address each : said.replicas()) {
        if (role == Role.MASTER && !each.equals(master.address)) {
          replicas.computeIfAbsent(each, address -> new StockInstance(self, this, address));
        }
      }
    } else if (role == Role.MASTER) {
      if (!failover.onMasterReported(node) && now - node.roleSince > REPAIR_MS) {
        repair(node, REPAIR_MS);
      }
    } else {
      failover.onReplicaReported(node);
      boolean follows = said.master().equals(Optional.of(master.address));
      if (!follows && now - node.masterSince > settings.failoverTimeoutMs()) {
        repair(node, settings.failoverTimeoutMs());
      }
    }
  }

  private void repair(StockInstance node, long forMs) {
    long now = self.world().now();
    boolean looksSane =
        master.role == Role.MASTER
            && !master.isDown()
            && !isODown
            && master.infoAt != 0
            && now - master.infoAt < 2 * INFO_MS;
    boolean isSteady = !node.isDown() && now - node.pongAt() < forMs;
    if (looksSane && isSteady && node.isUp() && node.reconf == Reconf.NONE && !node.isPromoted) {
      self.told(node, Optional.of(master.address));
      node.roleSince = now;
      node.masterSince = now;
    }
  }
}
