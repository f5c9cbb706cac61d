package io.vedette.tests.chaos;

import io.vedette.quorum.model.Address;
import io.vedette.tests.harness.CoordinatorKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * Five hosts, and a group of a master and four replicas on them. One at a time in a JVM; at the
 * latest when the JVM ends, nothing of it is left.
 */
final class Testbed implements AutoCloseable {
  static final int HOSTS = 5;

  private static final AtomicReference<Testbed> OPEN = new AtomicReference<>();

  static {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  Testbed open = OPEN.get();
                  if (open != null) {
                    open.close();
                  }
                }));
  }

  private final CoordinatorKind kind;
  private final Path folder = Leftovers.folder();
  private final Network network = new Network(Leftovers.prefix(), HOSTS);
  private final List<Host> hosts = new ArrayList<>();
  private final List<HelloWatch> watches = new ArrayList<>();
  private Claims claims;
  private boolean isClosed;

  private Testbed(CoordinatorKind kind) {
    this.kind = kind;
  }

  /**
   * Starts all of it, and waits until it is at rest, and each client has written.
   *
   * @param fakeClock the library by which wall clocks can be set
   */
  static Testbed start(CoordinatorKind kind, Guard guard, Optional<Path> fakeClock)
      throws InterruptedException {
    Testbed bed = new Testbed(kind);
    if (!OPEN.compareAndSet(null, bed)) {
      throw new IllegalStateException("there is another one");
    }
    try {
      bed.build(guard, fakeClock);
      return bed;
    } catch (RuntimeException | InterruptedException e) {
      bed.close();
      throw e;
    }
  }

  private void build(Guard guard, Optional<Path> fakeClock) throws InterruptedException {
    network.build();
    try {
      Files.createDirectories(folder);
      // In memory: what is saved at every write is not to be waited for.
      Shell.sh("mount -t tmpfs -o size=2g tmpfs " + folder);
      for (int number = 1; number <= HOSTS; number++) {
        Path own = Files.createDirectories(folder.resolve("h" + number));
        hosts.add(new Host(network, number, own, kind, guard, fakeClock));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    claims = new Claims(host(1).serverAddress(), this::hasBeenPromoted);
    hosts.forEach(host -> host.server().start());
    hosts.forEach(host -> host.coordinator().start());
    Rest.State state = new Rest(this).await();
    if (!state.unrest().isEmpty()) {
      throw new IllegalStateException("it does not come up: " + state.unrest() + everyLog());
    }
    hosts.forEach(host -> watches.add(new HelloWatch(host.serverAddress(), claims)));
    hosts.forEach(host -> host.client().start());
  }

  private String everyLog() {
    StringBuilder logs = new StringBuilder();
    for (Host host : hosts) {
      logs.append("\n---- coordinator of ").append(host).append('\n');
      linesOf(host.coordinator().log()).forEach(line -> logs.append(line).append('\n'));
    }
    return logs.toString();
  }

  /** By its own words, not by anybody's who told it so. */
  private boolean hasBeenPromoted(Address address) {
    return hosts.stream()
        .filter(host -> host.serverAddress().equals(address))
        .flatMap(host -> linesOf(host.server().log()).stream())
        .anyMatch(line -> line.contains("MASTER MODE enabled"));
  }

  static List<String> linesOf(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  CoordinatorKind kind() {
    return kind;
  }

  Network network() {
    return network;
  }

  Claims claims() {
    return claims;
  }

  List<Host> hosts() {
    return List.copyOf(hosts);
  }

  /** The host of this number, from 1. */
  Host host(int number) {
    return hosts.get(number - 1);
  }

  /** The numbers of hosts that are counted from another one's. */
  static List<Integer> from(int master, List<Integer> offsets) {
    return offsets.stream().map(offset -> (master - 1 + offset) % HOSTS + 1).toList();
  }

  /** Processes that are not there though nobody killed them. */
  List<String> ended() {
    return hosts.stream()
        .flatMap(
            host ->
                Stream.of(host.server(), host.coordinator(), host.client())
                    .filter(Daemon::hasEnded)
                    .map(daemon -> "the " + daemon + " of " + host + " has ended by itself"))
        .toList();
  }

  /** Copies logs, histories and configurations elsewhere. */
  void keep(Path to) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Testbed::isWorthKeeping).toList()) {
        Path copy = to.resolve(folder.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the logs in " + to, e);
    }
  }

  private static boolean isWorthKeeping(Path file) {
    String name = file.getFileName().toString();
    return Files.isRegularFile(file)
        && (name.endsWith(".log") || name.endsWith(".conf") || name.equals("history"));
  }

  /** Kills everything and removes all traces; goes on with the rest where something fails. */
  @Override
  public synchronized void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    List<Runnable> steps = new ArrayList<>();
    watches.forEach(watch -> steps.add(watch::close));
    hosts.forEach(host -> steps.add(host::close));
    steps.add(network::close);
    steps.add(this::removeFolder);
    RuntimeException first = null;
    for (Runnable step : steps) {
      try {
        step.run();
      } catch (RuntimeException e) {
        first = first == null ? e : first;
      }
    }
    OPEN.set(null);
    if (first != null) {
      throw first;
    }
  }

  private void removeFolder() {
    try {
      Leftovers.removeFolder(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + folder, e);
    }
  }
}
