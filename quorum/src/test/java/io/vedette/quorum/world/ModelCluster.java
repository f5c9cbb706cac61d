package io.vedette.quorum.world;

import io.vedette.quorum.cluster.ClusterReport;
import io.vedette.quorum.cluster.FullCoverage;
import io.vedette.quorum.cluster.NodeId;
import io.vedette.quorum.cluster.NodeLine;
import io.vedette.quorum.cluster.NodeOptions;
import io.vedette.quorum.cluster.Promotion;
import io.vedette.quorum.cluster.SlotSet;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.RunId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A modelled Redis Cluster: each node has its own table of all nodes, tells the others ten times a
 * second what it is, marks those it does not hear of, and a replica whose master a majority of
 * masters has marked stands for election.
 */
final class ModelCluster {
  private static final long TICK_MS = 100;
  private static final long NODE_TIMEOUT_MS = 2_000;
  private static final long ELECTION_DELAY_MS = 600;
  private static final int MOVED = 100;
  private static final long NOTICED_MS = 1_000;

  /** What a node knows of a node. */
  private static final class Entry {
    private Address address;
    private boolean master;
    private Optional<NodeId> follows = Optional.empty();
    private long epoch;
    private SlotSet slots = SlotSet.NONE;
    private int moving;
    private boolean suspect;
    private boolean failed;
    private long heardAt;
    private long trustedSince;

    private boolean ownsSlots() {
      return master && !slots.isEmpty();
    }

    /** Whether it has been in reach for so long that everybody has noticed. */
    private boolean isInReach(long now) {
      return !suspect && !failed && now - trustedSince > NOTICED_MS;
    }
  }

  /** A node. */
  private final class Node {
    private final Server server;
    private final NodeId id;
    private final Map<NodeId, Entry> table = new TreeMap<>();
    private long currentEpoch;
    private long votedIn;
    private long electionAt;
    private boolean elects = true;
    private boolean holds;

    private Node(Server server, NodeId id) {
      this.server = server;
      this.id = id;
    }

    private Entry own() {
      return table.get(id);
    }

    private boolean reaches(Node other) {
      return other.server.answers()
          && world.isConnected(server.name, other.server.address)
          && world.isConnected(other.server.name, server.address);
    }
  }

  private final World world;
  private final Map<NodeId, Node> nodes = new LinkedHashMap<>();

  /** What nodes say of their configuration. */
  private NodeOptions options = NodeOptions.UNKNOWN;

  /** Masters m1, m2 …, each with one replica: r1 is that of m1. */
  ModelCluster(World world, int masters) {
    this.world = world;
    List<NodeId> ids = new ArrayList<>();
    for (int i = 1; i <= masters; i++) {
      Server master = new Server("m" + i, i, new Address("10.0.0." + i, 6379), Optional.empty());
      ids.add(add(master, "a" + i));
    }
    for (int i = 1; i <= masters; i++) {
      Server replica =
          new Server(
              "r" + i,
              masters + i,
              new Address("10.0.0." + (masters + i), 6379),
              Optional.of(new Address("10.0.0." + i, 6379)));
      ids.add(add(replica, "b" + i));
    }
    for (Node node : nodes.values()) {
      for (int i = 0; i < ids.size(); i++) {
        node.table.put(ids.get(i), entry(ids, i, masters));
      }
      node.currentEpoch = masters;
    }
    world.later(TICK_MS, this::tick);
  }

  private NodeId add(Server server, String digits) {
    NodeId id = new NodeId(digits.repeat(RunId.LENGTH / 2));
    server.ofCluster = true;
    world.add(server);
    nodes.put(id, new Node(server, id));
    return id;
  }

  private Entry entry(List<NodeId> ids, int index, int masters) {
    Entry entry = new Entry();
    entry.address = nodes.get(ids.get(index)).server.address;
    entry.master = index < masters;
    entry.heardAt = world.now();
    int shard = index % masters;
    entry.epoch = shard + 1L;
    if (entry.master) {
      int first = SlotSet.ALL * shard / masters;
      entry.slots = SlotSet.range(first, SlotSet.ALL * (shard + 1) / masters - 1);
    } else {
      entry.follows = Optional.of(ids.get(shard));
    }
    return entry;
  }

  private Node node(String name) {
    return nodes.values().stream()
        .filter(node -> node.server.name.equals(name))
        .findFirst()
        .orElseThrow();
  }

  // What happens by itself.

  private void tick() {
    for (Node node : nodes.values()) {
      if (node.server.answers()) {
        hear(node);
        mark(node);
        elect(node);
      }
    }
    world.later(TICK_MS, this::tick);
  }

