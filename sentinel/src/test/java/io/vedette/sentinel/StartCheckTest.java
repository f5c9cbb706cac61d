package io.vedette.sentinel;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.sentinel.cli.ConfigCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartCheckTest {
  private static final String GOOD =
      """
      port 26379
      sentinel monitor mymaster 10.0.0.1 6379 2
      sentinel down-after-milliseconds mymaster 5000
      """;

  @TempDir Path folder;

  private ConfigCheck.Result checked(String text, String... words) throws IOException {
    Path file = folder.resolve("sentinel.conf");
    Files.writeString(file, text);
    ConfigCheck.Result result = StartCheck.check(file, List.of(words));
    assertThat(file).hasContent(text);
    return result;
  }

  @Test
  void aGoodOneIsToldAndNotChanged() throws IOException {
    ConfigCheck.Result result = checked(GOOD);
    assertThat(result.error()).isEmpty();
    assertThat(result.warnings()).isEmpty();
    assertThat(result.groups())
        .containsExactly("mymaster: master 10.0.0.1:6379, quorum 2, down after 5000 ms");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void aBadOneIsToldByFileAndLine() throws IOException {
    assertThat(checked(GOOD + "sentinel quorum\n").error().orElseThrow())
        .contains("sentinel.conf:4:");
    assertThat(checked(GOOD, "--port", "x").error().orElseThrow()).contains("port");
    assertThat(StartCheck.check(folder.resolve("none"), List.of()).error().orElseThrow())
        .contains("none");
  }

  @Test
  void optionsAndCertificatesAreReadToo() throws IOException {
    Path options = folder.resolve("vedette.properties");
    Files.writeString(options, "no-such-option = 1\n");
    assertThat(checked(GOOD).error().orElseThrow()).contains("vedette.properties:1", "no-such");
    Files.delete(options);
    String tls =
        "tls-port 1\ntls-auth-clients no\ntls-cert-file /no/such.crt\ntls-key-file /no/such.key\n";
    assertThat(checked(GOOD + tls).error().orElseThrow()).contains("/no/such");
  }
}
