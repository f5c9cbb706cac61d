package io.vedette.tests.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.tests.harness.Executables;
import io.vedette.tests.harness.FreePorts;
import io.vedette.tests.harness.OsProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemdFilesTest {
  private static final Path FOLDER = Tools.CONFIG.resolve("systemd");

  /** Of 10; below is better. */
  private static final double EXPOSURE = 2.5;

  @TempDir Path temp;

  private Path unit() throws IOException {
    String launcher = Executables.vedetteHome().resolve("sentinel/bin/vedette").toString();
    String text =
        Tools.read(FOLDER.resolve("vedette.service"))
            .replace("/usr/share/vedette/bin/vedette", launcher);
    assertThat(text).contains("ExecStart=" + launcher + " ${VEDETTE_CONF}\n");
    return Files.writeString(temp.resolve("vedette.service"), text);
  }

  @Test
  void theUnitIsGoodAndHardened() throws IOException {
    String unit = unit().toString();
    assertThat(Tools.must(temp, "systemd-analyze", "verify", "--man=no", unit))
        .doesNotContain("vedette.service");
    String security =
        Tools.must(temp, "systemd-analyze", "security", "--offline=yes", "--no-pager", unit);
    String level = security.replaceAll("(?s).*Overall exposure level for \\S+: ([0-9.]+) .*", "$1");
    assertThat(Double.parseDouble(level)).isLessThan(EXPOSURE);
  }

  @Test
  void aCoordinatorTellsSystemdWhenItIsReadyAndWhenItStops() throws Exception {
    Path socket = temp.resolve("notify");
    Path heard = temp.resolve("heard");
    OsProcess listener =
        OsProcess.start(
            List.of("socat", "-u", "UNIX-RECV:" + socket, "CREATE:" + heard),
            temp,
            temp.resolve("socat.log"));
    await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(socket));
    int port = FreePorts.next();
    Path conf =
        Files.writeString(
            temp.resolve("sentinel.conf"),
            "port " + port + "\nbind 127.0.0.1\nsentinel monitor m 127.0.0.1 1 1\n");
    List<String> command =
        List.of(
            "env", "NOTIFY_SOCKET=" + socket, Executables.vedette(conf).get(0), conf.toString());
    OsProcess coordinator = OsProcess.start(command, temp, temp.resolve("vedette.log"));
    try {
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(heard).hasContent("READY=1"));
      coordinator.signal("TERM");
      assertThat(coordinator.awaitExit(Duration.ofSeconds(20))).isZero();
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(heard).hasContent("READY=1STOPPING=1"));
    } finally {
      coordinator.destroy();
      listener.destroy();
    }
  }
}