  private void hear(Node node) {
    for (Node other : nodes.values()) {
      if (other != node && node.reaches(other)) {
        take(node, other);
      }
    }
  }

  private void take(Node node, Node from) {
    Entry said = from.own();
    Entry known = node.table.computeIfAbsent(from.id, id -> new Entry());
    known.heardAt = world.now();
    known.trustedSince = known.suspect || known.failed ? world.now() : known.trustedSince;
    known.suspect = false;
    known.failed = false;
    known.address = said.address;
    known.master = said.master;
    known.follows = said.follows;
    known.epoch = Math.max(known.epoch, said.epoch);
    node.currentEpoch = Math.max(node.currentEpoch, from.currentEpoch);
    if (!said.master) {
      known.slots = SlotSet.NONE;
      return;
    }
    boolean hadSlots = node.own().ownsSlots();
    SlotSet granted = said.slots;
    for (Map.Entry<NodeId, Entry> rival : node.table.entrySet()) {
      Entry other = rival.getValue();
      if (!rival.getKey().equals(from.id) && !other.slots.isEmpty()) {
        if (said.epoch > other.epoch) {
          other.slots = other.slots.without(said.slots);
        } else {
          granted = granted.without(other.slots);
        }
      }
    }
    known.slots = granted;
    followIfReplaced(node, from, hadSlots);
    settleCollision(node, from);
  }

  /** As Redis does: of two masters of one epoch the one with the smaller id begins another. */
  private static void settleCollision(Node node, Node from) {
    boolean collides =
        node.own().ownsSlots()
            && from.own().ownsSlots()
            && node.own().epoch == from.own().epoch
            && node.id.compareTo(from.id) < 0;
    if (collides) {
      node.own().epoch = ++node.currentEpoch;
    }
  }

  /** Whoever has lost all slots, or whose master has, follows the one that has them now. */
  private void followIfReplaced(Node node, Node from, boolean hadSlots) {
    Entry own = node.own();
    boolean hasLostAll = hadSlots && own.slots.isEmpty();
    boolean hasMasterLost =
        !own.master
            && !own.follows.equals(Optional.of(from.id))
            && own.follows.map(node.table::get).filter(m -> m.slots.isEmpty()).isPresent();
    if (hasLostAll || hasMasterLost) {
      own.master = false;
      own.follows = Optional.of(from.id);
      own.epoch = from.own().epoch;
      node.server.follow(Optional.of(from.server.address));
    }
  }

  private void mark(Node node) {
    for (Map.Entry<NodeId, Entry> known : node.table.entrySet()) {
      if (!known.getKey().equals(node.id)
          && world.now() - known.getValue().heardAt > NODE_TIMEOUT_MS) {
        known.getValue().suspect = true;
      }
    }
    for (Map.Entry<NodeId, Entry> known : node.table.entrySet()) {
      Entry entry = known.getValue();
      if (entry.suspect && suspicions(node, known.getKey()) >= majority(node)) {
        entry.failed = true;
      }
    }
  }

  private long suspicions(Node node, NodeId of) {
    return nodes.values().stream()
        .filter(other -> other == node || node.reaches(other))
        .filter(other -> node.table.containsKey(other.id))
        .filter(other -> node.table.get(other.id).ownsSlots())
        .filter(other -> other.table.get(of).suspect || other.table.get(of).failed)
        .count();
  }

  private static int majority(Node node) {
    return (int) node.table.values().stream().filter(Entry::ownsSlots).count() / 2 + 1;
  }

  private void elect(Node node) {
    Optional<Entry> master = node.own().follows.map(node.table::get);
    if (master.isEmpty() || !master.get().failed || !node.elects || node.holds) {
      node.electionAt = 0;
    } else if (node.electionAt == 0) {
      node.electionAt = world.now() + ELECTION_DELAY_MS;
    } else if (world.now() >= node.electionAt) {
      node.electionAt = world.now() + 4 * NODE_TIMEOUT_MS;
      stand(node, false);
    }
  }

  private void stand(Node node, boolean isForced) {
    NodeId master = node.own().follows.orElseThrow();
    long epoch = ++node.currentEpoch;
    long votes =
        nodes.values().stream()
            .filter(voter -> voter.server.answers() && node.reaches(voter))
            .filter(voter -> voter.own().ownsSlots() && voter.votedIn < epoch)
            .filter(voter -> isForced || voter.table.get(master).failed)
            .filter(voter -> !knowsNewer(voter, node.table.get(master)))
            .peek(voter -> voter.votedIn = epoch)
            .count();
    if (votes >= majority(node)) {
      promote(node, epoch);
    }
  }

