package io.vedette.sentinel.cli.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;

/** The processes and files of the demo of a master and its replicas. */
final class Cluster extends Processes {
  static final String GROUP = "demo";
  static final int DOWN_AFTER_MS = 1000;
  static final int FAILOVER_TIMEOUT_MS = 10_000;
  private static final int DATA_NODES = 3;
  private static final int FIRST_PORT = 20_000;

  /** Redis's, from a server's port to that of its cluster bus. */
  private static final int BUS_OFFSET = 10_000;

  Cluster() throws DemoFailure {}

  /** Writes all configuration files; starts nothing. */
  void prepare(Path server, List<String> coordinatorProgram) throws DemoFailure {
    int port = freePorts(DATA_NODES + COORDINATORS.size());
    int masterPort = port;
    for (int i = 0; i < DATA_NODES; i++, port++) {
      servers()
          .add(
              new Child(
                  "node" + (i + 1),
                  port,
                  home(),
                  List.of(server.toString()),
                  dataConf(port, masterPort)));
    }
    for (String name : COORDINATORS) {
      coordinators()
          .add(
              new Child(name, port, home(), coordinatorProgram, coordinatorConf(port, masterPort)));
      port++;
    }
  }

  /** The first is the master at the beginning. */
  List<Child> dataNodes() {
    return servers();
  }

  Child dataNode(int port) throws DemoFailure {
    return servers().stream()
        .filter(node -> node.port() == port)
        .findFirst()
        .orElseThrow(() -> new DemoFailure("port " + port + " is none of the demo's servers"));
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
    return freePorts(count, 32_000, first -> areFree(first, count));
  }

  /** The same where each server of a Redis Cluster takes a second one, 10,000 higher. */
  static int freeClusterPorts(int count) throws DemoFailure {
    return freePorts(
        count, 22_700, first -> areFree(first, count) && areFree(first + BUS_OFFSET, count));
  }

  private static int freePorts(int count, int end, IntPredicate areFree) throws DemoFailure {
    Random random = new Random();
    for (int attempt = 0; attempt < 100; attempt++) {
      int first = FIRST_PORT + 10 * random.nextInt((end - FIRST_PORT) / 10);
      if (areFree.test(first)) {
        return first;
      }
    }
    throw new DemoFailure(
        "no " + count + " free ports in a row between " + FIRST_PORT + " and " + end);
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
