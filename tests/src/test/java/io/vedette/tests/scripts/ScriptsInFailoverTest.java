package io.vedette.tests.scripts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.tests.harness.Cluster;
import io.vedette.tests.harness.DataNode;
import io.vedette.tests.harness.FreePorts;
import io.vedette.tests.harness.HttpReceiver;
import io.vedette.tests.harness.HttpReceiver.Answer;
import io.vedette.tests.harness.RequiresRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts that coordinators run while a master dies. */
@RequiresRedis
class ScriptsInFailoverTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir Path temp;

  @Test
  void peopleAndProgramsHearOfTheNewMaster() throws IOException {
    try (HttpReceiver http = HttpReceiver.start().answering(r -> new Answer(200, "true"));
        HaproxyProcess proxy = new HaproxyProcess(temp, FreePorts.next(), "127.0.0.1:1")) {
      Path log = temp.resolve("events.log");
      Path settings = Files.createDirectory(temp.resolve("notify.d"));
      setting(
          settings,
          "several",
          "VEDETTE_NOTIFICATION_SCRIPTS=chat.sh pagerduty.sh log-event.sh",
          "VEDETTE_CLIENT_RECONFIG_SCRIPTS=haproxy.sh consul.sh write-master-address.sh");
      setting(settings, "chat", "VEDETTE_CHAT_URL=" + http.url("/chat"));
      setting(
          settings,
          "pagerduty",
          "VEDETTE_PAGERDUTY_KEY=key",
          "VEDETTE_PAGERDUTY_URL=" + http.url("/pager"));
      setting(settings, "log-event", "VEDETTE_EVENT_LOG=" + log);
      setting(settings, "haproxy", "VEDETTE_HAPROXY_SOCKET=" + proxy.socket());
      setting(settings, "consul", "CONSUL_HTTP_ADDR=" + http.url(""));
      setting(settings, "write-master-address", "VEDETTE_MASTER_DIR=" + temp);
      Path script = several(settings);
      Cluster cluster =
          Cluster.ofThree()
              .coordinatorConfig(
                  "sentinel notification-script mymaster " + script,
                  "sentinel client-reconfig-script mymaster " + script)
              .start();

      DataNode old = cluster.node(0);
      old.kill();
      DataNode master = cluster.awaitStable(cluster.settings().recoveryBound());

      String address = "127.0.0.1:" + master.address().port();
      await("all three have told everybody")
          .atMost(SOON)
          .untilAsserted(
              () -> {
                assertThat(bodies(http, "/chat", "the master is now " + address)).hasSize(3);
                assertThat(bodies(http, "/pager", "\"trigger\"")).isNotEmpty();
                assertThat(bodies(http, "/pager", "\"resolve\"")).hasSizeGreaterThanOrEqualTo(3);
                assertThat(bodies(http, "/v1/kv/vedette/mymaster/master", "")).hasSize(3);
                assertThat(Files.readAllLines(log))
                    .filteredOn(line -> line.contains(" +switch-master mymaster "))
                    .hasSize(3);
                assertThat(proxy.ask("show servers state mymaster"))
                    .contains(" " + master.address().port() + " ");
              });
      assertThat(bodies(http, "/v1/kv/vedette/mymaster/master", "")).containsOnly(address);
      assertThat(Files.readString(temp.resolve("mymaster.master")))
          .isEqualTo(address.replace(':', ' ') + "\n");
      assertThat(cluster.events("-script-error")).isEmpty();
    }
  }

  private static List<String> bodies(HttpReceiver http, String path, String part) {
    return http.requests().stream()
        .filter(request -> request.path().equals(path))
        .map(HttpReceiver.Request::body)
        .filter(body -> body.contains(part))
        .toList();
  }

  private static void setting(Path folder, String script, String... lines) throws IOException {
    Files.write(folder.resolve(script + ".env"), List.of(lines));
  }

  /** A coordinator has no such variable in its environment here: one more script sets it. */
  private Path several(Path settings) throws IOException {
    Path file = temp.resolve("several");
    Files.writeString(
        file,
        "#!/bin/sh\nexport VEDETTE_NOTIFY_DIR="
            + settings
            + "\nexec "
            + Script.folder()
            + "/several.sh \"$@\"\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file;
  }
}
