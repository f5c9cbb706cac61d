package io.vedette.tests.compat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.tests.harness.CoordinatorKind;
import io.vedette.tests.harness.FreePorts;
import io.vedette.tests.harness.OsProcess;
import io.vedette.tests.harness.RequiresRedis;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How both programs log in at a peer: what a socket that only listens is told. */
@RequiresRedis
class PeerLoginTest {
  private static final int PATIENCE_MS = 15_000;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(CoordinatorKind.class)
  void ownPasswordIsTriedWhereThereIsNoneForPeers(CoordinatorKind kind) throws IOException {
    assertThat(firstWords(kind, "requirepass mine")).startsWith("AUTH mine CLIENT SETNAME");
  }

  @ParameterizedTest
  @EnumSource(CoordinatorKind.class)
  void ownPasswordIsTriedWithoutTheUserForPeers(CoordinatorKind kind) throws IOException {
    assertThat(firstWords(kind, "requirepass mine", "sentinel sentinel-user u"))
        .startsWith("AUTH mine CLIENT SETNAME");
  }

  @ParameterizedTest
  @EnumSource(CoordinatorKind.class)
  void passwordForPeersComesFirst(CoordinatorKind kind) throws IOException {
    assertThat(
            firstWords(
                kind,
                "requirepass mine",
                "sentinel sentinel-user u",
                "sentinel sentinel-pass theirs"))
        .startsWith("AUTH u theirs CLIENT SETNAME");
  }

  @ParameterizedTest
  @EnumSource(CoordinatorKind.class)
  void withoutPasswordsThereIsNoLogin(CoordinatorKind kind) throws IOException {
    assertThat(firstWords(kind)).startsWith("CLIENT SETNAME");
  }

  /** What a coordinator with these lines says first to a peer, without RESP's frame. */
  private String firstWords(CoordinatorKind kind, String... more) throws IOException {
    try (ServerSocket peer = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      peer.setSoTimeout(PATIENCE_MS);
      List<String> lines =
          new ArrayList<>(
              List.of(
                  "port " + FreePorts.next(),
                  "bind 127.0.0.1",
                  "dir " + folder,
                  "sentinel monitor m 127.0.0.1 " + FreePorts.next() + " 1",
                  "sentinel known-sentinel m 127.0.0.1 %d %s"
                      .formatted(peer.getLocalPort(), "a".repeat(40))));
      lines.addAll(List.of(more));
      Path config = Files.write(folder.resolve("sentinel.conf"), lines);
      OsProcess program = OsProcess.start(kind.command(config), folder, folder.resolve("log"));
      try (Socket socket = peer.accept()) {
        socket.setSoTimeout(PATIENCE_MS);
        return words(socket);
      } finally {
        program.kill();
        program.awaitExit(Duration.ofMillis(PATIENCE_MS));
      }
    }
  }

  private static String words(Socket socket) throws IOException {
    StringBuilder said = new StringBuilder();
    while (said.indexOf("SETNAME") < 0) {
      int c = socket.getInputStream().read();
      if (c < 0) {
        break;
      }
      said.append((char) c);
    }
    return said.toString().replaceAll("[*$]\\d+\r\n", "").replace("\r\n", " ");
  }
}
