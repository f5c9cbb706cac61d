package io.vedette.sentinel.cli.demo;

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

/**
 * A demo's processes and files. Closing it leaves neither; it may be closed more than once, by any
 * thread, also while it starts.
 */
abstract class Processes implements AutoCloseable {
  static final String HOST = "127.0.0.1";
  static final int QUORUM = 2;
  static final List<String> COORDINATORS = List.of("A", "B", "C");

  private static final Duration POLL = Duration.ofMillis(50);

  private final Path home;
  private final List<Child> servers = new ArrayList<>();
  private final List<Child> coordinators = new ArrayList<>();
  private boolean closed;

  Processes() throws DemoFailure {
    try {
      home = Files.createTempDirectory("vedette-demo-");
    } catch (IOException e) {
      throw new DemoFailure("can't make a temporary folder: " + e, e);
    }
  }

  /** The folder that holds all its files. */
  final Path home() {
    return home;
  }

  final List<Child> servers() {
    return servers;
  }

  final List<Child> coordinators() {
    return coordinators;
  }

  /** Starts one of its processes, unless closed meanwhile. */
  final synchronized void start(Child child) throws DemoFailure {
    if (closed) {
      throw new DemoFailure("stopped");
    }
    child.start();
  }

  /** Fails when a process that should be there has ended, or all were stopped. */
  final synchronized void check() throws DemoFailure {
    if (closed) {
      throw new DemoFailure("stopped");
    }
    for (Child child : Stream.concat(servers.stream(), coordinators.stream()).toList()) {
      child.checkAlive();
    }
  }

  /**
   * Waits until something is so.
   *
   * @throws DemoFailure when it is not in time, or a process has ended meanwhile
   */
  final void await(String what, Duration patience, BooleanSupplier condition)
      throws DemoFailure, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      check();
      if (System.nanoTime() > deadline) {
        throw new DemoFailure("not within " + patience.toSeconds() + " s: " + what);
      }
      Thread.sleep(POLL.toMillis());
    }
  }

  final synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public final synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    // Coordinators first, all at once: else the rest would fail over what is being stopped.
    coordinators.forEach(Child::askToStop);
    coordinators.forEach(Child::awaitEnd);
    servers.forEach(Child::askToStop);
    servers.forEach(Child::awaitEnd);
    try (Stream<Path> files = Files.walk(home)) {
      files.sorted(Comparator.reverseOrder()).forEach(Processes::delete);
    } catch (IOException e) {
      throw new UncheckedIOException("can't delete " + home, e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("can't delete " + file, e);
    }
  }
}
