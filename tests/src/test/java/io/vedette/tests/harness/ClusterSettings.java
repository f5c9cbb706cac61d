package io.vedette.tests.harness;

import io.vedette.quorum.model.Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a {@link Cluster} is made of. The defaults are short, so that tests are. */
public final class ClusterSettings {
  private final List<CoordinatorKind> kinds = new ArrayList<>();
  private final Map<Integer, List<String>> nodeConfig = new HashMap<>();
  private final List<String> everyNode = new ArrayList<>();
  private final List<String> coordinatorConfig = new ArrayList<>();
  private final List<String> options = new ArrayList<>();
  private List<String> nodeLogin = List.of();
  private List<String> coordinatorLogin = List.of();
  private Optional<String> javaOptions = Optional.empty();
  private Optional<DataServer> dataServer = Optional.empty();
  private int replicas = 2;
  private int quorum = 2;
  private boolean tls;
  private boolean http;
  private Optional<OtherHost> masterHost = Optional.empty();
  // Not below a second: redis-sentinel reconnects once a second at most, and takes a master that it
  // has just switched to for down meanwhile.
  private Duration downAfter = Duration.ofMillis(1_200);
  private Duration failoverTimeout = Duration.ofSeconds(5);

  private ClusterSettings() {}

  static ClusterSettings with(int count, CoordinatorKind kind) {
    return new ClusterSettings().and(count, kind);
  }

  /** More coordinators, perhaps of the other kind. */
  public ClusterSettings and(int count, CoordinatorKind kind) {
    for (int i = 0; i < count; i++) {
      kinds.add(kind);
    }
    return this;
  }

  public ClusterSettings replicas(int count) {
    replicas = count;
    return this;
  }

  public ClusterSettings quorum(int reports) {
    quorum = reports;
    return this;
  }

  public ClusterSettings downAfter(Duration time) {
    downAfter = time;
    return this;
  }

  public ClusterSettings failoverTimeout(Duration time) {
    failoverTimeout = time;
    return this;
  }

  /** Lines for one data node's configuration; 0 is the first master. */
  public ClusterSettings nodeConfig(int node, String... lines) {
    nodeConfig.computeIfAbsent(node, n -> new ArrayList<>()).addAll(List.of(lines));
    return this;
  }

  /** Lines for every data node's configuration, also for those that come later. */
  public ClusterSettings everyNode(String... lines) {
    everyNode.addAll(List.of(lines));
    return this;
  }

  /** What the data nodes are; unless given, the usual {@code redis-server}. */
  public ClusterSettings dataServer(DataServer server) {
    dataServer = Optional.of(server);
    return this;
  }

  /** How the test itself logs in at data nodes: a password, or a user and a password. */
  public ClusterSettings nodeLogin(String... words) {
    nodeLogin = List.of(words);
    return this;
  }

  /** How the test itself logs in at coordinators: a password, or a user and a password. */
  public ClusterSettings coordinatorLogin(String... words) {
    coordinatorLogin = List.of(words);
    return this;
  }

  /** Lines for every coordinator's configuration; {@code {index}} stands for its number from 0. */
  public ClusterSettings coordinatorConfig(String... lines) {
    coordinatorConfig.addAll(List.of(lines));
    return this;
  }

  /** Every Vedette serves HTTP on a free port of its own. */
  public ClusterSettings http() {
    http = true;
    return this;
  }

  boolean servesHttp() {
    return http;
  }

  /** Lines for the options file of every Vedette; redis-sentinel has none. */
  public ClusterSettings options(String... lines) {
    options.addAll(List.of(lines));
    return this;
  }

  List<String> options() {
    return List.copyOf(options);
  }

  /** Further options for the Java of every Vedette, divided by blanks. */
  public ClusterSettings javaOptions(String words) {
    javaOptions = Optional.of(words);
    return this;
  }

  Optional<String> javaOptions() {
    return javaOptions;
  }

  /** Everybody listens and connects by TLS, and by TLS only; needs {@code openssl}. */
  public ClusterSettings tlsOnly() {
    tls = true;
    return this;
  }

  /** The first master and the first coordinator are there, everybody else at this end. */
  public ClusterSettings masterOn(OtherHost host) {
    masterHost = Optional.of(host);
    return this;
  }

  /** Where the data node, or the coordinator, of this number is. */
  Place place(int index) {
    return masterHost
        .map(host -> index == 0 ? Place.on(host) : Place.facing(host))
        .orElse(Place.LOOPBACK);
  }

  boolean tls() {
    return tls;
  }

  /** Starts all of it, and waits until every coordinator knows every node and every peer. */
  public Cluster start() {
    return Cluster.start(this);
  }

  public String group() {
    return "mymaster";
  }

  public Duration downAfter() {
    return downAfter;
  }

  public Duration failoverTimeout() {
    return failoverTimeout;
  }

  /**
   * By when a group with a majority of coordinators is at rest whatever happened to one of them:
   * detection, an attempt that fails late, the wait before the next one (twice the timeout by
   * Sentinel's rules), that attempt, and a few seconds for slow machines.
   */
  public Duration recoveryBound() {
    return downAfter.plus(failoverTimeout.multipliedBy(4)).plusSeconds(10);
  }

  int replicas() {
    return replicas;
  }

  List<CoordinatorKind> kinds() {
    return List.copyOf(kinds);
  }

  List<String> nodeConfig(int node) {
    return nodeConfig.getOrDefault(node, List.of());
  }

  List<String> everyNode() {
    return List.copyOf(everyNode);
  }

  List<String> nodeLogin() {
    return nodeLogin;
  }

  List<String> coordinatorLogin() {
    return coordinatorLogin;
  }

  List<String> dataServer() {
    return dataServer.map(DataServer::command).orElseGet(Executables::redisServer);
  }

  List<String> coordinatorConfig(
      int index, CoordinatorNode coordinator, Address master, Optional<TlsFiles> tls) {
    int port = coordinator.address().port();
    List<String> lines =
        new ArrayList<>(tls.map(files -> files.lines(port)).orElse(List.of("port " + port)));
    lines.addAll(coordinator.place().listening());
    lines.add("dir \"" + coordinator.folder() + "\"");
    lines.add(
        "sentinel monitor %s %s %d %d".formatted(group(), master.host(), master.port(), quorum));
    lines.add("sentinel down-after-milliseconds " + group() + " " + downAfter.toMillis());
    lines.add("sentinel failover-timeout " + group() + " " + failoverTimeout.toMillis());
    coordinatorConfig.forEach(l -> lines.add(l.replace("{index}", Integer.toString(index))));
    return lines;
  }
}
