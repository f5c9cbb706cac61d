package io.vedette.sentinel.cli.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One process of the demo, in a folder of its own, with its output in a file there. Started, killed
 * and started again by one thread; stopped by any.
 */
final class Child {
  private static final int STOP_SECONDS = 5;

  private final String name;
  private final int port;
  private final Path folder;
  private final List<String> command;
  private volatile Process process;
  private volatile boolean wanted;

  /**
   * Nothing runs yet.
   *
   * @param name for people, and the folder's name under {@code home}
   * @param program what to run, with its options; the configuration file is put behind
   * @param conf the content of its configuration file
   */
  Child(String name, int port, Path home, List<String> program, List<String> conf)
      throws DemoFailure {
    this.name = name;
    this.port = port;
    this.folder = home.resolve(name);
    Path file = folder.resolve(name + ".conf");
    command = new ArrayList<>(program);
    command.add(file.toString());
    try {
      Files.createDirectories(folder);
      Files.write(file, conf);
    } catch (IOException e) {
      throw new DemoFailure("can't write " + file + ": " + e, e);
    }
  }

  String name() {
    return name;
  }

  int port() {
    return port;
  }

  String address() {
    return Cluster.HOST + ":" + port;
  }

  long pid() {
    return process.pid();
  }

  void start() throws DemoFailure {
    try {
      wanted = true;
      process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
              .start();
    } catch (IOException e) {
      throw new DemoFailure("can't start " + name + ": " + e.getMessage(), e);
    }
  }

  /** SIGKILL; returns when the process is gone. */
  void kill() throws InterruptedException {
    wanted = false;
    process.destroyForcibly().waitFor();
  }

  /** Asks it to stop, without waiting. */
  void askToStop() {
    wanted = false;
    if (process != null) {
      process.destroy();
    }
  }

  /** Waits for its end, which comes by force if it takes too long. */
  void awaitEnd() {
    if (process == null) {
      return;
    }
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Fails when the process should be there and is not. */
  void checkAlive() throws DemoFailure {
    if (wanted && process != null && !process.isAlive()) {
      throw new DemoFailure(
          name + " ended by itself with exit code " + process.exitValue() + ": " + lastWords());
    }
  }

  private String lastWords() {
    List<String> lines = logTail(1);
    return lines.isEmpty() ? "it said nothing" : lines.get(0);
  }

  /** The last lines it wrote. */
  List<String> logTail(int count) {
    try {
      List<String> lines = Files.readAllLines(log(), StandardCharsets.UTF_8);
      return lines.subList(Math.max(0, lines.size() - count), lines.size());
    } catch (IOException e) {
      return List.of();
    }
  }

  private Path log() {
    return folder.resolve(name + ".log");
  }
}
