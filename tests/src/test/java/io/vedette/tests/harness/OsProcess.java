package io.vedette.tests.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * One operating system process whose output goes to a file. Whatever still runs when the JVM ends
 * is killed with all its children.
 */
public final class OsProcess {
  private static final Set<OsProcess> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(OsProcess::destroy)));
  }

  private final Process process;

  private OsProcess(Process process) {
    this.process = process;
  }

  /** Starts {@code command} in {@code folder}; its output is appended to {@code log}. */
  public static OsProcess start(List<String> command, Path folder, Path log) {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .redirectInput(Path.of("/dev/null").toFile())
              .start();
      OsProcess started = new OsProcess(process);
      RUNNING.add(started);
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + String.join(" ", command), e);
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Sends a signal by its name, such as {@code TERM} or {@code STOP}; {@link #kill} is the quicker
   * way to send KILL.
   */
  public void signal(String name) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start();
      if (kill.waitFor() != 0) {
        throw new IllegalStateException("cannot send SIG" + name + " to process " + pid());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while sending SIG" + name, e);
    }
  }

  /** SIGKILL; returns at once. */
  public void kill() {
    process.destroyForcibly();
  }

  /** SIGKILL to the process and its children, and waits until it is gone. */
  public void destroy() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    RUNNING.remove(this);
  }

  /**
   * The exit code, as a shell counts it (128 + n for signal n).
   *
   * @throws IllegalStateException when the process still runs after {@code timeout}
   */
  public int awaitExit(Duration timeout) {
    try {
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(
            "process " + pid() + " still runs after " + timeout.toMillis() + " ms");
      }
      RUNNING.remove(this);
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for process " + pid(), e);
    }
  }

  /** What a finished command answered: its exit code and its output. */
  public record Outcome(int exitCode, String output) {}

  /** Runs {@code command} to its end. */
  public static Outcome run(List<String> command, Path folder, Duration timeout) {
    try {
      Path log = Files.createTempFile(folder, "run", ".log");
      OsProcess process = start(command, folder, log);
      try {
        int exitCode = process.awaitExit(timeout);
        return new Outcome(exitCode, Files.readString(log));
      } finally {
        process.destroy();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