  /** As in Redis: whether a slot that would be claimed belongs to a newer configuration. */
  private static boolean knowsNewer(Node voter, Entry claimed) {
    return voter.table.values().stream()
        .filter(entry -> entry.epoch > claimed.epoch)
        .anyMatch(entry -> !claimed.slots.without(entry.slots).equals(claimed.slots));
  }

  private void promote(Node node, long epoch) {
    Entry old = node.table.get(node.own().follows.orElseThrow());
    Entry own = node.own();
    own.master = true;
    own.follows = Optional.empty();
    own.epoch = epoch;
    own.slots = old.slots;
    old.slots = SlotSet.NONE;
    node.currentEpoch = Math.max(node.currentEpoch, epoch);
    node.server.follow(Optional.empty());
    world.print(node.server.name, "is master, config epoch " + epoch);
  }

  /** CLUSTER FAILOVER: what is answered, or nothing. */
  Optional<String> promote(Server server, Promotion how) {
    Node node = nodeOf(server).orElseThrow();
    if (how != Promotion.PLANNED) {
      world.clusterInvariants.ifPresent(rules -> rules.onRescue(server, how));
    }
    if (node.own().master) {
      return Optional.of("ERR You should send CLUSTER FAILOVER to a replica");
    }
    if (how == Promotion.TAKEOVER) {
      promote(node, node.currentEpoch + 1);
      return Optional.empty();
    }
    Node master = nodes.get(node.own().follows.orElseThrow());
    if (how == Promotion.PLANNED && !node.reaches(master)) {
      return Optional.of("ERR Master is down or failed, please use CLUSTER FAILOVER FORCE");
    }
    stand(node, true);
    return Optional.empty();
  }

  // What a script makes happen.

  /** It never becomes master by itself, and says so. */
  void refuseElections(String name) {
    node(name).elects = false;
  }

  /** It does not stand by itself, for whatever reason. */
  void holdElections(String name) {
    node(name).holds = true;
  }

  /** These slots of one node are another one's, whose replicas stay where they are. */
  void move(String from, String to, int first, int last) {
    SlotSet slots = SlotSet.range(first, last);
    node(from).own().slots = node(from).own().slots.without(slots);
    Node target = node(to);
    target.own().slots = target.own().slots.and(slots);
    target.currentEpoch =
        1 + nodes.values().stream().mapToLong(n -> n.currentEpoch).max().orElseThrow();
    target.own().epoch = target.currentEpoch;
  }

  /** A slot of one of the masters that run is another one's, if that reaches all that run. */
  void moveSome(SplittableRandom random) {
    List<Node> owners =
        nodes.values().stream()
            .filter(node -> node.server.answers() && node.own().ownsSlots())
            .toList();
    if (owners.size() > 1) {
      Node from = owners.get(random.nextInt(owners.size()));
      Node to = owners.get(random.nextInt(owners.size()));
      int first = from.own().slots.first();
      boolean isHeard = owners.stream().allMatch(owner -> owner == to || to.reaches(owner));
      if (from != to && isHeard && from.own().slots.count() > MOVED) {
        move(from.server.name, to.server.name, first, first);
      }
    }
  }

  // What must hold when a replica is told to take over.

  /** Whether a replica has a majority of masters in reach. */
  boolean reachesMajority(Server replica) {
    Node node = nodeOf(replica).orElseThrow();
    long left =
        node.table.values().stream()
            .filter(entry -> entry.ownsSlots() && entry.isInReach(world.now()))
            .count();
    return left >= majority(node);
  }

  /** Whether a replica has its master in reach. */
  boolean reachesItsMaster(Server replica) {
    Node node = nodeOf(replica).orElseThrow();
    return node.own()
        .follows
        .map(node.table::get)
        .filter(m -> m.isInReach(world.now()))
        .isPresent();
  }

  /** Its nodes say what their timeout is. */
  void sayTimeout() {
    options = new NodeOptions(FullCoverage.UNKNOWN, NODE_TIMEOUT_MS);
  }

  /** Which slots a replica believes to be its master's that are another's by now. */
  SlotSet others(Server replica) {
    Node node = nodeOf(replica).orElseThrow();
    if (node.own().master) {
      return SlotSet.NONE;
    }
    NodeId master = node.own().follows.orElseThrow();
    Entry believed = node.table.get(master);
    SlotSet left = believed.slots;
    for (Node other : nodes.values()) {
      if (!other.id.equals(master) && other.own().epoch > believed.epoch) {
        left = left.without(other.own().slots);
      }
    }
    return believed.slots.without(left);
  }

