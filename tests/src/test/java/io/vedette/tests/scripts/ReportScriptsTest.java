package io.vedette.tests.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.tests.harness.HttpReceiver;
import io.vedette.tests.harness.HttpReceiver.Answer;
import io.vedette.tests.harness.OsProcess.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts that tell people. */
class ReportScriptsTest {
  private static final String SWITCH = "mymaster 10.0.0.1 6379 10.0.0.2 6380";

  /** Nothing that a coordinator says is as odd as this. */
  private static final String ODD = "master my \"odd\" 'name' \\ $(id) `id` é 😀 \t<&>\nX: y %s *";

  private final HttpReceiver http = HttpReceiver.start();
  @TempDir Path temp;

  @AfterEach
  void stop() {
    http.close();
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }

  private Script chat() {
    return Script.of("chat.sh")
        .set("VEDETTE_CHAT_URL", http.url("/hook/secret"))
        .set("VEDETTE_CHAT_FROM", "here");
  }

  private Script pager() {
    return Script.of("pagerduty.sh")
        .set("VEDETTE_PAGERDUTY_KEY", "k\"ey")
        .set("VEDETTE_PAGERDUTY_URL", http.url("/v2/enqueue"))
        .set("VEDETTE_PAGERDUTY_FROM", "here");
  }

