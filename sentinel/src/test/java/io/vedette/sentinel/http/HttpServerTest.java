package io.vedette.sentinel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vedette.quorum.AdminAnswer;
import io.vedette.quorum.Event;
import io.vedette.quorum.EventType;
import io.vedette.quorum.Input;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.options.OptionValues;
import io.vedette.quorum.view.CoordinatorView;
import io.vedette.quorum.view.Flag;
import io.vedette.quorum.view.NodeView;
import io.vedette.quorum.view.ProcessView;
import io.vedette.quorum.view.ViewChange;
import io.vedette.sentinel.runtime.ProcessOption;
import io.vedette.sentinel.server.Views;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpServerTest {
  private static final String GROUP = "/v1/groups/mymaster";

  private RunningHttp http;

  @AfterEach
  void stops() {
    if (http != null) {
      http.close();
    }
  }

  private void serves(CoordinatorView view) {
    http = new RunningHttp(view);
  }

  private void serves(String readToken, String actionToken) {
    http =
        new RunningHttp(
            Views.healthy(),
            OptionValues.DEFAULTS
                .with(ProcessOption.HTTP_READ_TOKEN, readToken)
                .with(ProcessOption.HTTP_ACTION_TOKEN, actionToken));
  }

  private int status(String path, String... headers) {
    return http.get(path, headers).statusCode();
  }

  private static ProcessView process(long tiltSince, Optional<String> unsaved) {
    ProcessView well = Views.process();
    return new ProcessView(
        well.self(),
        well.currentEpoch(),
        well.announceHost(),
        well.announcePort(),
        well.timing(),
        tiltSince,
        well.tilts(),
        unsaved,
        false,
        false);
  }

  // --- Health ---

  @Test
  void aCoordinatorThatNeitherVotesNorLeadsIsAliveButNotReady() {
    serves(Views.healthy());
    assertThat(status("/health/live")).isEqualTo(200);
    assertThat(status("/health/ready")).isEqualTo(200);

    http.coordination
        .view()
        .apply(
            new ViewChange(
                process(NodeView.NEVER, Optional.of("disk full")), List.of(), List.of()));
    assertThat(status("/health/live")).isEqualTo(200);
    HttpResponse<String> ready = http.get("/health/ready");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body()).contains("\"ok\":false", "the state can't be saved: disk full");

    http.coordination
        .view()
        .apply(new ViewChange(process(5, Optional.empty()), List.of(), List.of()));
    assertThat(http.get("/health/ready").body()).contains("it is in TILT");
  }

  // --- Load balancers ---

  @Test
  void onlyTheMastersAddressIsTheMasters() {
    serves(Views.healthy());
    assertThat(status(GROUP + "/master?address=10.0.0.1:6379")).isEqualTo(200);
    assertThat(status(GROUP + "/master?address=10.0.0.1:6380")).isEqualTo(503);
    assertThat(status(GROUP + "/master?address=10.0.0.2:6380")).isEqualTo(503);
    assertThat(http.get(GROUP + "/master").body())
        .isEqualTo("{\"addresses\":[\"10.0.0.1:6379\"]}\n");
    assertThat(status(GROUP + "/master?address=%5B::1%5D:6379")).isEqualTo(503);
    for (String wrong : List.of("x", ":1", "a:b", "a:99999", "%20:1", "a%00:1")) {
      assertThat(status(GROUP + "/master?address=" + wrong)).as(wrong).isEqualTo(400);
    }
    assertThat(status("/v1/groups/nobody/master")).isEqualTo(404);
  }

  @Test
  void whoMayTellAnOldAddressTellsNone() {
    serves(Views.of(Views.stale(Views.group("mymaster", Views.master()))));
    assertThat(status(GROUP + "/master?address=10.0.0.1:6379")).isEqualTo(503);
    assertThat(status(GROUP + "/master")).isEqualTo(503);
  }

  @Test
  void replicasThatServeAreReplicas() {
    serves(Views.healthy());
    assertThat(status(GROUP + "/replica?address=10.0.0.2:6380")).isEqualTo(200);
    assertThat(status(GROUP + "/replica?address=10.0.0.1:6379")).isEqualTo(503);
    // One that says replica-announced no.
    assertThat(status(GROUP + "/replica?address=10.0.0.3:6381")).isEqualTo(503);
    assertThat(status(GROUP + "/replica?address=10.0.0.2:6380&lag=0")).isEqualTo(200);
    assertThat(status(GROUP + "/replica?lag=-1")).isEqualTo(400);
  }

  // --- Who may ---

  @Test
  void aReadTokenIsNeededForAllButHealthAndTheEmptyPage() {
    serves("let me in", "");
    assertThat(status("/health/live")).isEqualTo(200);
    assertThat(status("/")).isEqualTo(200);
    for (String path : List.of("/metrics", "/v1/groups", GROUP + "/master", "/v1/events")) {
      HttpResponse<String> refused = http.get(path);
      assertThat(refused.statusCode()).as(path).isEqualTo(401);
      assertThat(refused.headers().firstValue("WWW-Authenticate")).isPresent();
      assertThat(refused.body()).doesNotContain("10.0.0.1");
    }
    assertThat(status("/metrics", "Authorization", "Bearer let me in")).isEqualTo(200);
    assertThat(status("/metrics", "Authorization", "Bearer let me")).isEqualTo(401);
    assertThat(status("/metrics", "Authorization", basic("anybody:let me in"))).isEqualTo(200);
    assertThat(status("/metrics", "Authorization", basic("let me in"))).isEqualTo(200);
    assertThat(status("/metrics", "Authorization", "Basic ?")).isEqualTo(401);
  }

  private static String basic(String pair) {
    byte[] bytes = pair.getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(bytes);
  }

  @Test
  void withoutAnActionTokenNobodyOrdersAnything() {
    serves("", "");
    for (String what : List.of("failover", "pause", "resume")) {
      assertThat(http.send("POST", GROUP + "/" + what).statusCode()).isEqualTo(403);
      assertThat(status(GROUP + "/" + what)).as("GET").isEqualTo(405);
    }
    assertThat(http.send("POST", GROUP + "/failover", "Authorization", "Bearer ").statusCode())
        .isEqualTo(403);
    assertThat(http.coordination.heard()).isEmpty();
  }

  @Test
  void whoHasTheActionTokenOrders() {
    serves("", "do it");
    String[] may = {"Authorization", "Bearer do it"};
    // A browser would show this for any page that sends a form here.
    assertThat(
            http.send("POST", GROUP + "/failover", "Authorization", basic("x:do it")).statusCode())
        .isEqualTo(403);
    assertThat(http.coordination.heard()).isEmpty();

    assertThat(http.send("POST", GROUP + "/failover?coordinated=true", may).statusCode())
        .isEqualTo(202);
    assertThat(http.coordination.heard())
        .singleElement()
        .isInstanceOfSatisfying(
            Input.Failover.class, order -> assertThat(order.coordinated()).isTrue());
    http.coordination.answers(AdminAnswer.of(AdminAnswer.Code.NO_GOOD_REPLICA));
    HttpResponse<String> refused = http.send("POST", GROUP + "/failover", may);
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body()).contains("no good replica");
    assertThat(http.send("POST", GROUP + "/pause?seconds=60", may).body())
        .contains("pause mymaster 60");
    for (String wrong : List.of("0", "-1", "x", "2592001", "99999999999")) {
      assertThat(http.send("POST", GROUP + "/pause?seconds=" + wrong, may).statusCode())
          .as(wrong)
          .isEqualTo(400);
    }
    assertThat(http.send("POST", "/v1/groups/nobody/failover", may).statusCode()).isEqualTo(404);
    http.coordination.overload();
    assertThat(http.send("POST", GROUP + "/failover", may).statusCode()).isEqualTo(503);
  }

  // --- What comes over the wire ---

  @Test
  void noAnswerMayBeUsedByAnotherSite() {
    serves(Views.healthy());
    for (String path : List.of("/", "/v1/groups", "/nothing", "/metrics", "/health/live")) {
      HttpResponse<String> answer = http.get(path, "Origin", "http://evil.example");
      assertThat(answer.headers().firstValue("Content-Security-Policy"))
          .as(path)
          .hasValueSatisfying(
              policy ->
                  assertThat(policy).startsWith("default-src 'none'").doesNotContain("unsafe"));
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }
  }

  @Test
  void oddNamesAreNamesAndNothingElse() {
    serves(Views.healthy());
    for (String name : List.of("%3Cb%3E", "..%2F..%2Fetc", "a%0d%0aX-Evil:1", "%00", "my+master")) {
      assertThat(status("/v1/groups/" + name)).as(name).isEqualTo(404);
    }
    assertThat(status("/v1/groups/%6dymaster")).isEqualTo(200);
    assertThat(status("/v1/groups/mymaster/")).isEqualTo(404);
    assertThat(status("/../../etc/passwd")).isEqualTo(404);
    assertThat(status("/page.css")).isEqualTo(200);
  }

  @Test
  void whatIsNoRequestIsRefusedAndTheConnectionEnds() throws IOException {
    serves(Views.healthy());
    assertThat(http.raw("nonsense\r\n\r\n")).startsWith("HTTP/1.1 400 ");
    assertThat(http.raw("GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n")).startsWith("HTTP/1.1 400 ");
    assertThat(http.raw("GET /" + "x".repeat(5_000) + " HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 4");
    assertThat(http.raw("GET / HTTP/1.1\r\nX: " + "x".repeat(20_000) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 4");
    assertThat(http.raw("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n"))
        .startsWith("HTTP/1.1 413 ");
    assertThat(status("/health/live")).isEqualTo(200);
  }

  @Test
  void requestsInARowAreAnsweredInARow() throws IOException {
    serves(Views.healthy());
    String one = "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n";
    String other = "HEAD /v1/status HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    String answers = http.raw(one + "GET /v1/status HTTP/1.1\r\nHost: x\r\n\r\n" + one + other);
    assertThat(answers.split("HTTP/1.1 200 OK", -1)).hasSize(5);
    assertThat(answers.indexOf("\"ok\"")).isLessThan(answers.indexOf("\"asked\""));
    assertThat(answers).endsWith("\r\n\r\n");
  }

  @Test
  void moreConnectionsThanThereMayBeAreClosed() throws IOException {
    serves(Views.healthy());
    List<Socket> open = new ArrayList<>();
    try {
      for (int i = 0; i < 256; i++) {
        open.add(http.connect());
      }
      await()
          .atMost(RunningHttp.PATIENCE)
          .until(
              () -> {
                try (Socket more = http.connect()) {
                  return more.getInputStream().read() == -1;
                }
              });
      open.remove(0).close();
      await().atMost(RunningHttp.PATIENCE).until(() -> answersOnANewConnection());
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
    }
  }

  private boolean answersOnANewConnection() {
    try {
      return http.raw("GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
          .startsWith("HTTP/1.1 200 ");
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void whatCanNotBeFoundOutIsSaidInOneLine() {
    serves(Views.healthy());
    HttpResponse<String> answer = http.get("/v1/doctor");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).isEqualTo("{\"error\":\"the doctor is out\"}\n");
    assertThat(status("/v1/status?group=nobody")).isEqualTo(404);
    assertThat(status("/v1/history?count=x")).isEqualTo(400);
  }

  // --- Metrics and events ---

  @Test
  void metricsSayHowAllGroupsAre() {
    serves(
        Views.of(
            Views.group("one", Views.master(Flag.S_DOWN, Flag.O_DOWN), Views.peer()),
            Views.group("two", Views.master())));
    assertThat(http.get("/metrics").body())
        .contains(
            "vedette_group_master_odown{group=\"one\"} 1.0",
            "vedette_group_master_odown{group=\"two\"} 0.0",
            "vedette_group_majority_margin{group=\"one\"} 0.0",
            "vedette_group_failover_state{group=\"one\",state=\"reconf_slaves\"} 1.0",
            "vedette_group_failover_state{group=\"one\",state=\"none\"} 0.0",
            "vedette_group_links{group=\"one\",kind=\"replica\",state=\"up\"} 2.0",
            "vedette_group_replica_lag_bytes{address=\"10.0.0.2:6380\",group=\"one\"} 0.0",
            "vedette_mailbox_size 3.0",
            "vedette_commands_total 42.0",
            "vedette_tilts_total 3.0",
            "vedette_loop_step_seconds_count",
            "vedette_state_save_worst_seconds",
            "jvm_memory_used_bytes");

    http.coordination
        .view()
        .apply(new ViewChange(Views.process(), List.of(), List.of(new GroupName("one"))));
    assertThat(http.get("/metrics").body())
        .doesNotContain("group=\"one\"")
        .contains("group=\"two\"");
  }

  @Test
  void whoListensIsToldAllGroupsFirstAndThenWhatHappens() throws IOException {
    serves(Views.healthy());
    try (Socket socket = http.connect();
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      socket
          .getOutputStream()
          .write("GET /v1/events HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(next(lines, "event: ")).isEqualTo("event: hello");
      assertThat(next(lines, "event: ")).isEqualTo("event: group");
      assertThat(next(lines, "data: ")).contains("\"name\":\"mymaster\"");

      http.front.onEvent(
          new Event(EventType.SDOWN, "master \"x\"", "", Optional.of(new GroupName("x"))));
      assertThat(next(lines, "event: ")).isEqualTo("event: event");
      assertThat(next(lines, "data: ")).contains("\"message\":\"master \\\"x\\\"\"");

      http.coordination
          .view()
          .apply(
              new ViewChange(
                  Views.process(),
                  List.of(Views.group("mymaster", Views.master(Flag.S_DOWN))),
                  List.of()));
      assertThat(next(lines, "data: ")).contains("s_down");
      http.coordination
          .view()
          .apply(new ViewChange(Views.process(), List.of(), List.of(new GroupName("mymaster"))));
      assertThat(next(lines, "event: ")).isEqualTo("event: gone");
    }
  }

  private static String next(BufferedReader lines, String start) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(start)) {
        return line;
      }
    }
    throw new IOException("the stream ended before " + start);
  }

  // --- On and off ---

  @Test
  void otherOptionsHoldAtOnce() {
    serves("", "");
    OptionValues locked = OptionValues.DEFAULTS.with(ProcessOption.HTTP_READ_TOKEN, "now");
    http.front.accept(http.settings(locked));
    assertThat(status("/v1/groups")).isEqualTo(401);

    http.front.accept(HttpSettings.of(OptionValues.DEFAULTS, Path.of(".")));
    assertThatThrownBy(() -> http.connect()).isInstanceOf(IOException.class);
  }

  @Test
  void aCertificateWithoutItsKeyIsNoSetting() {
    OptionValues half = OptionValues.DEFAULTS.with(ProcessOption.HTTP_TLS_CERT_FILE, "a.crt");
    assertThatThrownBy(() -> HttpSettings.of(half, Path.of(".")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'http-tls-cert-file' and 'http-tls-key-file' go together");
  }

  @Test
  void secretsAreNotShown() {
    serves("let me in", "do it");
    assertThat(http.settings(OptionValues.DEFAULTS).toString()).contains("port");
    OptionValues values = OptionValues.DEFAULTS.with(ProcessOption.HTTP_READ_TOKEN, "let me in");
    assertThat(ProcessOption.HTTP_READ_TOKEN.type().isSecret()).isTrue();
    assertThat(ProcessOption.HTTP_ACTION_TOKEN.type().isSecret()).isTrue();
    assertThat(http.settings(values).toString()).doesNotContain("let me in");
  }
}