  /** A new master without slots. */
  void join(String name, int number) {
    Server server =
        new Server(name, number, new Address("10.0.0." + number, 6379), Optional.empty());
    NodeId id = add(server, "c" + number % 10);
    Entry entry = new Entry();
    entry.address = server.address;
    entry.master = true;
    entry.heardAt = world.now();
    for (Node node : List.copyOf(nodes.values())) {
      node.table.computeIfAbsent(id, any -> entry(entry));
      nodes.get(id).table.computeIfAbsent(node.id, any -> entry(node.own()));
    }
  }

  private static Entry entry(Entry like) {
    Entry entry = new Entry();
    entry.address = like.address;
    entry.master = like.master;
    entry.follows = like.follows;
    entry.epoch = like.epoch;
    entry.slots = like.slots;
    entry.heardAt = like.heardAt;
    return entry;
  }

  /** A replica follows another master of the cluster. */
  void migrate(String replica, String master) {
    Node node = node(replica);
    node.own().follows = Optional.of(node(master).id);
    node.own().epoch = node(master).own().epoch;
    node.server.follow(Optional.of(node(master).server.address));
  }

  /** All nodes forget one that is gone for good. */
  void forget(String name) {
    NodeId id = node(name).id;
    nodes.values().forEach(node -> node.table.remove(id));
    nodes.remove(id);
  }

  /** Whether all nodes that run say the same, each slot has one owner, and no two an epoch. */
  Optional<String> whyUnsettled() {
    Set<String> opinions = new TreeSet<>();
    for (Node node : nodes.values()) {
      if (node.server.answers()) {
        opinions.add(opinion(node));
      }
    }
    if (opinions.size() != 1) {
      return Optional.of("they say " + opinions);
    }
    List<Entry> owners =
        nodes.values().iterator().next().table.values().stream().filter(Entry::ownsSlots).toList();
    int slots = owners.stream().mapToInt(owner -> owner.slots.count()).sum();
    long epochs = owners.stream().map(owner -> owner.epoch).distinct().count();
    return slots == SlotSet.ALL && epochs == owners.size()
        ? Optional.empty()
        : Optional.of(slots + " slots, " + epochs + " epochs of " + owners.size() + " masters");
  }

  private static String opinion(Node node) {
    return node.table.entrySet().stream()
        .filter(entry -> entry.getValue().ownsSlots())
        .map(e -> e.getKey().shortened() + " " + e.getValue().slots + " " + e.getValue().epoch)
        .collect(Collectors.joining("; "));
  }

  /** Where the masters with slots are. */
  Set<Address> ownerAddresses() {
    return nodes.values().stream()
        .filter(node -> node.own().ownsSlots())
        .map(node -> node.server.address)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Who has which slots, by what each node that runs says of itself. */
  String owners() {
    return nodes.values().stream()
        .filter(node -> node.server.answers() && node.own().ownsSlots())
        .map(node -> node.server.name + " " + node.own().slots + " epoch " + node.own().epoch)
        .collect(Collectors.joining("; "));
  }

  // What a node says.

  Optional<ClusterReport> report(Server server) {
    return nodeOf(server).map(this::report);
  }

  private Optional<Node> nodeOf(Server server) {
    return nodes.values().stream().filter(node -> node.server == server).findFirst();
  }

  private ClusterReport report(Node node) {
    Map<NodeId, NodeLine> lines = new TreeMap<>();
    node.table.forEach((id, entry) -> lines.put(id, line(node, id, entry)));
    boolean isCovered =
        node.table.values().stream()
                .filter(entry -> entry.ownsSlots() && !entry.failed)
                .mapToInt(entry -> entry.slots.count())
                .sum()
            == SlotSet.ALL;
    long reachable =
        node.table.values().stream().filter(e -> e.ownsSlots() && !e.suspect && !e.failed).count();
    return new ClusterReport(
        node.id, lines, isCovered && reachable >= majority(node), node.currentEpoch, options);
  }

  private NodeLine line(Node node, NodeId id, Entry entry) {
    boolean isSelf = id.equals(node.id);
    return new NodeLine(
        id,
        Optional.of(entry.address),
        entry.master,
        entry.follows,
        entry.epoch,
        entry.slots,
        isSelf ? entry.moving : 0,
        entry.suspect && !entry.failed,
        entry.failed,
        isSelf || !entry.suspect,
        !nodes.containsKey(id) || !nodes.get(id).elects);
  }
}
