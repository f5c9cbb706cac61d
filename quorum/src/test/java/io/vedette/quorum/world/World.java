package io.vedette.quorum.world;

import io.vedette.quorum.Event;
import io.vedette.quorum.EventType;
import io.vedette.quorum.cluster.ClusterConfig;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.GroupSettings;
import io.vedette.quorum.model.Role;
import io.vedette.quorum.model.Timing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/** The world: servers, coordinator processes, the network between them, and virtual time. */
final class World {
  static final GroupName GROUP = new GroupName("mymaster");

  final long seed;
  private final SplittableRandom random;
  private final boolean jitters;
  final NameService names = new NameService();

  /** Whether processes look names up before they start. */
  boolean namesAtStart = true;

  private final Map<Address, Server> servers = new LinkedHashMap<>();
  private final Map<Address, Member> processes = new LinkedHashMap<>();
  private final Set<String> cuts = new LinkedHashSet<>();
  private final PriorityQueue<Happening> queue = new PriorityQueue<>();
  private final List<String> printed = new ArrayList<>();
  private final Invariants invariants = new Invariants();
  private List<GroupConfig> groups;

  /** The clusters that coordinators are to watch. */
  List<ClusterConfig> clusters = List.of();

  /** The cluster that the servers are, if they are one. */
  ModelCluster cluster;

  /** What must hold of it beside that; looked after only where faults are random. */
  Optional<ClusterInvariants> clusterInvariants = Optional.empty();

  /** Whether the invariants are checked; not where a command breaks one on purpose. */
  boolean checksInvariants = true;

  private LongSupplier latency = this::usualLatency;
  private long now = 1_000;
  private long order;

