package io.vedette.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.quorum.model.Address;
import io.vedette.tests.harness.Cluster;
import io.vedette.tests.harness.CoordinatorKind;
import io.vedette.tests.harness.DataNode;
import io.vedette.tests.harness.ErrorReply;
import io.vedette.tests.harness.Executables;
import io.vedette.tests.harness.FreePorts;
import io.vedette.tests.harness.OsProcess;
import io.vedette.tests.harness.OsProcess.Outcome;
import io.vedette.tests.harness.RequiresRedis;
import io.vedette.tests.harness.RespClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code vedette init} and {@code check-config}: what is written, and that it works. */
@RequiresRedis
@Timeout(300)
class InitTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path temp;

  private Outcome vedette(String... words) {
    List<String> command = new ArrayList<>(Executables.vedette(Path.of(words[0])));
    command.addAll(List.of(words).subList(1, words.length));
    return OsProcess.run(command, temp, PATIENCE);
  }

  private static void assertOutcome(Outcome outcome, int exitCode, String contained) {
    assertThat(outcome.output()).contains(contained);
    assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(exitCode);
  }

  @Test
  void whatItWritesIsGoodAndWhatIsWrongLaterIsFound() throws IOException {
    String master = "10.0.0.21";
    String[] hosts = {"init", "10.0.0.11", "10.0.0.12", "10.0.0.13", "--master", master, "--json"};
    Outcome written = vedette(hosts);
    assertThat(new ObjectMapper().readTree(written.output()).get("files")).hasSize(3);
    assertOutcome(vedette(hosts), 1, "is there already");
    Path file = temp.resolve("sentinel-10.0.0.12-26379.conf");
    Outcome good = vedette("check-config", file.toString(), "--json");
    assertThat(good.exitCode()).isZero();
    JsonNode checked = new ObjectMapper().readTree(good.output());
    assertThat(checked.get("error").isNull()).isTrue();
    assertThat(checked.at("/groups/0").asText()).contains("master 10.0.0.21:6379, quorum 2");
    Files.writeString(file, Files.readString(file) + "nonsense\n");
    assertOutcome(vedette("check-config", file.toString()), 1, file + ":");
  }

  @Test
  void threeCoordinatorsFromItsFilesReplaceAMaster() throws IOException {
    // For its servers only.
    Cluster cluster = Cluster.with(1, CoordinatorKind.VEDETTE).replicas(1).quorum(1).start();
    cluster.coordinator(0).kill();
    List<Address> places = new ArrayList<>();
    List<String> words = new ArrayList<>(List.of("init"));
    for (int i = 0; i < 3; i++) {
      places.add(new Address("127.0.0.1", FreePorts.next()));
      words.add(places.get(i).toString());
    }
    DataNode master = cluster.node(0);
    words.addAll(List.of("--master", master.address().toString(), "--down-after", "2000"));
    assertOutcome(vedette(words.toArray(String[]::new)), 0, "On each host: vedette FILE.");
    List<OsProcess> started = new ArrayList<>();
    try {
      for (Address place : places) {
        Path file = temp.resolve("sentinel-127.0.0.1-" + place.port() + ".conf");
        started.add(
            OsProcess.start(Executables.vedette(file), temp, temp.resolve("log-" + place.port())));
      }
      cluster.until("they have met", SOON, () -> places.stream().allMatch(InitTest::mayFailOver));
      master.kill();
      DataNode replica = cluster.node(1);
      cluster.until(
          "all give the replica",
          SOON,
          () ->
              places.stream()
                  .allMatch(
                      place ->
                          ask(place, "GET-MASTER-ADDR-BY-NAME", "mymaster")
                              .equals("[127.0.0.1, " + replica.address().port() + "]")));
      String where = places.get(1).toString();
      assertOutcome(vedette("master", "mymaster", "--sentinel", where), 0, "" + replica.address());
    } finally {
      started.forEach(OsProcess::destroy);
    }
  }

  private static boolean mayFailOver(Address coordinator) {
    return ask(coordinator, "CKQUORUM", "mymaster").startsWith("OK 3 usable Sentinels")
        && ask(coordinator, "REPLICAS", "mymaster").contains("master-link-status, ok");
  }

  private static String ask(Address coordinator, String... words) {
    String[] command = new String[words.length + 1];
    command[0] = "SENTINEL";
    System.arraycopy(words, 0, command, 1, words.length);
    try (RespClient client = RespClient.connect(coordinator, SOON)) {
      return String.valueOf(client.call(command));
    } catch (IOException | ErrorReply e) {
      return "";
    }
  }
}
