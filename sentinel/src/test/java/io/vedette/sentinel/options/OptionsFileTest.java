package io.vedette.sentinel.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.quorum.EventType;
import io.vedette.quorum.cluster.ClusterConfig;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.Timing;
import io.vedette.quorum.options.GroupOption;
import io.vedette.quorum.options.OptionValues;
import io.vedette.sentinel.runtime.ProcessOption;
import io.vedette.sentinel.runtime.VedetteOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptionsFileTest {
  private static final Path COMMENTED = Path.of("..", "config", OptionsFile.NAME);
  private static final GroupName MINE = new GroupName("my.master");
  private static final GroupName OTHER = new GroupName("other");

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void namesTheFile() {
    file = folder.resolve(OptionsFile.NAME);
  }

  private VedetteOptions read(String text, Map<String, String> environment)
      throws IOException, OptionsException {
    Files.writeString(file, text);
    return new OptionsFile(file, true, environment).read();
  }

  private void refuses(String text, String message) throws IOException {
    Files.writeString(file, text);
    assertThatThrownBy(() -> new OptionsFile(file, true, Map.of()).read())
        .isInstanceOf(OptionsException.class)
        .hasMessage(message);
  }

  @Test
  void withoutAFileTheDefaultsHold() throws OptionsException {
    assertThat(new OptionsFile(file, false, Map.of()).read()).isEqualTo(VedetteOptions.DEFAULTS);
  }

  @Test
  void aFileThatWasNamedMustBeThere() {
    assertThatThrownBy(() -> new OptionsFile(file, true, Map.of()).read())
        .hasMessage("can't read " + file + ": no such file");
  }

  @Test
  void theEnvironmentWinsOverTheFileAndOneGroupsValueOverBoth() throws Exception {
    VedetteOptions options =
        read(
            """
            # a comment
            options-reload-ms = 2000
            crash-detection = no
            crash-detection-confirm-ms = 300
            group.my.master.crash-detection-confirm-ms = 400
            """,
            Map.of("VEDETTE_CRASH_DETECTION", "yes", "VEDETTE_CRASH_DETECTION_CONFIRM_MS", "350"));

    assertThat(options.process().get(ProcessOption.OPTIONS_RELOAD_MS)).isEqualTo(2000);
    assertThat(options.groups().of(OTHER).get(GroupOption.CRASH_DETECTION)).isTrue();
    assertThat(options.groups().of(MINE).get(GroupOption.CRASH_DETECTION)).isTrue();
    assertThat(options.groups().of(OTHER).get(GroupOption.CRASH_DETECTION_CONFIRM_MS))
        .isEqualTo(350);
    assertThat(options.groups().of(MINE).get(GroupOption.CRASH_DETECTION_CONFIRM_MS))
        .isEqualTo(400);
  }

  @Test
  void variablesOfOthersAndEmptyOnesAreNoOptions() throws Exception {
    Map<String, String> environment =
        Map.of("VEDETTE_SERVICE_HOST", "10.0.0.1", "VEDETTE_CRASH_DETECTION", "");
    assertThat(read("", environment)).isEqualTo(VedetteOptions.DEFAULTS);
  }

  @Test
  void aSecretIsNotShownThoughItIsWrong() {
    Map<String, String> environment = Map.of("VEDETTE_HTTP_READ_TOKEN", "s3cret\u0007");
    assertThatThrownBy(() -> read("", environment))
        .hasMessage(
            "environment: 'VEDETTE_HTTP_READ_TOKEN': expected text without control characters");
  }

  @Test
  void aBadVariableIsNamed() {
    Map<String, String> environment = Map.of("VEDETTE_CRASH_DETECTION", "maybe");
    assertThatThrownBy(() -> read("", environment))
        .hasMessage("environment: 'VEDETTE_CRASH_DETECTION': expected yes or no, not 'maybe'");
  }

  @Test
  void whatIsWrongIsNamedWithItsLine() throws IOException {
    refuses("\n\ncrash = yes\n", file + ":3: 'crash': there is no such option");
    refuses(
        "crash-detection = true", file + ":1: 'crash-detection': expected yes or no, not 'true'");
    refuses(
        "# x\ngroup.a.crash-detection-confirm-ms = 9",
        file
            + ":2: 'group.a.crash-detection-confirm-ms': expected a whole number,"
            + " 10 to 60000 ms, not '9'");
    refuses(
        "crash-detection-confirm-ms = 1e3",
        file
            + ":1: 'crash-detection-confirm-ms': expected a whole number,"
            + " 10 to 60000 ms, not '1e3'");
    refuses("group.a.speed = 9", file + ":1: 'group.a.speed': there is no such option");
    refuses(
        "group.crash-detection = yes",
        file + ":1: 'group.crash-detection': expected group.NAME.option");
    refuses(
        "group.a.options-reload-ms = 1000",
        file
            + ":1: 'group.a.options-reload-ms': options-reload-ms is of the whole process,"
            + " not of a group");
    refuses(
        "crash-detection = yes\ncrash-detection = no\n",
        file + ":2: 'crash-detection': it stands there twice");
    refuses("include = other.properties", file + ":1: 'include': there is no such option");
  }

  @Test
  void webhooksAreAddressesAndEventsNames() throws Exception {
    OptionValues process =
        read(
                """
                webhook-url = https://a.example.com/x?y=1,2  http://b:8080/
                webhook-events = +switch-master *odown
                webhook-secret-file = /run/secrets/hook
                """,
                Map.of())
            .process();
    assertThat(process.get(ProcessOption.WEBHOOK_URL))
        .extracting(URI::toString)
        .containsExactly("https://a.example.com/x?y=1,2", "http://b:8080/");
    assertThat(process.get(ProcessOption.WEBHOOK_EVENTS))
        .containsExactlyInAnyOrder(
            EventType.SWITCH_MASTER, EventType.ODOWN, EventType.ODOWN_CLEARED);
    assertThat(process.get(ProcessOption.WEBHOOK_SECRET_FILE))
        .contains(Path.of("/run/secrets/hook"));

    // What may be a secret is not repeated.
    String expected = "'webhook-url': expected addresses like https://host/path";
    refuses("webhook-url = https://hooks/ok htp://hooks/secret", file + ":1: " + expected);
    refuses("webhook-url = https://me:secret@hooks/", file + ":1: " + expected);
    refuses("webhook-url = http://hooks:99999/", file + ":1: " + expected);
    refuses(
        "webhook-events = +sdown +gone*",
        file + ":1: 'webhook-events': there is no event +gone*, not '+sdown +gone*'");
    refuses(
        "webhook-secret-file = secret",
        file + ":1: 'webhook-secret-file': expected a path that begins with /, not 'secret'");
  }

  @Test
  void clustersAreNamedByTheirNodes() throws Exception {
    List<ClusterConfig> clusters =
        read(
                """
                cluster.shop.eu.nodes = 10.0.0.21:6379  redis-2:6380 [fe80::1]:6379
                cluster.shop.eu.quorum = 3
                cluster.cart.nodes = 10.0.1.1:6379
                cluster.cart.auth-pass = s3cret
                """,
                Map.of())
            .clusters();
    assertThat(clusters)
        .extracting(cluster -> cluster.name().value())
        .containsExactly("cart", "shop.eu");
    assertThat(clusters.get(0).settings(Timing.DEFAULT).authPass()).contains("s3cret");
    assertThat(clusters.get(0).toString()).doesNotContain("s3cret");
    assertThat(clusters.get(1).nodes())
        .containsExactly(
            new Address("10.0.0.21", 6379),
            new Address("redis-2", 6380),
            new Address("fe80::1", 6379));
    assertThat(clusters.get(1).settings(Timing.DEFAULT).quorum()).isEqualTo(3);
  }

  @Test
  void whatIsWrongWithAClusterIsNamedWithItsLine() throws IOException {
    refuses(
        "cluster.shop.quorum = 2",
        file + ":1: 'cluster.shop.nodes': a cluster is found by some of its nodes");
    refuses("cluster.nodes = a:1", file + ":1: 'cluster.nodes': expected cluster.NAME.option");
    refuses(
        "cluster.a b.nodes = a:1".replace(" ", "\\ "),
        file + ":1: 'cluster.a b.nodes': expected cluster.NAME.option");
    for (String bad :
        List.of("10.0.0.1", ":6379", "a:0", "a:65536", "a:x", "fe80::1:6379", "[a]:1")) {
      refuses(
          "cluster.shop.nodes = ok:1 " + bad,
          file + ":1: 'cluster.shop.nodes': '" + bad + "' is no HOST:PORT, not 'ok:1 " + bad + "'");
    }
    refuses(
        "cluster.shop.nodes = a:1\ncluster.shop.speed = 9",
        file + ":2: 'cluster.shop.speed': there is no such option");
  }

  @Test
  void whatIsNoTextIsRefused() throws IOException {
    Files.write(file, "crash-detection = \u00e9".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> new OptionsFile(file, true, Map.of()).read())
        .hasMessage("can't read " + file + ": it is not UTF-8");
  }

  /** After a change of a table: {@code -Dtest=OptionsFileTest -Doptions.update=true}. */
  @Test
  void theCommentedFileIsWhatTheTablesSay() throws Exception {
    if (Boolean.getBoolean("options.update")) {
      Files.writeString(COMMENTED, OptionsText.commented());
    }
    assertThat(COMMENTED).hasContent(OptionsText.commented());
    assertThat(new OptionsFile(COMMENTED, true, Map.of()).read().groups().of(OTHER))
        .satisfies(
            values ->
                GroupOption.TABLE
                    .options()
                    .forEach(
                        option ->
                            assertThat(values.shown(option)).isEqualTo(option.shownDefault())));
  }
}
