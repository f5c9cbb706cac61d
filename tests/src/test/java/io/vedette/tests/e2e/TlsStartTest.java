package io.vedette.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.tests.harness.Executables;
import io.vedette.tests.harness.FreePorts;
import io.vedette.tests.harness.OsProcess;
import io.vedette.tests.harness.RequiresRedis;
import io.vedette.tests.harness.TlsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A coordinator whose certificates can't be used says so and ends. */
@RequiresRedis
class TlsStartTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path folder;

  @Test
  void wrongPassphraseIsOneLineAndExitCode1() throws IOException {
    TlsFiles.openssl(folder, "genpkey -algorithm RSA -aes256 -pass pass:abc -out a.key");
    TlsFiles.openssl(folder, "req -x509 -key a.key -passin pass:abc -out a.crt -subj /CN=a");
    Path config = folder.resolve("sentinel.conf");
    Files.write(
        config,
        List.of(
            "port 0",
            "tls-port " + FreePorts.next(),
            "tls-auth-clients no",
            "tls-cert-file " + folder.resolve("a.crt"),
            "tls-key-file " + folder.resolve("a.key"),
            "tls-key-file-pass secret",
            "dir " + folder,
            "sentinel monitor mymaster 127.0.0.1 " + FreePorts.next() + " 2"));

    OsProcess.Outcome outcome = OsProcess.run(Executables.vedette(config), folder, SOON);

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.output())
        .contains(
            "vedette: %s:6: 'tls-key-file-pass ******': wrong passphrase for %s"
                .formatted(config, folder.resolve("a.key")))
        .doesNotContain("secret", "\tat ");
    assertThat(Files.readString(config)).as("untouched").doesNotContain("myid");
  }
}
