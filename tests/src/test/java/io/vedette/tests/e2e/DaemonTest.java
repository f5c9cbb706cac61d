package io.vedette.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.quorum.model.Address;
import io.vedette.tests.harness.Executables;
import io.vedette.tests.harness.FreePorts;
import io.vedette.tests.harness.OsProcess;
import io.vedette.tests.harness.RespClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code daemonize yes}, as Debian's own file has it. */
class DaemonTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path folder;

  @Test
  void goesIntoTheBackgroundAndEndsWhenToldTo() throws IOException {
    Path config = folder.resolve("sentinel.conf");
    Path pidFile = folder.resolve("sentinel.pid");
    int port = FreePorts.next();
    Files.write(
        config,
        List.of(
            "daemonize yes",
            "port " + port,
            "dir " + folder,
            "pidfile " + pidFile,
            "logfile sentinel.log",
            "sentinel monitor mymaster 127.0.0.1 " + FreePorts.next() + " 2"));

    OsProcess.Outcome outcome = OsProcess.run(Executables.vedette(config), folder, SOON);

    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    await().atMost(SOON).ignoreExceptions().until(() -> Files.size(pidFile) > 0);
    long pid = Long.parseLong(Files.readString(pidFile).strip());
    Optional<ProcessHandle> daemon = ProcessHandle.of(pid);
    assertThat(daemon).isPresent();
    try (RespClient client = RespClient.connect(new Address("127.0.0.1", port), SOON)) {
      assertThat(client.call("PING")).isEqualTo("PONG");
      client.send("SHUTDOWN");
    } finally {
      await().atMost(SOON).until(() -> !daemon.get().isAlive());
    }
    assertThat(pidFile).doesNotExist();
    assertThat(Files.readString(config)).contains("daemonize yes", "sentinel myid ");
  }
}
