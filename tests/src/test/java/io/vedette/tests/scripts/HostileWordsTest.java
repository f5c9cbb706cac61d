package io.vedette.tests.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.tests.harness.HttpReceiver;
import io.vedette.tests.harness.OsProcess.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every script, called with words that a careless shell would run. */
class HostileWordsTest {
  @TempDir Path temp;

  /** In all the ways that are usual. */
  private static String evil(Path mark) {
    String run = "touch " + mark;
    return "$(%s)`%s`;%s\n%s|%s&'\"\\ -x ../../.. %%s *".formatted(run, run, run, run, run);
  }

  private Script prepared(Path script, FakeTools tools, HttpReceiver http) {
    return Script.at(script)
        .with(tools)
        .set("VEDETTE_NOTIFY_LIMIT_S", "10")
        .set("VEDETTE_NOTIFY_EVENTS", "*")
        .set("VEDETTE_CHAT_URL", http.url("/chat"))
        .set("VEDETTE_PAGERDUTY_KEY", "key")
        .set("VEDETTE_PAGERDUTY_URL", http.url("/pager"))
        .set("VEDETTE_MAIL_TO", "ops@example.com")
        .set("VEDETTE_SENDMAIL", tools.folder().resolve("sendmail").toString())
        .set("VEDETTE_EVENT_LOG", temp.resolve("events.log").toString())
        .set("VEDETTE_HAPROXY_SOCKET", temp.resolve("none.sock").toString())
        .set("CONSUL_HTTP_ADDR", http.url(""))
        .set("VEDETTE_MASTER_DIR", temp.toString())
        .set("VEDETTE_MASTER_FILE", temp + "/%g.env")
        .set("VEDETTE_DNS_NAME", "%g.example.com")
        .set("VEDETTE_VIP", "198.51.100.7/32")
        .set("VEDETTE_VIP_DEVICE", "none0")
        .set("VEDETTE_K8S_SELECTOR", "app=redis")
        .set("VEDETTE_RESTART_UNITS", "app.service")
        .set("VEDETTE_NOTIFICATION_SCRIPTS", "log-event.sh chat.sh")
        .set("VEDETTE_CLIENT_RECONFIG_SCRIPTS", "write-master-address.sh restart.sh");
  }

  @Test
  void runNothing() throws IOException {
    Path mark = temp.resolve("mark");
    String evil = evil(mark);
    FakeTools tools = new FakeTools(temp.resolve("tools"));
    tools.addReader("nsupdate").addReader("sendmail").add("ip").add("arping").add("systemctl");
    tools.add("kubectl", "echo pod/x");
    List<Path> scripts;
    try (Stream<Path> files = Files.list(Script.folder())) {
      scripts =
          files
              .filter(file -> file.toString().endsWith(".sh") && !file.endsWith("common.sh"))
              .toList();
    }
    assertThat(scripts).hasSizeGreaterThan(10);
    try (HttpReceiver http = HttpReceiver.start()) {
      for (Path script : scripts) {
        Script call = prepared(script, tools, http);
        for (Outcome outcome :
            List.of(
                call.run("+odown", "master " + evil + " 10.0.0.1 6379"),
                call.run(evil, evil),
                call.reconfigure(evil.replace(' ', '\t'), "10.0.0.1 6379", "10.0.0.2 6380"),
                call.run("m", evil, evil, evil, evil, evil, evil))) {
          assertThat(outcome.exitCode()).as("%s: %s", script, outcome.output()).isBetween(0, 2);
          assertThat(mark).as("%s: %s", script, outcome.output()).doesNotExist();
        }
      }
    }
    // What acts on an address has refused each of these, before anybody was called.
    assertThat(tools.calls("nsupdate")).isEmpty();
    assertThat(tools.calls("ip")).isEmpty();
    assertThat(tools.calls("kubectl")).isEmpty();
    assertThat(tools.calls("systemctl")).isEmpty();
    assertThat(tools.calls("sendmail")).as("people are told all the same").isNotEmpty();
  }
}
