package io.vedette.tests.bench;

import io.vedette.quorum.model.Address;
import io.vedette.tests.bench.fleet.Fleet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Coordinators of one kind that watch the same fleet, from a state they all know already. */
final class Crew implements AutoCloseable {
  /** How many there usually are. */
  static final int SIZE = 3;

  /** Of each group. */
  static final int REPLICAS = 2;

  private static final int QUORUM = 2;
  private static final Duration START = Duration.ofMinutes(5);
  private static final Duration POLL = Duration.ofMillis(300);

  private final Path folder;
  private final Fleet fleet;
  private final int groups;
  private final List<Watcher> watchers = new ArrayList<>();

  private Crew(Path folder, Fleet fleet, int groups) {
    this.folder = folder;
    this.fleet = fleet;
    this.groups = groups;
  }

  /**
   * Starts servers and coordinators, and waits until every coordinator is connected with everybody.
   *
   * @param size how many coordinators, 1 or more
   * @param downAfter of all groups
   */
  static Crew start(Program program, int size, int groups, Duration downAfter) {
    try {
      Path folder = Files.createTempDirectory("vedette-scale");
      Crew crew = new Crew(folder, Fleet.start(groups, REPLICAS), groups);
      try {
        crew.launch(program, size, downAfter);
        crew.awaitWatching();
        return crew;
      } catch (RuntimeException e) {
        crew.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void launch(Program program, int size, Duration downAfter) throws IOException {
    for (int i = 0; i < size; i++) {
      watchers.add(
          new Watcher(program, i, Files.createDirectory(folder.resolve("coordinator-" + i))));
    }
    for (Watcher watcher : watchers) {
      watcher.launch(configuration(watcher, downAfter));
    }
  }

  private List<String> configuration(Watcher watcher, Duration downAfter) {
    return configuration(watcher, watchers, fleet, groups, downAfter);
  }

  /** What a coordinator knows of a fleet, and of the others. */
  static List<String> configuration(
      Watcher watcher, List<Watcher> watchers, Fleet fleet, int groups, Duration downAfter) {
    List<String> lines = new ArrayList<>();
    lines.add("port " + watcher.address().port());
    lines.add("bind 127.0.0.1");
    lines.add("sentinel myid " + watcher.id());
    for (int g = 0; g < groups; g++) {
      String name = name(g);
      lines.add("sentinel monitor " + name + " " + spaced(fleet.master(g)) + " " + QUORUM);
      lines.add("sentinel down-after-milliseconds " + name + " " + downAfter.toMillis());
      lines.add("sentinel failover-timeout " + name + " 60000");
      for (Address replica : fleet.replicas(g)) {
        lines.add("sentinel known-replica " + name + " " + spaced(replica));
      }
      watchers.stream()
          .filter(peer -> peer != watcher)
          .map(peer -> name + " " + spaced(peer.address()) + " " + peer.id())
          .forEach(peer -> lines.add("sentinel known-sentinel " + peer));
    }
    return lines;
  }

  private static String spaced(Address address) {
    return address.host() + " " + address.port();
  }

  /**
   * Until every coordinator is connected with everybody, and every server is alive and well.
   *
   * @throws IllegalStateException if that takes more than five minutes
   */
  void awaitWatching() {
    await("answering PING", () -> watchers.stream().allMatch(Watcher::answersPing));
    await("connected with all servers", () -> fleet.watchedByFewerThan(watchers.size()) == 0);
    await(
        "at rest",
        () -> watchers.stream().allMatch(w -> w.groupsAtRest(REPLICAS, watchers.size()) == groups));
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + START.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("not " + what + " after " + START.toSeconds() + " s");
      }
      Pause.of(POLL);
    }
  }

  /** What a group is called. */
  static String name(int group) {
    return "group-" + group;
  }

  int groups() {
    return groups;
  }

  Fleet fleet() {
    return fleet;
  }

  List<Watcher> watchers() {
    return List.copyOf(watchers);
  }

  @Override
  public void close() {
    watchers.forEach(Watcher::close);
    fleet.close();
    delete(folder);
  }

  /** Removes a folder of the bench with all that is in it. */
  static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
