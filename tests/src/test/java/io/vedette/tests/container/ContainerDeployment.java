package io.vedette.tests.container;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.output.OutputFrame;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.lifecycle.Startables;

/**
 * One master, two replicas and three coordinators (quorum 2), and a client that asks them, each in
 * a container with an address of its own.
 */
final class ContainerDeployment implements AutoCloseable {
  static final String GROUP = "main";
  static final String CONFIGURATION = "/data/sentinel.conf";
  static final int DATA_PORT = 6379;
  static final int COORDINATOR_PORT = 26379;

  private static final Duration SETTLED_WITHIN = Duration.ofSeconds(60);

  /** A container and the address it has whenever it is connected. */
  record Host(String name, String address, GenericContainer<?> container) {}

  private final DockerClient docker = DockerClientFactory.instance().client();
  private final PrivateNetwork network = PrivateNetwork.create();
  private final Path logs;
  private final Host client;
  private final List<Host> dataNodes = new ArrayList<>();
  private final List<Host> coordinators = new ArrayList<>();

  private ContainerDeployment(CoordinatorProgram program, Path logs) {
    this.logs = logs;
    client = host("client", 5, redis("tail", "-f", "/dev/null"));
    String master = network.address(10);
    dataNodes.add(host("node-0", 10, dataNode()));
    for (int i = 1; i <= 2; i++) {
      dataNodes.add(host("node-" + i, 10 + i, dataNode("--replicaof", master, "" + DATA_PORT)));
    }
    for (int i = 0; i < 3; i++) {
      GenericContainer<?> container =
          program
              .container(CONFIGURATION)
              .withCopyToContainer(Transferable.of(configuration(master)), CONFIGURATION);
      coordinators.add(host("coordinator-" + i, 20 + i, container));
    }
  }

  /**
   * Starts everything, and returns once all coordinators know both replicas and each other.
   *
   * @param logs directory for the containers' output, made if needed
   */
  static ContainerDeployment start(CoordinatorProgram program, Path logs) throws IOException {
    Files.createDirectories(logs);
    ContainerDeployment deployment = new ContainerDeployment(program, logs);
    try {
      deployment.startAll();
      return deployment;
    } catch (RuntimeException | Error e) {
      deployment.close();
      throw e;
    }
  }

  private void startAll() {
    Startables.deepStart(Stream.concat(Stream.of(client), dataNodes.stream()).map(Host::container))
        .join();
    Startables.deepStart(coordinators.stream().map(Host::container)).join();
    within(SETTLED_WITHIN)
        .untilAsserted(
            () -> {
              for (Host coordinator : coordinators) {
                Map<String, String> group = group(coordinator);
                require(group, "flags", "master");
                require(group, "num-slaves", "2");
                require(group, "num-other-sentinels", "2");
              }
              for (Host replica : replicas()) {
                requireReplicaOf(replica, master());
              }
            });
  }

  private static String configuration(String master) {
    return """
    port %d
    dir /data
    sentinel monitor %s %s %d 2
    sentinel down-after-milliseconds %s 2000
    sentinel failover-timeout %s 10000
    """
        .formatted(COORDINATOR_PORT, GROUP, master, DATA_PORT, GROUP, GROUP);
  }

  private static GenericContainer<?> redis(String... command) {
    return new GenericContainer<>(Images.redis()).withCommand(command);
  }

  private static GenericContainer<?> dataNode(String... options) {
    List<String> command = new ArrayList<>(List.of("redis-server", "--port", "" + DATA_PORT));
    command.addAll(List.of("--protected-mode", "no", "--save", "", "--dir", "/data"));
    command.addAll(List.of("--repl-diskless-sync-delay", "0"));
    command.addAll(List.of(options));
    return redis(command.toArray(String[]::new))
        .waitingFor(Wait.forLogMessage(".*Ready to accept connections.*", 1));
  }

  private Host host(String name, int number, GenericContainer<?> container) {
    String address = network.address(number);
    Path log = logs.resolve(name + ".log");
    network.join(container, address).withLogConsumer(frame -> append(log, frame));
    return new Host(name, address, container);
  }

