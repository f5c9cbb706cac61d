package io.vedette.tests.chaos;

import io.vedette.quorum.model.Address;
import io.vedette.tests.harness.CoordinatorKind;
import io.vedette.tests.harness.Executables;
import io.vedette.tests.harness.RespClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One host with its Redis server, its coordinator and its client. */
final class Host {
  static final String GROUP = "mymaster";
  static final long DOWN_AFTER_MS = 3_000;
  static final long FAILOVER_TIMEOUT_MS = 6_000;

  private static final int SERVER_PORT = 6379;
  private static final int COORDINATOR_PORT = 26379;

  /** Enough for the state of a coordinator, and soon full. */
  private static final int DISK_KB = 256;

  /** libfaketime leaves files there when its process is killed: these vanish with it. */
  private static final String PRIVATE_SHM = "mount -t tmpfs tmpfs /dev/shm";

  private final int number;
  private final Path folder;
  private final Path disk;
  private final Path clock;
  private final Address serverAddress;
  private final Address coordinatorAddress;
  private final Daemon server;
  private final Daemon coordinator;
  private final Daemon client;
  private final Caller toServer;
  private final Caller toCoordinator;
  private int fillings;

  /**
   * Makes its folder and files; nothing runs yet.
   *
   * @param fakeClock the library by which its coordinator's wall clock can be set
   */
  Host(
      Network network,
      int number,
      Path folder,
      CoordinatorKind kind,
      Guard guard,
      Optional<Path> fakeClock) {
    this.number = number;
    this.folder = folder;
    disk = folder.resolve("disk");
    clock = folder.resolve("clock");
    serverAddress = new Address(network.address(number), SERVER_PORT);
    coordinatorAddress = new Address(network.address(number), COORDINATOR_PORT);
    Path master = disk.resolve("sentinel.conf");
    Path own = folder.resolve("server.conf");
    server = new Daemon("server", network.run(number, serverCommand(own)), folder);
    coordinator =
        new Daemon(
            "coordinator", network.run(number, withClock(fakeClock, kind.command(master))), folder);
    client = new Daemon("client", network.run(number, clientCommand(network)), folder);
    toServer = new Caller(serverAddress);
    toCoordinator = new Caller(coordinatorAddress);
    Address first = new Address(network.address(1), SERVER_PORT);
    try {
      Files.createDirectories(disk);
      Shell.sh("mount -t tmpfs -o size=" + DISK_KB + "k tmpfs " + disk);
      Files.writeString(clock, "+0\n");
      Files.write(own, serverLines(first, guard));
      Files.write(master, coordinatorLines(first));
      if (kind == CoordinatorKind.VEDETTE) {
        Files.write(disk.resolve("vedette.properties"), guard.options());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> serverCommand(Path config) {
    return Stream.concat(Executables.redisServer().stream(), Stream.of(config.toString())).toList();
  }

  /** A server that loses nothing of what it has acknowledged when it is killed. */
  private List<String> serverLines(Address first, Guard guard) {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "port " + SERVER_PORT,
                "bind " + serverAddress.host(),
                "protected-mode no",
                "dir \"" + folder + "\"",
                "save \"\"",
                "appendonly yes",
                "appendfsync always",
                "repl-diskless-sync-delay 0"));
    if (!first.equals(serverAddress)) {
      lines.add("replicaof " + first.host() + " " + first.port());
    }
    lines.addAll(guard.serverLines());
    return lines;
  }

  private List<String> coordinatorLines(Address first) {
    int quorum = Testbed.HOSTS / 2 + 1;
    return List.of(
        "port " + COORDINATOR_PORT,
        "bind " + coordinatorAddress.host(),
        "protected-mode no",
        "dir \"" + disk + "\"",
        "sentinel monitor %s %s %d %d".formatted(GROUP, first.host(), first.port(), quorum),
        "sentinel down-after-milliseconds " + GROUP + " " + DOWN_AFTER_MS,
        "sentinel failover-timeout " + GROUP + " " + FAILOVER_TIMEOUT_MS);
  }

  /** Only the wall clock: what counts time in a process is the monotonic one, which can't jump. */
  private List<String> withClock(Optional<Path> library, List<String> command) {
    if (library.isEmpty()) {
      return command;
    }
    List<String> longer =
        new ArrayList<>(
            List.of(
                "sh",
                "-c",
                PRIVATE_SHM + " && exec env \"$0\" \"$@\"",
                "LD_PRELOAD=" + library.get(),
                "FAKETIME_TIMESTAMP_FILE=" + clock,
                "FAKETIME_CACHE_DURATION=1",
                "FAKETIME_DONT_FAKE_MONOTONIC=1",
                // Else it takes what Java waits for by the monotonic clock for long past.
                "FAKETIME_FORCE_MONOTONIC_FIX=0",
                "NO_FAKE_STAT=1"));
    longer.addAll(command);
    return longer;
  }

  /** A client asks the coordinator beside it first. */
  private List<String> clientCommand(Network network) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Xmx48m",
                "-cp",
                System.getProperty("java.class.path"),
                SetClient.class.getName(),
                "h" + number,
                history().toString()));
    for (int i = 0; i < Testbed.HOSTS; i++) {
      int other = (number - 1 + i) % Testbed.HOSTS + 1;
      command.add(network.address(other) + ":" + COORDINATOR_PORT);
    }
    return command;
  }

  // --- What it is made of ---

  int number() {
    return number;
  }

  Address serverAddress() {
    return serverAddress;
  }

  Daemon server() {
    return server;
  }

  Daemon coordinator() {
    return coordinator;
  }

  Daemon client() {
    return client;
  }

  /** What its client did. */
  Path history() {
    return folder.resolve("history");
  }

  // --- Questions ---

  /** For one thread only. */
  Optional<Object> askServer(String... words) {
    return toServer.ask(words);
  }

  /** For one thread only. */
  Optional<Object> askCoordinator(String... words) {
    return toCoordinator.ask(words);
  }

  /** The words of the server's role: none, if it does not answer. */
  List<?> role() {
    return askServer("ROLE").map(reply -> (List<?>) reply).orElse(List.of());
  }

  /** A section of the server's INFO by its fields: none, if it does not answer. */
  Map<String, String> info(String section) {
    return askServer("INFO", section)
        .map(String.class::cast)
        .orElse("")
        .lines()
        .filter(line -> line.indexOf(':') > 0)
        .collect(
            Collectors.toMap(
                line -> line.substring(0, line.indexOf(':')),
                line -> line.substring(line.indexOf(':') + 1)));
  }

  /** What its coordinator says of the master: nothing, if it does not answer. */
  Map<String, String> master() {
    return toCoordinator.ask("SENTINEL", "MASTER", GROUP).map(RespClient::asMap).orElse(Map.of());
  }

  Optional<Address> published() {
    return toCoordinator
        .ask("SENTINEL", "GET-MASTER-ADDR-BY-NAME", GROUP)
        .map(
            reply -> {
              List<?> pair = (List<?>) reply;
              return new Address((String) pair.get(0), Integer.parseInt((String) pair.get(1)));
            });
  }

  /** Its coordinator's id, which it must have. */
  String coordinatorId() {
    return (String) toCoordinator.ask("SENTINEL", "MYID").orElseThrow();
  }

  // --- Faults that are neither of a process nor of the network ---

  /** From now on nothing can be written where the coordinator keeps its state. */
  void fillDisk() {
    if (fillings++ > 0) {
      return;
    }
    byte[] block = new byte[4096];
    try {
      for (int i = 0; i < DISK_KB; i++) {
        Files.write(filler(), block, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      }
      throw new IllegalStateException(disk + " takes more than it should");
    } catch (IOException e) {
      // Full, as it should be.
    }
  }

  /** Undoes one {@link #fillDisk}. */
  void emptyDisk() {
    if (--fillings == 0) {
      try {
        Files.deleteIfExists(filler());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private Path filler() {
    return disk.resolve("filler");
  }

  /** From now on the coordinator's wall clock is so far off. */
  void setClock(int seconds) {
    try {
      Files.writeString(clock, (seconds < 0 ? "" : "+") + seconds + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void close() {
    toServer.close();
    toCoordinator.close();
    client.destroy();
    coordinator.destroy();
    server.destroy();
  }

  @Override
  public String toString() {
    return "h" + number;
  }
}
