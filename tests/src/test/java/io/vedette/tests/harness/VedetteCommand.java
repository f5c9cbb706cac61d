package io.vedette.tests.harness;

import io.vedette.tests.harness.OsProcess.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** {@code vedette status} and the like, told of a cluster's first coordinator only. */
public final class VedetteCommand {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Cluster cluster;

  public VedetteCommand(Cluster cluster) {
    this.cluster = cluster;
  }

  /** Runs one to its end. */
  public Outcome run(String name, String... words) {
    return OsProcess.run(command(name, words), cluster.folder(), PATIENCE);
  }

  /** Only what it says on standard output, with {@code --json}. */
  public Outcome json(String name, String... words) {
    List<String> command = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" 2>/dev/null", "sh"));
    command.addAll(command(name, words));
    command.add("--json");
    return OsProcess.run(command, cluster.folder(), PATIENCE);
  }

  /** Runs one on a terminal. */
  public Outcome onTerminal(String name, String... words) {
    String line = String.join(" ", command(name, words));
    List<String> command = List.of("env", "TERM=xterm", "script", "-qec", line, "/dev/null");
    return OsProcess.run(command, cluster.folder(), PATIENCE);
  }

  /** Starts one; {@link #said} gives what it says. One of each name. */
  public OsProcess inBackground(String name, String... words) {
    return OsProcess.start(command(name, words), cluster.folder(), log(name));
  }

  /** What the one in the background has said so far. */
  public String said(String name) {
    try {
      return Files.readString(log(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path log(String name) {
    return cluster.folder().resolve(name + ".background");
  }

  /** The whole of its command line. */
  public List<String> command(String name, String... words) {
    List<String> command = new ArrayList<>(Executables.vedette(Path.of(name)));
    command.addAll(List.of(words));
    command.addAll(List.of("--sentinel", cluster.coordinator(0).address().toString()));
    return command;
  }
}
