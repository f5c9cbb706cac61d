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
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every script but {@code vip.sh}, which needs a machine of its own, run by coordinators while a
 * master dies.
 */
@RequiresRedis
class ScriptsInFailoverTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir Path temp;
  private Notified notified;

  @BeforeEach
  void settings() {
    notified = new Notified(temp);
  }

  @Test
  void peopleAndProgramsHearOfTheNewMaster() throws IOException {
    try (HttpReceiver http = HttpReceiver.start().answering(r -> new Answer(200, "true"));
        MailReceiver mail = new MailReceiver("250 fine");
        HaproxyProcess proxy = new HaproxyProcess(temp, FreePorts.next(), "127.0.0.1:1")) {
      Path log = temp.resolve("events.log");
      toPeople(http, mail, log);
      FakeTools tools = toPrograms(http, proxy);
      String script = notified.script().toString();
      Cluster cluster =
          Cluster.ofThree()
              .coordinatorConfig(
                  "sentinel notification-script mymaster " + script,
                  "sentinel client-reconfig-script mymaster " + script)
              .start();

      DataNode old = cluster.node(0);
      old.kill();
      DataNode master = cluster.awaitStable(cluster.settings().recoveryBound());

      String port = Integer.toString(master.address().port());
      String address = "127.0.0.1:" + port;
      await("all three have told everybody")
          .atMost(SOON)
          .untilAsserted(
              () -> {
                assertThat(bodies(http, "/chat", "the master is now " + address)).hasSize(3);
                assertThat(bodies(http, "/pager", "\"trigger\"")).isNotEmpty();
                assertThat(bodies(http, "/pager", "\"resolve\"")).hasSizeGreaterThanOrEqualTo(3);
                assertThat(bodies(http, "/v1/kv/vedette/mymaster/master", "")).hasSize(3);
                assertThat(mail.lines())
                    .filteredOn(line -> line.startsWith("Subject: "))
                    .filteredOn(line -> line.contains("mymaster: the master is now " + address))
                    .hasSize(3);
                assertThat(Files.readAllLines(log))
                    .filteredOn(line -> line.contains(" +switch-master mymaster "))
                    .hasSize(3);
                assertThat(proxy.ask("show servers state mymaster")).contains(" " + port + " ");
                assertThat(tools.calls("nsupdate")).hasSize(3);
                assertThat(tools.calls("kubectl"))
                    .filteredOn(call -> call.contains("|label|--overwrite|pod/here|role=master|"))
                    .hasSize(3);
                assertThat(tools.calls("systemctl")).hasSize(3).allMatch(c -> c.contains("app."));
              });
      assertThat(bodies(http, "/v1/kv/vedette/mymaster/master", "")).containsOnly(address);
      assertThat(tools.read("nsupdate.read"))
          .contains("update add mymaster.redis.example.com. 5 A 127.0.0.1\n");
      assertThat(Files.readString(temp.resolve("mymaster.master")))
          .isEqualTo(address.replace(':', ' ') + "\n");
      assertThat(Files.readString(temp.resolve("mymaster.env"))).contains("REDIS_PORT=" + port);
      assertThat(cluster.events("-script-error")).isEmpty();
    }
  }

  private void toPeople(HttpReceiver http, MailReceiver mail, Path log) {
    notified
        .people("chat.sh email.sh pagerduty.sh log-event.sh")
        .set("chat", "VEDETTE_CHAT_URL=" + http.url("/chat"))
        .set(
            "email",
            "VEDETTE_MAIL_TO=ops@example.com",
            "VEDETTE_MAIL_SMTP=smtp://127.0.0.1:" + mail.port(),
            "VEDETTE_MAIL_TLS=no")
        .set(
            "pagerduty", "VEDETTE_PAGERDUTY_KEY=key", "VEDETTE_PAGERDUTY_URL=" + http.url("/pager"))
        .set("log-event", "VEDETTE_EVENT_LOG=" + log);
  }

  /** What does not run here is told by name how it was called. */
  private FakeTools toPrograms(HttpReceiver http, HaproxyProcess proxy) {
    FakeTools tools =
        new FakeTools(temp.resolve("tools"))
            .addReader("nsupdate")
            .add("kubectl", "case \"$*\" in *get*) echo pod/here ;; esac")
            .add("systemctl");
    notified
        .programs(
            "haproxy.sh consul.sh write-master-address.sh dns.sh kubernetes.sh restart.sh", tools)
        .set("haproxy", "VEDETTE_HAPROXY_SOCKET=" + proxy.socket())
        .set("consul", "CONSUL_HTTP_ADDR=" + http.url(""))
        .set("write-master-address", "VEDETTE_MASTER_DIR=" + temp)
        .set("dns", "VEDETTE_DNS_NAME=%g.redis.example.com")
        .set("kubernetes", "VEDETTE_K8S_SELECTOR=app=redis")
        .set(
            "restart",
            "VEDETTE_RESTART_UNITS=app.service",
            "VEDETTE_MASTER_FILE=" + temp + "/%g.env");
    return tools;
  }

  private static List<String> bodies(HttpReceiver http, String path, String part) {
    return http.requests().stream()
        .filter(request -> request.path().equals(path))
        .map(HttpReceiver.Request::body)
        .filter(body -> body.contains(part))
        .toList();
  }
}
