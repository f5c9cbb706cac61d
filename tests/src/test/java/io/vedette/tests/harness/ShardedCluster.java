package io.vedette.tests.harness;

import static org.awaitility.Awaitility.await;

import io.vedette.quorum.model.Address;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Redis Cluster of some masters with a replica each, and coordinators that watch it as {@code
 * shop}. In tests under {@link RequiresRedis} it need not be closed.
 */
public final class ShardedCluster implements AutoCloseable {
  /** Its name in the coordinators' options. */
  public static final String NAME = "shop";

  /**
   * How long a node may be silent for the others, in milliseconds. For as long, masters that were a
   * minority refuse clients after they are none any more; machines that do other things need more.
   */
  public static final int NODE_TIMEOUT_MS =
      Integer.getInteger("vedette.cluster.node-timeout-ms", 2_000);

  private static final int SLOTS = 16_384;
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Set<ShardedCluster> OPEN = new CopyOnWriteArraySet<>();

  private final Function<String, Place> places;
  private final Path folder;
  private final List<ClusterMember> masters = new ArrayList<>();
  private final List<ClusterMember> replicas = new ArrayList<>();
  private final List<ClusterMember> joined = new ArrayList<>();
  private final List<String> ids = new ArrayList<>();
  private final List<CoordinatorNode> coordinators = new ArrayList<>();
  private final long startedAtNanos = System.nanoTime();