  private static void assertDone(Outcome outcome) {
    assertThat(outcome.output()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
  }

  @Test
  void slackIsToldOfANewMasterInASentence() throws IOException {
    assertDone(chat().run("+switch-master", SWITCH));
    HttpReceiver.Request request = http.requests().get(0);
    assertThat(request.method() + " " + request.path()).isEqualTo("POST /hook/secret");
    assertThat(request.headers().get("Content-Type")).startsWith("application/json");
    assertThat(json(request.body()).get("text").asText())
        .isEqualTo(
            "mymaster: the master is now 10.0.0.2:6380, was 10.0.0.1:6379\n"
                + "[here] +switch-master "
                + SWITCH);
  }

  @Test
  void aReconfigScriptMayTellTooAndEventsThatNobodyWantsAreLeftOut() throws IOException {
    assertDone(chat().reconfigure("mymaster", "10.0.0.1 6379", "10.0.0.2 6380"));
    assertThat(json(http.requests().get(0).body()).get("text").asText())
        .startsWith("mymaster: the master is now 10.0.0.2:6380, was 10.0.0.1:6379\n");
    assertDone(chat().run("+vote-for-leader", "abc 12"));
    assertThat(http.requests()).hasSize(1);
    assertDone(chat().set("VEDETTE_NOTIFY_EVENTS", "+odown *-leader").run("+vote-for-leader", "x"));
    assertThat(http.requests()).hasSize(2);
  }

  @Test
  void oddWordsArriveAsTheyAre() throws IOException {
    assertDone(chat().run("+odown", ODD));
    assertThat(json(http.requests().get(0).body()).get("text").asText())
        .endsWith("[here] +odown " + ODD.replace("<&>", "&lt;&amp;&gt;"));
  }

  @Test
  void everyShellAndEveryAwkWritesTheSameJson() throws IOException {
    FakeTools busybox = new FakeTools(temp.resolve("busybox"));
    busybox.busybox("awk", "tr", "sed", "date", "timeout", "tail");
    for (List<String> shell : List.of(List.of("bash"), List.of("dash"), List.of("busybox", "sh"))) {
      assertDone(chat().by(shell).run("+odown", ODD));
      assertDone(chat().by(shell).with(busybox).run("+odown", ODD));
    }
    assertThat(http.requests()).hasSize(6);
    assertThat(http.requests().stream().map(HttpReceiver.Request::body).distinct()).hasSize(1);
    assertThat(json(http.requests().get(0).body()).get("text").asText()).contains("😀");
  }

  @Test
  void whatIsNoUtf8DoesNotSpoilTheJson() throws IOException {
    assertDone(
        Script.at(Path.of("/bin/bash"))
            .set("VEDETTE_CHAT_URL", http.url("/hook"))
            .run("-c", "exec " + Script.folder() + "/chat.sh +odown \"$(printf 'a\\351b\\377')\""));
    assertThat(json(http.requests().get(0).body()).get("text").asText()).endsWith("a\ufffdb\ufffd");
  }

  @Test
  void teamsGetsACard() throws IOException {
    assertDone(chat().set("VEDETTE_CHAT_KIND", "teams").run("+odown", ODD));
    JsonNode attachment = json(http.requests().get(0).body()).get("attachments").get(0);
    assertThat(attachment.get("contentType").asText())
        .isEqualTo("application/vnd.microsoft.card.adaptive");
    JsonNode card = attachment.get("content");
    assertThat(card.get("type").asText()).isEqualTo("AdaptiveCard");
    assertThat(card.get("body").get(1).get("text").asText()).isEqualTo("[here] +odown " + ODD);
  }

  @Test
  void whatMayPassIsToBeTriedAgainWhatIsRefusedIsNotAndTheSecretIsNeverSaid() {
    http.answering(request -> new Answer(503, "come back"));
    Outcome later = chat().run("+switch-master", SWITCH);
    assertThat(later.exitCode()).isEqualTo(1);
    assertThat(later.output()).contains("503: come back").doesNotContain("secret");
    http.answering(request -> new Answer(404, "no_team"));
    Outcome never = chat().run("+switch-master", SWITCH);
    assertThat(never.exitCode()).isEqualTo(2);
    assertThat(never.output()).contains("404: no_team").doesNotContain("secret");
    http.close();
    Outcome gone = chat().run("+switch-master", SWITCH);
    assertThat(gone.exitCode()).isEqualTo(1);
    assertThat(gone.output()).contains("can't be reached").doesNotContain("secret");
  }

  @Test
  void aServerThatNeverAnswersIsNotWaitedForTooLong() {
    http.answering(
        request -> {
          try {
            Thread.sleep(Script.KILLED_AFTER.toMillis());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return new Answer(200, "");
        });
    Outcome outcome = chat().set("VEDETTE_NOTIFY_LIMIT_S", "2").run("+switch-master", SWITCH);
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.output()).contains("the chat can't be reached");
  }

  @Test
  void whatIsNotSetUpIsSaid() {
    Outcome unset = Script.of("chat.sh").run("+switch-master", SWITCH);
    assertThat(unset.exitCode()).isEqualTo(2);
    assertThat(unset.output()).contains("VEDETTE_CHAT_URL must be set");
    Outcome odd = Script.of("chat.sh").set("VEDETTE_CHAT_URL", "htp:x").run("+odown", "x");
    assertThat(odd.exitCode()).isEqualTo(2);
    Outcome arguments = chat().run("+switch-master");
    assertThat(arguments.exitCode()).isEqualTo(2);
    assertThat(arguments.output()).contains("usage: ");
    FakeTools few = new FakeTools(temp.resolve("few"));
    few.link("dirname", "readlink", "date", "tr", "awk", "timeout", "uname", "sed", "sh", "cat");
    Outcome tool = chat().withOnly(few).run("+switch-master", SWITCH);
    assertThat(tool.exitCode()).isEqualTo(2);
    assertThat(tool.output()).contains("curl is needed");
  }

  @Test
  void anIncidentIsOpenedOnceForAllCoordinatorsAndResolvedByTheNewMaster() throws IOException {
    http.answering(request -> new Answer(202, "{\"status\":\"success\"}"));
    assertDone(pager().run("+odown", "master my 10.0.0.1 6379 #quorum 2/2"));
    assertDone(pager().run("+switch-master", "my 10.0.0.1 6379 10.0.0.2 6379"));
    JsonNode opened = json(http.requests().get(0).body());
    assertThat(opened.get("routing_key").asText()).isEqualTo("k\"ey");
    assertThat(opened.get("event_action").asText()).isEqualTo("trigger");
    assertThat(opened.get("dedup_key").asText()).isEqualTo("vedette/my/master");
    JsonNode payload = opened.get("payload");
    assertThat(payload.get("severity").asText()).isEqualTo("critical");
    assertThat(payload.get("source").asText()).isEqualTo("here");
    assertThat(payload.get("summary").asText())
        .isEqualTo("my: the master 10.0.0.1:6379 is down, the quorum agrees");
    JsonNode resolved = json(http.requests().get(1).body());
    assertThat(resolved.get("event_action").asText()).isEqualTo("resolve");
    assertThat(resolved.get("dedup_key").asText()).isEqualTo("vedette/my/master");
  }

  @Test
  void aReplicaThatIsDownIsAWarningAndAMasterThatOneDoubtsIsNone() throws IOException {
    String replica = "slave 10.0.0.2:6379 10.0.0.2 6379 @ my 10.0.0.1 6379";
    assertDone(pager().run("+sdown", replica));
    assertDone(pager().run("-sdown", replica));
    assertDone(pager().run("+sdown", "master my 10.0.0.1 6379"));
    assertDone(pager().run("+new-epoch", "7"));
    assertThat(http.requests()).hasSize(2);
    JsonNode opened = json(http.requests().get(0).body());
    assertThat(opened.get("dedup_key").asText()).isEqualTo("vedette/my/slave/10.0.0.2:6379");
    assertThat(opened.get("payload").get("severity").asText()).isEqualTo("warning");
    assertThat(json(http.requests().get(1).body()).get("event_action").asText())
        .isEqualTo("resolve");
  }

  @Test
  void aMailGoesToTheServer() {
    try (MailReceiver mail = new MailReceiver("250 fine")) {
      assertDone(
          Script.of("email.sh")
              .set("VEDETTE_MAIL_SMTP", "smtp://127.0.0.1:" + mail.port())
              .set("VEDETTE_MAIL_TO", "ann@example.com, bob@example.com")
              .set("VEDETTE_MAIL_FROM", "vedette@example.com")
              .run("+odown", ODD));
      assertThat(mail.lines())
          .contains(
              "MAIL FROM:<vedette@example.com>",
              "RCPT TO:<ann@example.com>",
              "RCPT TO:<bob@example.com>",
              "To: ann@example.com, bob@example.com");
      List<String> header = mail.lines().stream().takeWhile(line -> !line.isEmpty()).toList();
      assertThat(header).filteredOn(line -> line.startsWith("Subject: ")).hasSize(1);
      assertThat(header).noneMatch(line -> line.startsWith("X: "));
      String body =
          String.join(
              "",
              mail.lines().stream()
                  .dropWhile(line -> !line.isEmpty())
                  .takeWhile(line -> !line.equals("."))
                  .toList());
      assertThat(new String(Base64.getDecoder().decode(body), StandardCharsets.UTF_8))
          .contains("Event:    +odown\n", "Message:  " + ODD + "\n");
    }
  }

  @Test
  void aMailThatIsNotTakenIsToBeTriedAgain() {
    try (MailReceiver mail = new MailReceiver("451 later")) {
      Outcome outcome =
          Script.of("email.sh")
              .set("VEDETTE_MAIL_SMTP", "smtp://127.0.0.1:" + mail.port())
              .set("VEDETTE_MAIL_TO", "ann@example.com")
              .run("+odown", "master m 10.0.0.1 6379");
      assertThat(outcome.exitCode()).isEqualTo(1);
      assertThat(outcome.output()).contains("the mail was not taken");
    }
  }

  @Test
  void aMailGoesToThisMachinesSendmail() {
    FakeTools tools = new FakeTools(temp.resolve("tools")).addReader("sendmail");
    Script script =
        Script.of("email.sh")
            .set("VEDETTE_SENDMAIL", tools.folder().resolve("sendmail").toString())
            .set("VEDETTE_MAIL_FROM", "v@example.com")
            .set("VEDETTE_MAIL_TO", "ann@example.com bob@example.com");
    assertDone(script.run("+switch-master", SWITCH));
    assertThat(tools.calls("sendmail"))
        .containsExactly("-i|-f|v@example.com|ann@example.com|bob@example.com|");
    assertThat(tools.read("sendmail.read"))
        .contains(
            "Subject: [vedette] mymaster: the master is now 10.0.0.2:6380, was 10.0.0.1:6379");
    tools.addReader("sendmail", "echo 'queue is full' >&2", "exit 75");
    Outcome full = script.run("+switch-master", SWITCH);
    assertThat(full.exitCode()).isEqualTo(1);
    assertThat(full.output()).contains("exit code 75, queue is full");
  }

  @Test
  void whatIsNoMailAddressNeverReachesAMailProgram() {
    Outcome outcome =
        Script.of("email.sh").set("VEDETTE_MAIL_TO", "-oQ/tmp a@b").run("+switch-master", SWITCH);
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.output()).contains("'-oQ/tmp' is no mail address");
  }

