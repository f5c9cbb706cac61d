package io.vedette.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The scripts of {@code notify-scripts}, called as a coordinator calls them. */
@Timeout(30)
class NotifyScriptsTest {
  private static final Path SCRIPTS =
      Path.of(System.getProperty("vedette.home"), "notify-scripts").normalize();

  @TempDir Path temp;
  private String said;

  @Test
  void anEventIsAppendedToTheFile() throws Exception {
    Path log = temp.resolve("events");
    String env = "VEDETTE_EVENT_LOG=" + log;
    assertThat(run(env, "log-event.sh", "+sdown", "master m 10.0.0.1 6379")).isZero();
    assertThat(run(env, "log-event.sh", "-sdown", "master m 10.0.0.1 6379 100%s")).isZero();
    assertThat(Files.readAllLines(log))
        .hasSize(2)
        .element(1)
        .asString()
        .endsWith("Z -sdown master m 10.0.0.1 6379 100%s");
  }

  @Test
  void anEventThatCanNotBeLoggedNowIsToBeTriedAgain() throws Exception {
    assertThat(run("VEDETTE_EVENT_LOG=/nowhere/events", "log-event.sh", "+sdown", "x"))
        .isEqualTo(1);
  }

  @Test
  void theMastersAddressIsInTheFileAndNothingElseInTheFolder() throws Exception {
    assertThat(reconfigure("m", "leader")).isZero();
    assertThat(reconfigure("m", "observer")).isZero();
    assertThat(Files.readString(temp.resolve("m.master"))).isEqualTo("10.0.0.2 6380\n");
    try (var files = Files.list(temp)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void aGroupsNameNeverLeavesTheFolder() throws Exception {
    assertThat(reconfigure("../m", "leader")).isEqualTo(2);
    assertThat(said).contains("../m");
  }

  @Test
  void theWrongNumberOfArgumentsIsNotTriedAgain() throws Exception {
    assertThat(run("A=b", "log-event.sh", "+sdown")).isEqualTo(2);
    assertThat(said).startsWith("usage: ");
    assertThat(run("A=b", "write-master-address.sh", "m", "leader", "start")).isEqualTo(2);
    assertThat(said).startsWith("usage: ");
  }

  private int reconfigure(String group, String role) throws Exception {
    String env = "VEDETTE_MASTER_DIR=" + temp;
    String script = "write-master-address.sh";
    return run(env, script, group, role, "start", "10.0.0.1", "6379", "10.0.0.2", "6380");
  }

  private int run(String env, String script, String... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("env", env, SCRIPTS.resolve(script).toString()));
    command.addAll(List.of(args));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor();
  }
}
