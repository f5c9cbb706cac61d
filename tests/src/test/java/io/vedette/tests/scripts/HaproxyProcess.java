package io.vedette.tests.scripts;

import static org.awaitility.Awaitility.await;

import io.vedette.tests.harness.OsProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A real HAProxy with one backend {@code mymaster} of one server {@code master}. */
final class HaproxyProcess implements AutoCloseable {
  private final Path folder;
  private final int port;
  private final OsProcess process;

  /**
   * Starts it.
   *
   * @param port where its clients connect
   * @param server host:port of the server at first
   */
  HaproxyProcess(Path folder, int port, String server) {
    this.folder = folder;
    this.port = port;
    Path config = folder.resolve("haproxy.cfg");
    try {
      Files.writeString(
          config,
          """
          global
            stats socket %s level admin
          defaults
            mode tcp
            timeout connect 2s
            timeout client 60s
            timeout server 60s
          listen mymaster
            bind 127.0.0.1:%d
            server master %s
          """
              .formatted(socket(), port, server));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> command = List.of("haproxy", "-db", "-f", config.toString());
    process = OsProcess.start(command, folder, folder.resolve("haproxy.log"));
    await("HAProxy listens").atMost(Duration.ofSeconds(20)).until(() -> Files.exists(socket()));
  }

  Path socket() {
    return folder.resolve("haproxy.sock");
  }

  int port() {
    return port;
  }

  /** What it says to a line at its socket. */
  String ask(String line) {
    List<String> command =
        List.of("sh", "-c", "echo '" + line + "' | socat -t 5 - UNIX-CONNECT:" + socket());
    return OsProcess.run(command, folder, Duration.ofSeconds(20)).output();
  }

  @Override
  public void close() {
    process.destroy();
  }
}