  private static void append(Path log, OutputFrame frame) {
    try {
      Files.writeString(
          log, frame.getUtf8String(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The node that is the master at the start. */
  Host master() {
    return dataNodes.get(0);
  }

  /** The nodes that are replicas at the start. */
  List<Host> replicas() {
    return dataNodes.subList(1, dataNodes.size());
  }

  List<Host> coordinators() {
    return coordinators;
  }

  void pause(Host host) {
    docker.pauseContainerCmd(host.container().getContainerId()).exec();
  }

  void unpause(Host host) {
    docker.unpauseContainerCmd(host.container().getContainerId()).exec();
  }

  /** Ends the host's program with SIGKILL. */
  void crash(Host host) {
    docker.killContainerCmd(host.container().getContainerId()).exec();
  }

  void cutOff(Host host) {
    network.cutOff(host.container().getContainerId());
  }

  void reconnect(Host host) {
    network.reconnect(host.container().getContainerId(), host.address());
  }

  /** Runs a program inside the host's container, which needs no network. */
  String run(Host host, String... command) {
    try {
      ExecResult result = host.container().execInContainer(command);
      if (result.getExitCode() != 0) {
        throw new AssertionError(String.join(" ", command) + " in " + host.name() + ": " + result);
      }
      return result.getStdout().strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Has the client send a command over the network to a data node; the reply's lines. */
  List<String> askNode(Host node, String... command) {
    return ask(node.address(), DATA_PORT, command);
  }

  /** Has the client send a command over the network to a coordinator; the reply's lines. */
  List<String> askCoordinator(Host coordinator, String... command) {
    return ask(coordinator.address(), COORDINATOR_PORT, command);
  }

  private List<String> ask(String address, int port, String... command) {
    List<String> line = new ArrayList<>(List.of("timeout", "3", "redis-cli"));
    line.addAll(List.of("-h", address, "-p", "" + port));
    line.addAll(List.of(command));
    return run(client, line.toArray(String[]::new)).lines().toList();
  }

  /** Where a coordinator says that the master is. */
  String masterAddress(Host coordinator) {
    return askCoordinator(coordinator, "SENTINEL", "GET-MASTER-ADDR-BY-NAME", GROUP).get(0);
  }

  /** What a coordinator says about the group, field by field. */
  Map<String, String> group(Host coordinator) {
    List<String> lines = askCoordinator(coordinator, "SENTINEL", "MASTER", GROUP);
    Map<String, String> fields = new HashMap<>();
    for (int i = 0; i + 1 < lines.size(); i += 2) {
      fields.put(lines.get(i), lines.get(i + 1));
    }
    return fields;
  }

  /** What a coordinator thinks of its peers: their flags, {@code sentinel} when all is well. */
  List<String> peerFlags(Host coordinator) {
    List<String> lines = askCoordinator(coordinator, "SENTINEL", "SENTINELS", GROUP);
    List<String> flags = new ArrayList<>();
    for (int i = 0; i + 1 < lines.size(); i += 2) {
      if (lines.get(i).equals("flags")) {
        flags.add(lines.get(i + 1));
      }
    }
    return flags;
  }

  /** Asserts that a node replicates from the given master, over a link that is up. */
  void requireReplicaOf(Host node, Host master) {
    List<String> role = askNode(node, "ROLE");
    List<String> expected = List.of("slave", master.address(), "" + DATA_PORT, "connected");
    if (role.size() < 4 || !role.subList(0, 4).equals(expected)) {
      throw new AssertionError(node.name() + ": expected " + expected + ", ROLE says " + role);
    }
  }

  private static void require(Map<String, String> fields, String field, String expected) {
    if (!expected.equals(fields.get(field))) {
      throw new AssertionError("expected " + field + "=" + expected + " in " + fields);
    }
  }

  static ConditionFactory within(Duration limit) {
    return Awaitility.await()
        .atMost(limit)
        .pollInterval(250, MILLISECONDS)
        .ignoreExceptionsInstanceOf(RuntimeException.class);
  }

  @Override
  public void close() {
    Stream.of(coordinators, dataNodes, List.of(client))
        .flatMap(List::stream)
        .parallel()
        .forEach(host -> host.container().stop());
    network.close();
  }
}