  @Test
  void anEventIsALineInAFile() throws IOException {
    Path log = temp.resolve("events");
    Script script = Script.of("log-event.sh").set("VEDETTE_EVENT_LOG", log.toString());
    assertDone(script.run("+sdown", "master m 10.0.0.1 6379"));
    assertDone(script.run("-sdown", "two\nlines 100%s é"));
    assertThat(Files.readAllLines(log))
        .hasSize(2)
        .element(1)
        .asString()
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ -sdown two lines 100%s é");
    Outcome outcome = script.set("VEDETTE_EVENT_LOG", "/nowhere/events").run("+sdown", "x");
    assertThat(outcome.exitCode()).isEqualTo(1);
  }

  @Test
  void anEventIsALineInTheSystemsLogHereOrElsewhere() {
    FakeTools tools = new FakeTools(temp.resolve("tools")).add("logger");
    assertDone(Script.of("log-event.sh").with(tools).run("+sdown", "master m 10.0.0.1 6379"));
    assertDone(
        Script.of("log-event.sh")
            .with(tools)
            .set("VEDETTE_SYSLOG_SERVER", "logs.example.com:5140")
            .set("VEDETTE_SYSLOG_PRIORITY", "local0.notice")
            .run("+sdown", "-n evil"));
    assertThat(tools.calls("logger"))
        .containsExactly(
            "-t|vedette|-p|daemon.warning|--|+sdown master m 10.0.0.1 6379|",
            "-t|vedette|-p|local0.notice|-d|-n|logs.example.com|-P|5140|--|+sdown -n evil|");
    tools.add("logger", "echo 'no socket' >&2", "exit 1");
    Outcome outcome = Script.of("log-event.sh").with(tools).run("+sdown", "x");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.output()).contains("logger: no socket");
  }
}
