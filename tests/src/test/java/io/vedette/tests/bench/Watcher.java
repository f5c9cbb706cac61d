package io.vedette.tests.bench;

import io.vedette.quorum.model.Address;
import io.vedette.tests.harness.ErrorReply;
import io.vedette.tests.harness.FreePorts;
import io.vedette.tests.harness.OsProcess;
import io.vedette.tests.harness.RespClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** A coordinator that watches a {@link io.vedette.tests.bench.fleet.Fleet}, and is watched. */
final class Watcher implements AutoCloseable {
  private static final Duration REPLY_TIMEOUT = Duration.ofSeconds(60);

  private final Program program;
  private final Path folder;
  private final String id;
  private final Address address = new Address("127.0.0.1", FreePorts.next());
  private OsProcess process;

  /**
   * One that has not started.
   *
   * @param number from 0, for its id
   * @param folder of its own
   */
  Watcher(Program program, int number, Path folder) {
    this.program = program;
    this.folder = folder;
    this.id = String.format(Locale.ROOT, "%040x", 0xabc0 + number);
  }

  String id() {
    return id;
  }

  Address address() {
    return address;
  }

  /** Starts it without waiting for it. */
  void launch(List<String> configuration) {
    Path file = folder.resolve("sentinel.conf");
    try {
      Files.write(file, configuration);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    process = OsProcess.start(program.command(file), folder, log());
  }

  private Path log() {
    return folder.resolve("log");
  }

  /** Whether it answers; it is an error if it has ended. */
  boolean answersPing() {
    if (!process.isAlive()) {
      throw new IllegalStateException(program.label() + " has ended:\n" + lastLines());
    }
    try (RespClient client = RespClient.connect(address, Duration.ofSeconds(1))) {
      return client.call("PING").equals("PONG");
    } catch (IOException | ErrorReply e) {
      return false;
    }
  }

  private String lastLines() {
    try {
      List<String> lines = Files.readAllLines(log());
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A connection for whoever wants to ask it something. */
  RespClient connect() throws IOException {
    return RespClient.connect(address, REPLY_TIMEOUT);
  }

  /** How many groups it finds well, each with so many replicas and coordinators. */
  long groupsAtRest(int replicas, int coordinators) {
    String end = ",slaves=" + replicas + ",sentinels=" + coordinators;
    try (RespClient client = connect()) {
      String info = (String) client.call("INFO", "sentinel");
      return info.lines()
          .filter(line -> line.startsWith("master") && line.contains("status=ok"))
          .filter(line -> line.endsWith(end))
          .count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroy();
    }
  }
}
