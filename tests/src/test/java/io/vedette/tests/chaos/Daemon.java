package io.vedette.tests.chaos;

import io.vedette.tests.harness.OsProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A process that is to run, unless strikes want it otherwise: what is done twice is to be undone
 * twice. Not for several threads.
 */
final class Daemon {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final String name;
  private final List<String> command;
  private final Path folder;
  private OsProcess process;
  private int kills;
  private int stops;

  /** One that has not been started; it runs in the folder, and what it says is in its log there. */
  Daemon(String name, List<String> command, Path folder) {
    this.name = name;
    this.command = List.copyOf(command);
    this.folder = folder;
  }

  Path log() {
    return folder.resolve(name + ".log");
  }

  void start() {
    process = OsProcess.start(command, folder, log());
  }

  void kill() {
    if (kills++ == 0) {
      process.kill();
      process.awaitExit(SOON);
    }
  }

  /** Undoes one {@link #kill}. */
  void revive() {
    if (--kills == 0) {
      start();
    }
  }

  void stop() {
    if (stops++ == 0 && process.isAlive()) {
      process.signal("STOP");
    }
  }

  /** Undoes one {@link #stop}. */
  void resume() {
    if (--stops == 0 && process.isAlive()) {
      process.signal("CONT");
    }
  }

  /** Whether it was started, and ended though nobody killed it. */
  boolean hasEnded() {
    return process != null && kills == 0 && !process.isAlive();
  }

  /** SIGKILL, for good. */
  void destroy() {
    if (process != null) {
      process.destroy();
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