  private ShardedCluster(Function<String, Place> places) {
    this.places = places;
    try {
      folder = Files.createTempDirectory("vedette-cluster");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts all of it, and waits until every coordinator knows every shard.
   *
   * @param options of the cluster, beside its nodes: {@code quorum = 2}
   */
  public static ShardedCluster start(int masters, int coordinators, String... options) {
    return start(name -> Place.LOOPBACK, masters, coordinators, options);
  }

  /**
   * The same on two hosts. What runs on the other one can't be asked while the link is cut.
   *
   * @param there what runs on the other host, such as {@code replica2} or {@code vedette-1}
   */
  public static ShardedCluster across(
      OtherHost host, Set<String> there, int masters, int coordinators, String... options) {
    return start(
        name -> there.contains(name) ? Place.on(host) : Place.facing(host),
        masters,
        coordinators,
        options);
  }

  private static ShardedCluster start(
      Function<String, Place> places, int masters, int coordinators, String... options) {
    ShardedCluster cluster = new ShardedCluster(places);
    OPEN.add(cluster);
    cluster.startServers(masters);
    cluster.startCoordinators(coordinators, List.of(options));
    return cluster;
  }

  static Collection<ShardedCluster> open() {
    return List.copyOf(OPEN);
  }

  private void startServers(int count) {
    for (int i = 0; i < count; i++) {
      masters.add(member("master" + i));
      replicas.add(member("replica" + i));
    }
    servers().forEach(Server::launch);
    servers().forEach(Server::awaitStarted);
    for (int i = 0; i < count; i++) {
      ClusterMember master = masters.get(i);
      master.call(
          "CLUSTER",
          "ADDSLOTSRANGE",
          Integer.toString(SLOTS * i / count),
          Integer.toString(SLOTS * (i + 1) / count - 1));
      master.call("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1));
    }
    servers().forEach(server -> meet(masters.get(0), server));
    until("all nodes know each other", () -> servers().stream().allMatch(this::knowsAll));
    for (int i = 0; i < count; i++) {
      replicas.get(i).call("CLUSTER", "REPLICATE", masters.get(i).id());
    }
    masters.forEach(master -> ids.add(master.id()));
    awaitHealthy();
    until(
        "all replicas are in sync",
        () -> replicas.stream().allMatch(ClusterMember::isReplicaInSync));
    until("every node knows every role", () -> servers().stream().allMatch(this::knowsReplicas));
  }

  private ClusterMember member(String name) {
    return new ClusterMember(name, places.apply(name), folder, NODE_TIMEOUT_MS);
  }

  private static void meet(ClusterMember from, ClusterMember other) {
    if (from != other) {
      Address to = other.address();
      from.call("CLUSTER", "MEET", to.host(), Integer.toString(to.port()), other.busPort());
    }
  }

  private boolean knowsAll(ClusterMember member) {
    return member.nodes().stream()
            .filter(line -> !line.get(2).contains("handshake"))
            .filter(line -> line.get(7).equals("connected"))
            .count()
        == servers().size();
  }

  private boolean knowsReplicas(ClusterMember member) {
    return member.nodes().stream().filter(line -> line.get(2).contains("slave")).count()
        == replicas.size();
  }

  private void startCoordinators(int count, List<String> options) {
    List<String> lines = options(options);
    for (int i = 0; i < count; i++) {
      String name = "vedette-" + i;
      Place place = places.apply(name);
      CoordinatorNode coordinator =
          new CoordinatorNode(CoordinatorKind.VEDETTE, name, place, folder, Access.PLAIN);
      coordinator.writeConfig(
          Stream.concat(
                  Stream.of("port " + coordinator.address().port(), "dir \"" + folder + "\""),
                  place.listening().stream())
              .toList());
      coordinator.writeOptions(lines);
      coordinators.add(coordinator);
    }
    coordinators.forEach(Server::launch);
    coordinators.forEach(Server::awaitStarted);
    until("all coordinators know all shards", () -> coordinators.stream().allMatch(this::hasAll));
  }

  private List<String> options(List<String> options) {
    List<String> lines = new ArrayList<>();
    String some =
        masters.stream().limit(2).map(m -> m.address().toString()).collect(Collectors.joining(" "));
    lines.add("cluster." + NAME + ".nodes = " + some);
    options.forEach(option -> lines.add("cluster." + NAME + "." + option));
    return lines;
  }

  /** Other options of the cluster, from now on; they are in one file for all coordinators. */
  public void choose(String... options) {
    coordinators.get(0).writeOptions(options(List.of(options)));
    until("all have read them", () -> events("+options-changed").size() >= coordinators.size());
  }

  private boolean hasAll(CoordinatorNode coordinator) {
    Map<String, Map<String, String>> shards = shards(coordinator);
    return shards.size() == masters.size()
        && shards.values().stream()
            .allMatch(
                shard ->
                    shard.get("flags").equals("master")
                        && shard.get("num-slaves").equals("1")
                        && shard
                            .get("num-other-sentinels")
                            .equals(Integer.toString(coordinators.size() - 1)));
  }

  // --- Parts ---

  public ClusterMember master(int shard) {
    return masters.get(shard);
  }

  public ClusterMember replica(int shard) {
    return replicas.get(shard);
  }

  /** The masters of the beginning, then the replicas, then whoever has joined. */
  public List<ClusterMember> servers() {
    return Stream.of(masters, replicas, joined).flatMap(List::stream).toList();
  }

  /** A new node joins, a master without slots; all others know it. */
  public ClusterMember join(String name) {
    ClusterMember member = member(name);
    joined.add(member);
    member.start();
    meet(masters.get(0), member);
    until("all nodes know it", () -> servers().stream().allMatch(this::knowsAll));
    until("it takes commands", member::isStateOk);
    return member;
  }

  /** The id of the node that was a shard's master at the start. */
  public String idOf(int shard) {
    return ids.get(shard);
  }

  /** It dies, and all others forget it. */
  public void remove(ClusterMember member) {
    String id = member.id();
    member.kill();
    until("it is dead", () -> !member.isRunning());
    servers().stream()
        .filter(Server::isRunning)
        .forEach(server -> server.call("CLUSTER", "FORGET", id));
  }

  /** Moves the first so many slots of one master to another, as operators do. */
  public void reshard(ClusterMember from, ClusterMember to, int slots) {
    List<String> command =
        List.of(
            "redis-cli",
            "--cluster",
            "reshard",
            from.address().toString(),
            "--cluster-from",
            from.id(),
            "--cluster-to",
            to.id(),
            "--cluster-slots",
            Integer.toString(slots),
            "--cluster-yes");
    OsProcess.Outcome outcome = OsProcess.run(command, folder, PATIENCE);
    if (outcome.exitCode() != 0) {
      throw new IllegalStateException("resharding failed: " + outcome.output());
    }
  }

  /** The cluster as a coordinator shows it in SENTINEL CLUSTERS. */
  public Map<String, String> health(CoordinatorNode coordinator) {
    return RespClient.asMaps(coordinator.call("SENTINEL", "CLUSTERS")).get(0);
  }

  /** What a coordinator shows of a node in SENTINEL CLUSTER, by its id; empty: nothing. */
  public Map<String, String> nodeOf(CoordinatorNode coordinator, String id) {
    return RespClient.asMaps(coordinator.call("SENTINEL", "CLUSTER", NAME)).stream()
        .filter(node -> node.get("id").equals(id))
        .findFirst()
        .orElse(Map.of());
  }

  public List<CoordinatorNode> coordinators() {
    return List.copyOf(coordinators);
  }

  public CoordinatorNode coordinator(int index) {
    return coordinators.get(index);
  }

  /** The shards as a coordinator shows them in SENTINEL MASTERS, by name. */
  public Map<String, Map<String, String>> shards(CoordinatorNode coordinator) {
    return RespClient.asMaps(coordinator.call("SENTINEL", "MASTERS")).stream()
        .collect(Collectors.toMap(fields -> fields.get("name"), Function.identity()));
  }

  /** The name of the shard whose master a server is, by all coordinators. */
  public String nameOf(ClusterMember master) {
    List<String> names =
        coordinators.stream()
            .flatMap(
                coordinator ->
                    shards(coordinator).entrySet().stream()
                        .filter(shard -> isAt(master.address(), shard.getValue()))
                        .map(Map.Entry::getKey))
            .distinct()
            .toList();
    if (names.size() != 1) {
      throw new IllegalStateException(master + " is master of " + names);
    }
    return names.get(0);
  }

  private static boolean isAt(Address address, Map<String, String> fields) {
    return fields.get("ip").equals(address.host())
        && fields.get("port").equals(Integer.toString(address.port()));
  }

  // --- Conditions ---

  /**
   * Waits for a condition, generously, also where somebody does not answer within a second; {@code
   * what} is the message of the failure.
   */
  public void until(String what, BooleanSupplier condition) {
    await(what)
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .pollDelay(Duration.ZERO)
        .until(condition::getAsBoolean);
  }

  /** Every node that runs says that all slots are served. */
  public void awaitHealthy() {
    until(
        "all slots are served",
        () -> servers().stream().filter(Server::isRunning).allMatch(ClusterMember::isStateOk));
  }

  /** All coordinators that run give this address for this shard. */
  public void awaitMaster(String shard, ClusterMember master) {
    until(
        "all coordinators give " + master + " as master of " + shard,
        () ->
            coordinators.stream()
                .filter(Server::isRunning)
                .allMatch(c -> c.masterOf(shard).equals(Optional.of(master.address()))));
  }

  /** Every coordinator sees the shard's master and its replica up and linked. */
  public void awaitReady(String shard) {
    until(
        "all coordinators see " + shard + " with its replica",
        () ->
            coordinators.stream()
                .allMatch(
                    c ->
                        c.replicas(shard).stream()
                            .allMatch(
                                r ->
                                    r.get("flags").equals("slave")
                                        && r.get("master-link-status").equals("ok"))));
  }

  /** The same of all shards. */
  public void awaitAllReady() {
    shards(coordinators.get(0)).keySet().forEach(this::awaitReady);
  }

  /** Whether every node that runs says that it serves, and that all slots are. */
  public boolean servesAllSlots() {
    return servers().stream()
        .filter(Server::isRunning)
        .allMatch(server -> server.isStateOk() && server.slotsServed() == SLOTS);
  }

  /** Whether all nodes that run say the same of who has which slots. */
  public boolean isOfOneMind() {
    return servers().stream()
            .filter(Server::isRunning)
            .map(ShardedCluster::owners)
            .distinct()
            .count()
        == 1;
  }

  /** Masters with slots, as a node sees them: id, and slots. */
  private static Map<String, String> owners(ClusterMember member) {
    return member.nodes().stream()
        .filter(line -> line.size() > 8 && line.get(2).contains("master"))
        .collect(
            Collectors.toMap(
                line -> line.get(0), line -> String.join(" ", line.subList(8, line.size()))));
  }

  /** Whether every coordinator gives the addresses of the masters with slots, and no others. */
  public boolean isPublished() {
    Set<String> addresses =
        masters.get(0).nodes().stream()
            .filter(line -> line.size() > 8 && line.get(2).contains("master"))
            .map(line -> line.get(1).substring(0, line.get(1).indexOf('@')))
            .collect(Collectors.toSet());
    return coordinators.stream()
        .map(c -> shards(c).values())
        .allMatch(
            shards ->
                shards.stream()
                    .map(fields -> fields.get("ip") + ":" + fields.get("port"))
                    .collect(Collectors.toSet())
                    .equals(addresses));
  }

  /** The config epochs of the masters with slots. */
  public List<String> configEpochs() {
    return masters.get(masters.size() - 1).nodes().stream()
        .filter(line -> line.size() > 8 && line.get(2).contains("master"))
        .map(line -> line.get(6))
        .toList();
  }

  /** All events of all coordinators in order of arrival. */
  public List<RecordedEvent> events(String channel) {
    return coordinators.stream()
        .flatMap(c -> c.events().all().stream())
        .filter(event -> event.channel().equals(channel))
        .sorted(Comparator.comparingLong(RecordedEvent::atNanos))
        .toList();
  }

  // --- End ---

  /** Everything worth reading after a failure. */
  String report(String when) {
    StringBuilder report = new StringBuilder("==== " + NAME + " " + when + " ====\n");
    coordinators.stream()
        .flatMap(c -> c.events().all().stream())
        .sorted(Comparator.comparingLong(RecordedEvent::atNanos))
        .forEach(
            event ->
                report
                    .append((event.atNanos() - startedAtNanos) / 1_000_000)
                    .append(" ms ")
                    .append(event)
                    .append('\n'));
    Stream.<Server>concat(coordinators.stream(), servers().stream())
        .forEach(server -> report.append("---- " + server + "\n" + server.logText()));
    return report.toString();
  }

  /** Kills everything and deletes the folder. */
  @Override
  public void close() {
    OPEN.remove(this);
    coordinators.forEach(Server::close);
    servers().forEach(Server::close);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }
}
