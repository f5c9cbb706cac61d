package io.vedette.tests.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.tests.harness.FreePorts;
import io.vedette.tests.harness.OsProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive, unpacked as an operator does. */
class DistributionTest {
  @TempDir Path temp;
  private Path home;

  @BeforeEach
  void unpack() {
    home = unpackArchive(temp);
  }

  /** The folder that is in it. */
  static Path unpackArchive(Path to) {
    Path archive = Tools.built(".tar.gz");
    Tools.must(to, "tar", "-xzf", archive.toString(), "-C", to.toString());
    return to.resolve(archive.getFileName().toString().replace(".tar.gz", ""));
  }

  private String vedette(String... words) {
    String[] command = new String[words.length + 1];
    command[0] = home.resolve("bin/vedette").toString();
    System.arraycopy(words, 0, command, 1, words.length);
    return Tools.must(temp, command);
  }

  @Test
  void itRunsFromWhereItIs() throws IOException {
    assertThat(vedette("--version")).contains("0.");
    for (String kind : List.of("development", "production")) {
      // Its folder is none of this machine's.
      String text = Tools.read(home.resolve("config/sentinel-" + kind + ".conf"));
      Path copy = temp.resolve(kind + ".conf");
      Files.writeString(copy, text.replace("dir /var/lib/vedette", "dir " + temp));
      Path options = home.resolve("config/vedette-" + kind + ".properties");
      assertThat(vedette("check-config", copy.toString(), "--", "--vedette-options", "" + options))
          .contains("mymaster: master ");
    }
    int port = FreePorts.next();
    Path conf =
        Files.writeString(
            temp.resolve("sentinel.conf"),
            "port " + port + "\nbind 127.0.0.1\nsentinel monitor m 127.0.0.1 1 1\n");
    List<String> command = List.of(home.resolve("bin/vedette").toString(), conf.toString());
    OsProcess coordinator = OsProcess.start(command, temp, temp.resolve("log"));
    String check = home.resolve("config/container/healthcheck").toString();
    try {
      await("the health check of containers is content")
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> Tools.run(temp, "env", "VEDETTE_HEALTH_PORT=" + port, check).exitCode() == 0);
    } finally {
      coordinator.destroy();
    }
    assertThat(Tools.run(temp, "env", "VEDETTE_HEALTH_PORT=" + port, check).exitCode())
        .isEqualTo(1);
  }

  @Test
  void allOfItIsThereAndMayBeRun() {
    for (String file : List.of("LICENSE", "README.md", "config/moving-from-redis-sentinel.md")) {
      assertThat(home.resolve(file)).exists();
    }
    assertThat(home.resolve("lib")).isNotEmptyDirectory();
    assertThat(home.resolve("notify-scripts/chat.sh")).isExecutable();
    assertThat(home.resolve("notify-scripts/common.sh")).exists();
    assertThat(home.resolve("config/vedette.properties")).exists();
    assertThat(home.resolve("config/helm/vedette/Chart.yaml")).exists();
  }

  @Test
  void eachCommandHasAPageThatManCanShow() throws IOException {
    List<Path> pages;
    try (Stream<Path> files = Files.list(home.resolve("man/man1"))) {
      pages = files.toList();
    }
    assertThat(pages)
        .extracting(page -> page.getFileName().toString())
        .contains("vedette.1", "vedette-drill.1", "vedette-status.1")
        .hasSizeGreaterThan(12);
    for (Path page : pages) {
      String shown =
          Tools.must(
              temp,
              "env",
              "LC_ALL=C.UTF-8",
              "MANWIDTH=80",
              "man",
              "--warnings=all",
              "-l",
              page.toString());
      assertThat(shown)
          .contains("NAME", "SYNOPSIS", "DESCRIPTION")
          .containsPattern("EXIT STATUS\n +0 ")
          .doesNotContain("warning:");
    }
  }

  @Test
  void bashCompletesCommandsAndOptions() {
    String script = home.resolve("completion/vedette").toString();
    assertThat(completed(script, "vedette fail")).isEqualTo("failover");
    assertThat(completed(script, "vedette drill --ho")).isEqualTo("--how");
  }

  private String completed(String script, String line) {
    String words = "COMP_WORDS=(" + line + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))";
    String call = "_complete_vedette 2>/dev/null; echo \"${COMPREPLY[@]}\"";
    String program = "source " + script + "; " + words + "; " + call;
    return Tools.must(temp, "bash", "-c", program).strip();
  }
}
