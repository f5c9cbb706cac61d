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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;

/**
 * One group with its data nodes and coordinators, all on the loopback interface and below one
 * temporary folder that is deleted at the end. In tests under {@link RequiresRedis} it need not be
 * closed: that happens after the test, when the logs of a failed one have been printed.
 */
public final class Cluster implements AutoCloseable {
  private static final Set<Cluster> OPEN = new CopyOnWriteArraySet<>();

  private final ClusterSettings settings;
  private final Path folder;
  private final Optional<TlsFiles> tls;
  private final List<DataNode> nodes = new ArrayList<>();
  private final List<CoordinatorNode> coordinators = new ArrayList<>();
  private final List<DataNode> others = new ArrayList<>();
  private final long startedAtNanos = System.nanoTime();

  private Cluster(ClusterSettings settings) {
    this.settings = settings;
    try {
      this.folder = Files.createTempDirectory("vedette-test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.tls = settings.tls() ? Optional.of(TlsFiles.make(folder)) : Optional.empty();
  }

  /** Three coordinators of the kind under test. */
  public static ClusterSettings ofThree() {
    return with(3, CoordinatorKind.underTest());
  }

  /** Coordinators of one kind; see {@link ClusterSettings} for what else can be chosen. */
  public static ClusterSettings with(int count, CoordinatorKind kind) {
    return ClusterSettings.with(count, kind);
  }

  static Cluster start(ClusterSettings settings) {
    Cluster cluster = new Cluster(settings);
    OPEN.add(cluster);
    cluster.startNodes();
    cluster.startCoordinators();
    cluster.awaitDiscovery();
    return cluster;
  }

  static Collection<Cluster> open() {
    return List.copyOf(OPEN);
  }

  private void startNodes() {
    for (int i = 0; i <= settings.replicas(); i++) {
      Optional<Address> master = nodes.stream().findFirst().map(Server::address);
      nodes.add(
          new DataNode(
              "node" + i,
              settings.place(i),
              folder,
              master,
              tls,
              settings,
              settings.nodeConfig(i)));
    }
    nodes.forEach(Server::launch);
    nodes.forEach(Server::awaitStarted);
    until("all replicas are connected", Duration.ofSeconds(20), () -> replicasFollow(nodes.get(0)));
  }

  private void startCoordinators() {
    for (CoordinatorKind kind : settings.kinds()) {
      int index = coordinators.size();
      String name = kind.label() + "-" + index;
      CoordinatorNode coordinator =
          new CoordinatorNode(
              kind,
              name,
              settings.place(index),
              folder,
              Access.of(tls, settings.coordinatorLogin()));
      coordinator.writeConfig(
          settings.coordinatorConfig(index, coordinator, nodes.get(0).address(), tls));
      coordinator.writeOptions(settings.options());
      settings.javaOptions().ifPresent(coordinator::javaOptions);
      if (settings.servesHttp()) {
        coordinator.serveHttp();
      }
      coordinators.add(coordinator);
    }
    coordinators.forEach(Server::launch);
    coordinators.forEach(Server::awaitStarted);
  }

  // --- Parts ---

  public String group() {
    return settings.group();
  }

  public ClusterSettings settings() {
    return settings;
  }

  public Path folder() {
    return folder;
  }

  /** What everybody shows and trusts where there is TLS. */
  public Optional<TlsFiles> tls() {
    return tls;
  }

  public List<DataNode> nodes() {
    return List.copyOf(nodes);
  }

  /** Node 0 is the first master. */
  public DataNode node(int index) {
    return nodes.get(index);
  }

  public List<CoordinatorNode> coordinators() {
    return List.copyOf(coordinators);
  }

  public CoordinatorNode coordinator(int index) {
    return coordinators.get(index);
  }

  public CoordinatorNode coordinatorOf(CoordinatorKind kind) {
    return coordinators.stream().filter(c -> c.kind() == kind).findFirst().orElseThrow();
  }

  public List<CoordinatorNode> runningCoordinators() {
    return coordinators.stream().filter(Server::isRunning).toList();
  }

  public DataNode nodeAt(Address address) {
    return nodes.stream().filter(node -> node.address().equals(address)).findFirst().orElseThrow();
  }

  /** Starts one more master, with nobody watching it and no replicas. */
  public DataNode addMaster() {
    String name = "other" + others.size();
    Place place = settings.place(nodes.size());
    DataNode node = new DataNode(name, place, folder, Optional.empty(), tls, settings, List.of());
    others.add(node);
    node.start();
    return node;
  }

  /**
   * Makes {@code leader} the first to see the master down, and so the one to lead the next
   * automatic failover; needs a quorum of 1.
   */
  public void letLead(CoordinatorNode leader) {
    String later = Long.toString(settings.downAfter().toMillis() + 3_000);
    coordinators.stream()
        .filter(coordinator -> coordinator != leader)
        .forEach(c -> c.call("SENTINEL", "SET", group(), "down-after-milliseconds", later));
  }

  /** Starts one more replica of {@code master}. */
  public DataNode addReplica(DataNode master, String... config) {
    DataNode node =
        new DataNode(
            "node" + nodes.size(),
            settings.place(nodes.size()),
            folder,
            Optional.of(master.address()),
            tls,
            settings,
            List.of(config));
    nodes.add(node);
    node.start();
    return node;
  }

  /** Kills a data node and forgets it. */
  public void removeNode(DataNode node) {
    node.close();
    nodes.remove(node);
  }

  // --- Conditions ---

  /** Waits for {@code condition}; {@code what} is the message of the failure. */
  public void until(String what, Duration atMost, BooleanSupplier condition) {
    waiting(what, atMost).until(condition::getAsBoolean);
  }

  /** Waits until {@code value} satisfies {@code predicate}; the failure shows the last value. */
  public <T> T until(
      String what, Duration atMost, Supplier<T> value, Predicate<? super T> predicate) {
    return waiting(what, atMost).until(value::get, predicate);
  }

  private static ConditionFactory waiting(String what, Duration atMost) {
    return await(what).atMost(atMost).pollInterval(Duration.ofMillis(50)).pollDelay(Duration.ZERO);
  }

  /** Every coordinator knows all replicas, connected, and all its peers. */
  public void awaitDiscovery() {
    int replicas = nodes.size() - 1;
    int peers = coordinators.size() - 1;
    until(
        "all coordinators know " + replicas + " replicas and " + peers + " peers",
        Duration.ofSeconds(30),
        () -> coordinators.stream().map(c -> discovered(c, replicas, peers)).toList(),
        found -> found.stream().allMatch(String::isEmpty));
  }

  private String discovered(CoordinatorNode coordinator, int replicas, int peers) {
    try {
      return missing(coordinator, replicas, peers);
    } catch (UncheckedIOException busy) {
      return busy.getMessage();
    }
  }

  /** What is missing in a coordinator's picture; empty: nothing. */
  private String missing(CoordinatorNode coordinator, int replicas, int peers) {
    List<String> missing = new ArrayList<>();
    String master = coordinator.master(group()).get("flags");
    if (!master.equals("master")) {
      missing.add("master is " + master);
    }
    long good =
        coordinator.replicas(group()).stream()
            .filter(r -> r.get("flags").equals("slave") && r.get("master-link-status").equals("ok"))
            .count();
    if (good != replicas) {
      missing.add(good + " of " + replicas + " replicas");
    }
    long known =
        coordinator.peers(group()).stream().filter(p -> p.get("flags").equals("sentinel")).count();
    if (known != peers) {
      missing.add(known + " of " + peers + " peers");
    }
    return missing.isEmpty() ? "" : coordinator.name() + " sees " + String.join(", ", missing);
  }

  /** The address that a majority of all coordinators gives, if there is one. */
  public Optional<Address> majorityMaster() {
    return coordinators.stream()
        .filter(Server::isRunning)
        .map(c -> c.masterOf(group()))
        .flatMap(Optional::stream)
        .collect(Collectors.groupingBy(a -> a, Collectors.counting()))
        .entrySet()
        .stream()
        .filter(e -> e.getValue() > coordinators.size() / 2)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** Waits until a majority gives another address than {@code old}'s, and returns that node. */
  public DataNode awaitFailoverFrom(DataNode old, Duration atMost) {
    Optional<Address> now =
        until(
            "a majority publishes another master than " + old,
            atMost,
            this::majorityMaster,
            address -> address.isPresent() && !address.get().equals(old.address()));
    return nodeAt(now.orElseThrow());
  }

  /**
   * Waits until the group is at rest: one master among the running data nodes, followed by all
   * others, given by every running coordinator, each of which sees everyone in the right role.
   */
  public DataNode awaitStable(Duration atMost) {
    until("one master, followed by all", atMost, this::unrest, List::isEmpty);
    return nodeAt(runningCoordinators().get(0).masterOf(group()).orElseThrow());
  }

  private List<String> unrest() {
    List<DataNode> running = nodes.stream().filter(Server::isRunning).toList();
    List<DataNode> masters = running.stream().filter(DataNode::isMaster).toList();
    if (masters.size() != 1) {
      return List.of("masters are " + masters);
    }
    DataNode master = masters.get(0);
    Stream<String> strays =
        running.stream()
            .filter(node -> node != master)
            .filter(node -> !node.follows().equals(Optional.of(master.address())))
            .map(node -> node + " follows " + node.follows() + " instead of " + master);
    Stream<String> disagreeing =
        runningCoordinators().stream()
            .filter(c -> !c.masterOf(group()).equals(Optional.of(master.address())))
            .map(c -> c + " gives " + c.masterOf(group()) + " instead of " + master);
    Stream<String> busy =
        runningCoordinators().stream()
            .filter(c -> !c.master(group()).get("flags").equals("master"))
            .map(c -> c + " says of the master: " + c.master(group()).get("flags"));
    return Stream.of(strays, disagreeing, busy).flatMap(s -> s).toList();
  }

  private boolean replicasFollow(DataNode master) {
    return nodes.stream()
        .filter(node -> node != master)
        .allMatch(node -> node.follows().equals(Optional.of(master.address())));
  }

  // --- Events ---

  /** All events of all coordinators in order of arrival. */
  public List<RecordedEvent> events() {
    return coordinators.stream()
        .flatMap(c -> c.events().all().stream())
        .sorted(Comparator.comparingLong(RecordedEvent::atNanos))
        .toList();
  }

  public List<RecordedEvent> events(String channel) {
    return events().stream().filter(e -> e.channel().equals(channel)).toList();
  }

  /** Waits until some coordinator has published such an event. */
  public RecordedEvent awaitEvent(String channel, Duration atMost) {
    until("an event " + channel, atMost, () -> !events(channel).isEmpty());
    return events(channel).get(0);
  }

  // --- End ---

  /** Everything worth reading after a failure. */
  String report(String when) {
    StringBuilder report = new StringBuilder("==== Cluster ").append(when).append(" ====\n");
    for (RecordedEvent event : events()) {
      long millis = (event.atNanos() - startedAtNanos) / 1_000_000;
      report.append(millis).append(" ms ").append(event).append('\n');
    }
    Stream.<Server>concat(coordinators.stream(), nodes.stream())
        .forEach(server -> report.append(logs(server)));
    return report.toString();
  }

  private static String logs(Server server) {
    String state = server.isRunning() ? "running" : "down";
    return "---- " + server + ", " + state + " ----\n" + server.logText();
  }

  /** Kills everything and deletes the folder. */
  @Override
  public void close() {
    OPEN.remove(this);
    coordinators.forEach(Server::close);
    nodes.forEach(Server::close);
    others.forEach(Server::close);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }

  @Override
  public String toString() {
    return Objects.toString(folder.getFileName());
  }
}
