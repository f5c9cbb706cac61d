package io.vedette.sentinel.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The processes and files of the demo of a Redis Cluster. Closing it leaves neither; it may be
 * closed more than once, by any thread, also while it starts.
 */
final class ClusterProcesses implements AutoCloseable {
  /** The cluster's name in the coordinators' options. */
  static final String NAME = "demo";

  static final int SHARDS = 3;
  static final int NODE_TIMEOUT_MS = 2_000;
  static final int DOWN_AFTER_MS = 1_000;
  static final int RESCUE_AFTER_MS = 4_000;
  private static final List<String> COORDINATORS = List.of("A", "B", "C");

  private final Path home;
  private final List<Child> servers = new ArrayList<>();
  private final List<Child> coordinators = new ArrayList<>();
  private boolean closed;

  ClusterProcesses() throws DemoFailure {
    try {
      home = Files.createTempDirectory("vedette-demo-");
    } catch (IOException e) {
      throw new DemoFailure("can't make a temporary folder: " + e, e);
    }
  }

  Path home() {
    return home;
  }

  /** Writes all configuration files; starts nothing. */
  void prepare(Path server, List<String> coordinatorProgram) throws DemoFailure {
    int port = Cluster.freePorts(2 * SHARDS + COORDINATORS.size());
    for (int i = 0; i < 2 * SHARDS; i++, port++) {
      servers.add(
          new Child("node" + (i + 1), port, home, List.of(server.toString()), serverConf(port)));
    }
    for (String name : COORDINATORS) {
      Child coordinator =
          new Child(
              name,
              port,
              home,
              coordinatorProgram,
              List.of("port " + port, "bind " + Cluster.HOST));
      writeOptions(home.resolve(name).resolve("vedette.properties"));
      coordinators.add(coordinator);
      port++;
    }
  }

  private void writeOptions(Path file) throws DemoFailure {
    String nodes = servers.stream().limit(2).map(Child::address).collect(Collectors.joining(" "));
    String prefix = "cluster." + NAME + ".";
    try {
      Files.write(
          file,
          List.of(
              prefix + "nodes = " + nodes,
              prefix + "quorum = " + Cluster.QUORUM,
              prefix + "down-after-ms = " + DOWN_AFTER_MS,
              prefix + "rescue-after-ms = " + RESCUE_AFTER_MS));
    } catch (IOException e) {
      throw new DemoFailure("can't write " + file + ": " + e, e);
    }
  }

  private static List<String> serverConf(int port) {
    return List.of(
        "port " + port,
        "bind " + Cluster.HOST,
        "save \"\"",
        "repl-diskless-sync yes",
        "repl-diskless-sync-delay 0",
        "cluster-enabled yes",
        "cluster-node-timeout " + NODE_TIMEOUT_MS);
  }

  /** The masters of the beginning. */
  List<Child> masters() {
    return servers.subList(0, SHARDS);
  }

  /** Each the replica of the master at its place. */
  List<Child> replicas() {
    return servers.subList(SHARDS, 2 * SHARDS);
  }

  List<Child> servers() {
    return servers;
  }

  List<Child> coordinators() {
    return coordinators;
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
    for (Child child : Stream.concat(servers.stream(), coordinators.stream()).toList()) {
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
    // Coordinators first: else they would tell of what is being stopped.
    coordinators.forEach(Child::askToStop);
    coordinators.forEach(Child::awaitEnd);
    servers.forEach(Child::askToStop);
    servers.forEach(Child::awaitEnd);
    try (Stream<Path> files = Files.walk(home)) {
      files.sorted(Comparator.reverseOrder()).forEach(Cluster::delete);
    } catch (IOException e) {
      throw new UncheckedIOException("can't delete " + home, e);
    }
  }
}