  private record Happening(long at, long order, Runnable what) implements Comparable<Happening> {
    @Override
    public int compareTo(Happening other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  /** A world of one group; nothing runs yet. */
  World(long seed, boolean jitters, int replicas, int coordinators, GroupSettings settings) {
    this.seed = seed;
    this.jitters = jitters;
    random = new SplittableRandom(seed);
    Address master = new Address("10.0.0.1", 6379);
    servers.put(master, new Server("m", 1, master, Optional.empty()));
    for (int i = 1; i <= replicas; i++) {
      Address address = new Address("10.0.0." + (i + 1), 6379);
      servers.put(address, new Server("r" + i, i + 1, address, Optional.of(master)));
    }
    groups = List.of(GroupConfig.fresh(GROUP, master, settings));
    for (int i = 1; i <= coordinators; i++) {
      Member process = new Member(this, i);
      processes.put(process.address, process);
    }
  }

  /** A world of one Redis Cluster, watched as {@code config} says. */
  World(long seed, boolean jitters, int masters, int coordinators, ClusterConfig config) {
    this.seed = seed;
    this.jitters = jitters;
    random = new SplittableRandom(seed);
    groups = List.of();
    clusters = List.of(config);
    cluster = new ModelCluster(this, masters);
    for (int i = 1; i <= coordinators; i++) {
      Member process = new Member(this, i);
      processes.put(process.address, process);
    }
  }

  /** A server that is there from now on. */
  void add(Server server) {
    servers.put(server.address, server);
  }

  static GroupSettings settings(int quorum, long downAfterMs, long failoverTimeoutMs) {
    return GroupSettings.defaults(quorum, Timing.DEFAULT)
        .change()
        .downAfterMs(downAfterMs)
        .failoverTimeoutMs(failoverTimeoutMs)
        .build();
  }

  void start(Member process) {
    process.start(groups);
  }

  /** What coordinators that have saved nothing start from. */
  void configure(GroupConfig group) {
    groups = List.of(group);
  }

  GroupConfig configured() {
    return groups.get(0);
  }

  /** A server can be reached by another address, too: a host name, or through NAT. */
  void alias(Server server, Address address) {
    servers.put(address, server);
  }

  long now() {
    return now;
  }

  /** From now on every message takes 1 ms and as long again at random, and some much longer. */
  void delays(int spreadMs, int rareMs) {
    latency = () -> 1 + random.nextInt(random.nextInt(50) == 0 ? rareMs : spreadMs);
  }

  long latency() {
    return latency.getAsLong();
  }

  private long usualLatency() {
    return jitters ? 1 + random.nextInt(random.nextInt(20) == 0 ? 150 : 5) : 1;
  }

  void at(long time, Runnable what) {
    queue.add(new Happening(Math.max(time, now), order++, what));
  }

  void later(long delay, Runnable what) {
    at(now + delay, what);
  }

  /** Lets this much time go by. */
  void run(long ms) {
    long end = now + ms;
    while (!queue.isEmpty() && queue.peek().at() <= end) {
      Happening next = queue.poll();
      now = next.at();
      next.what().run();
    }
    now = end;
  }

  void print(String who, String what) {
    printed.add("%7d %s %s".formatted(now - 1_000, who, what));
  }

  /** What was printed since the last call. */
  List<String> takePrinted() {
    List<String> taken = List.copyOf(printed);
    printed.clear();
    return taken;
  }

  Collection<Server> servers() {
    return new LinkedHashSet<>(servers.values());
  }

  Collection<Member> processes() {
    return processes.values();
  }

  Server server(Address address) {
    return servers.get(names.resolved(address));
  }

  /** A server is at another address from now on; it was killed before. */
  void move(Server server, String host) {
    servers.remove(server.address);
    server.address = new Address(host, server.address.port());
    servers.put(server.address, server);
  }

  Member process(Address address) {
    return processes.get(address);
  }

  Server server(String name) {
    return servers.values().stream().filter(s -> s.name.equals(name)).findFirst().orElseThrow();
  }

  Member process(String name) {
    return processes.values().stream().filter(p -> p.name.equals(name)).findFirst().orElseThrow();
  }

  boolean isAlive(Address address) {
    Server server = servers.get(address);
    Member member = processes.get(address);
    return server != null ? server.alive : member != null && member.alive;
  }

  boolean isHung(Address address) {
    Server server = servers.get(address);
    return server != null && server.alive && server.hung;
  }

  /** Whether packets pass between a process and an address. */
  boolean isConnected(String process, Address address) {
    String other = "nobody";
    if (servers.containsKey(address)) {
      other = servers.get(address).name;
    } else if (processes.containsKey(address)) {
      other = processes.get(address).name;
    }
    return !cuts.contains(process + "-" + other) && !cuts.contains(other + "-" + process);
  }

  void cut(String one, String other) {
    servers().forEach(server -> server.noteAcks(this));
    cuts.add(one + "-" + other);
  }

  void healNetwork() {
    cuts.clear();
  }

  void killServer(Server server) {
    server.alive = false;
    processes.values().forEach(process -> process.loseLinks(server.address));
  }

  void observe(Member process, Event event) {
    invariants.onEvent(process, event, checksInvariants);
    clusterInvariants.ifPresent(rules -> rules.onEvent(process, event));
  }

  void observeOrder(Member process, Address target, Optional<Address> master) {
    if (checksInvariants) {
      invariants.onOrder(this, process, target, master);
    }
  }

  void check(Member process) {
    if (checksInvariants) {
      invariants.onStep(process);
    }
  }

  /** Whether one master stands, all follow it, and all coordinators say so in the same epoch. */
  Optional<String> whyUnsettled() {
    Set<Address> published = new LinkedHashSet<>();
    Set<Long> epochs = new LinkedHashSet<>();
    for (Member process : processes.values()) {
      if (process.alive) {
        var view = process.core.view().groups().get(0);
        published.add(view.published());
        epochs.add(view.configEpoch().value());
        if (!view.failoverState().equals("none")) {
          return Optional.of(process.name + " is in " + view.failoverState());
        }
      }
    }
    if (published.size() != 1 || epochs.size() != 1) {
      return Optional.of("coordinators say " + published + " in epochs " + epochs);
    }
    Address master = published.iterator().next();
    for (Server server : servers.values()) {
      boolean isRight =
          server.address.equals(names.resolved(master))
              ? server.role == Role.MASTER
              : server.master.map(names::resolved).equals(Optional.of(names.resolved(master)));
      if (server.answers() && !isRight) {
        return Optional.of(server.name + " is " + server.role + " of " + server.master);
      }
    }
    return isAlive(names.resolved(master))
        ? Optional.empty()
        : Optional.of("the master " + master + " is dead");
  }

  /** How many times a master was switched to, by all coordinators. */
  long count(EventType type) {
    return invariants.count(type);
  }
}
