package io.vedette.sentinel.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The processes and files of the demo of a Redis Cluster. */
final class ClusterProcesses extends Processes {
  /** The cluster's name in the coordinators' options. */
  static final String NAME = "demo";

  static final int SHARDS = 3;
  static final int NODE_TIMEOUT_MS = 2_000;
  static final int DOWN_AFTER_MS = 1_000;
  static final int RESCUE_AFTER_MS = 4_000;

  ClusterProcesses() throws DemoFailure {}

  /** Writes all configuration files; starts nothing. */
  void prepare(Path server, List<String> coordinatorProgram) throws DemoFailure {
    int port = Cluster.freeClusterPorts(2 * SHARDS + COORDINATORS.size());
    for (int i = 0; i < 2 * SHARDS; i++, port++) {
      servers()
          .add(
              new Child(
                  "node" + (i + 1), port, home(), List.of(server.toString()), serverConf(port)));
    }
    for (String name : COORDINATORS) {
      Child coordinator =
          new Child(
              name, port, home(), coordinatorProgram, List.of("port " + port, "bind " + HOST));
      writeOptions(home().resolve(name).resolve("vedette.properties"));
      coordinators().add(coordinator);
      port++;
    }
  }

  private void writeOptions(Path file) throws DemoFailure {
    String nodes = servers().stream().limit(2).map(Child::address).collect(Collectors.joining(" "));
    String prefix = "cluster." + NAME + ".";
    try {
      Files.write(
          file,
          List.of(
              prefix + "nodes = " + nodes,
              prefix + "quorum = " + QUORUM,
              prefix + "down-after-ms = " + DOWN_AFTER_MS,
              prefix + "rescue-after-ms = " + RESCUE_AFTER_MS));
    } catch (IOException e) {
      throw new DemoFailure("can't write " + file + ": " + e, e);
    }
  }

  private static List<String> serverConf(int port) {
    return List.of(
        "port " + port,
        "bind " + HOST,
        "save \"\"",
        "repl-diskless-sync yes",
        "repl-diskless-sync-delay 0",
        "cluster-enabled yes",
        "cluster-node-timeout " + NODE_TIMEOUT_MS);
  }

  /** The masters of the beginning. */
  List<Child> masters() {
    return servers().subList(0, SHARDS);
  }

  /** Each the replica of the master at its place. */
  List<Child> replicas() {
    return servers().subList(SHARDS, 2 * SHARDS);
  }
}
