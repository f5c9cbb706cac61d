package io.vedette.sentinel.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The demo's processes and files. Closing it leaves neither; it may be closed more than once, by
 * any thread, also while it starts.
 */
final class Cluster implements AutoCloseable {
  static final String HOST = "127.0.0.1";
  static final String GROUP = "demo";
  static final int DOWN_AFTER_MS = 1000;
  static final int FAILOVER_TIMEOUT_MS = 10_000;
  static final int QUORUM = 2;
  private static final int DATA_NODES = 3;
  private static final List<String> COORDINATORS = List.of("A", "B", "C");

  private final Path home;
  private final List<Child> dataNodes = new ArrayList<>();
  private final List<Child> coordinators = new ArrayList<>();
  private boolean closed;

  Cluster() throws DemoFailure {
    try {
      home = Files.createTempDirectory("vedette-demo-");
    } catch (IOException e) {
      throw new DemoFailure("can't make a temporary folder: " + e, e);
    }
  }

  /** The folder that holds all its files. */
  Path home() {
    return home;
  }

  /** Writes all configuration files; starts nothing. */
  void prepare(Path server, List<String> coordinatorProgram) throws DemoFailure {
    int port = freePorts(DATA_NODES + COORDINATORS.size());
    int masterPort = port;
    for (int i = 0; i < DATA_NODES; i++, port++) {
      dataNodes.add(
          new Child(
              "node" + (i + 1),
              port,
              home,
              List.of(server.toString()),
              dataConf(port, masterPort)));
    }
    for (String name : COORDINATORS) {
      coordinators.add(
          new Child(name, port, home, coordinatorProgram, coordinatorConf(port, masterPort)));
      port++;
    }
  }

  /** The first is the master at the beginning. */
  List<Child> dataNodes() {
    return dataNodes;
  }

  List<Child> coordinators() {
    return coordinators;
  }

  Child dataNode(int port) throws DemoFailure {
    return dataNodes.stream()
        .filter(node -> node.port() == port)
        .findFirst()
        .orElseThrow(() -> new DemoFailure("port " + port + " is none of the demo's servers"));
  }

  /** Starts one of its processes, unless closed meanwhile. */
  synchronized void start(Child child) throws DemoFailure {
    if (closed) {
      throw new DemoFailure("stopped");
    }
    child.start();
  }

  /** Fails when a process that should be there has ended, or all were stopped. */
  synchronized void check() throws DemoFailure {
    if (closed) {
      throw new DemoFailure("stopped");
    }
    for (Child child : all()) {
      child.checkAlive();
    }
  }

  synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    // Coordinators first, all at once: else the rest would fail over what is being stopped.
    coordinators.forEach(Child::askToStop);
    coordinators.forEach(Child::awaitEnd);
    dataNodes.forEach(Child::askToStop);
    dataNodes.forEach(Child::awaitEnd);
    try (Stream<Path> files = Files.walk(home)) {
      files.sorted(Comparator.reverseOrder()).forEach(Cluster::delete);
    } catch (IOException e) {
      throw new UncheckedIOException("can't delete " + home, e);
    }
  }

  private List<Child> all() {
    List<Child> all = new ArrayList<>(dataNodes);
    all.addAll(coordinators);
    return all;
  }

  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("can't delete " + file, e);
    }
  }

  private static List<String> dataConf(int port, int masterPort) {
    List<String> conf =
        new ArrayList<>(
            List.of(
                "port " + port,
                "bind " + HOST,
                "save \"\"",
                "repl-diskless-sync yes",
                "repl-diskless-sync-delay 0"));
    if (port != masterPort) {
      conf.add("replicaof " + HOST + " " + masterPort);
    }
    return conf;
  }

  private static List<String> coordinatorConf(int port, int masterPort) {
    return List.of(
        "port " + port,
        "bind " + HOST,
        String.format("sentinel monitor %s %s %d %d", GROUP, HOST, masterPort, QUORUM),
        String.format("sentinel down-after-milliseconds %s %d", GROUP, DOWN_AFTER_MS),
        String.format("sentinel failover-timeout %s %d", GROUP, FAILOVER_TIMEOUT_MS),
        String.format("sentinel parallel-syncs %s 1", GROUP));
  }

  /**
   * The first of that many free ports in a row. They are below the range the system takes outgoing
   * ports from: a client that keeps trying a dead server's port there would some day connect to
   * itself, and the server could not come back.
   */
  static int freePorts(int count) throws DemoFailure {
    Random random = new Random();
    for (int attempt = 0; attempt < 100; attempt++) {
      int first = 20_000 + 10 * random.nextInt(1_200);
      if (areFree(first, count)) {
        return first;
      }
    }
    throw new DemoFailure("no " + count + " free ports in a row between 20000 and 32000");
  }

  private static boolean areFree(int first, int count) {
    for (int port = first; port < first + count; port++) {
      try (ServerSocket socket = new ServerSocket()) {
        socket.bind(
            new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
      } catch (IOException e) {
        return false;
      }
    }
    return true;
  }
}
