package io.vedette.tests.harness;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** File systems mounted for a test, and unmounted in reverse order at its end. */
public final class Mounts implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(10);

  private final Deque<Path> mounted = new ArrayDeque<>();

  /** A file system of so many kilobytes, in memory. */
  public void tmpfs(Path folder, int kilobytes) {
    mount("-t", "tmpfs", "-o", "size=" + kilobytes + "k", "tmpfs", folder.toString());
    mounted.push(folder);
  }

  /** Shows one file in the place of another, as containers do with a single file. */
  public void bind(Path source, Path target) {
    mount("--bind", source.toString(), target.toString());
    mounted.push(target);
  }

  /** From now on nothing there can be written. */
  public void makeReadOnly(Path target) {
    mount("-o", "remount,bind,ro", target.toString());
  }

  /** From now on it can be written again. */
  public void makeWritable(Path target) {
    mount("-o", "remount,bind,rw", target.toString());
  }

  private static void mount(String... arguments) {
    run("mount", arguments);
  }

  private static void run(String program, String... arguments) {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(arguments));
    Path folder = Path.of(System.getProperty("java.io.tmpdir"));
    OsProcess.Outcome outcome = OsProcess.run(command, folder, SOON);
    if (outcome.exitCode() != 0) {
      throw new IllegalStateException(
          String.join(" ", command) + " failed: " + outcome.output().strip());
    }
  }

  @Override
  public void close() {
    while (!mounted.isEmpty()) {
      run("umount", "-l", mounted.pop().toString());
    }
  }
}
