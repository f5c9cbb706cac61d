package io.vedette.tests.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.quorum.Event;
import io.vedette.quorum.EventType;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.options.OptionValues;
import io.vedette.sentinel.options.OptionsException;
import io.vedette.sentinel.options.OptionsFile;
import io.vedette.sentinel.webhook.Webhooks;
import io.vedette.tests.harness.FreePorts;
import io.vedette.tests.harness.HttpReceiver;
import io.vedette.tests.harness.HttpReceiver.Answer;
import io.vedette.tests.harness.HttpReceiver.Request;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhooksTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final RunId SELF = new RunId("ab".repeat(RunId.LENGTH / 2));
  private static final long WALL_MS = 1_700_000_000_123L;

  @TempDir Path folder;
  private final HttpReceiver server = HttpReceiver.start();
  private final CountDownLatch over = new CountDownLatch(1);
  private Webhooks webhooks;

  @BeforeEach
  void make() {
    webhooks = new Webhooks(SELF, "1.2.3", undelivered(), () -> WALL_MS);
  }

  @AfterEach
  void stop() {
    over.countDown();
    webhooks.close();
    server.close();
  }

  private Path undelivered() {
    return folder.resolve("sentinel.undelivered");
  }

  /** Options as they stand in the file, with quick retries unless they say otherwise. */
  private void take(String... lines) throws IOException, OptionsException {
    Path file = folder.resolve("vedette.properties");
    String text = String.join("\n", lines);
    Files.writeString(file, text.contains("-retry-") ? text : text + "\nwebhook-retry-ms = 10\n");
    OptionValues process = new OptionsFile(file, true, Map.of()).read().process();
    webhooks.take(process);
  }

  private String url(String path) {
    return "webhook-url = " + server.url(path);
  }

  private void tell(EventType type, String payload, String reason) {
    webhooks.onEvent(new Event(type, payload, reason, Optional.of(new GroupName("my"))));
  }

  private void tellNumbers(int from, int to) {
    IntStream.rangeClosed(from, to).forEach(i -> tell(EventType.SDOWN, "number " + i, ""));
  }

  private List<String> details() {
    return server.requests().stream().map(r -> json(r.body()).get("details").asText()).toList();
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (IOException e) {
      throw new AssertionError(text, e);
    }
  }

  private List<String> lost() throws IOException {
    return Files.exists(undelivered())
        ? Files.readAllLines(undelivered()).stream()
            .map(line -> json(line).get("post").get("details").asText())
            .toList()
        : List.of();
  }

  private void awaitDetails(String... expected) {
    await().atMost(SOON).untilAsserted(() -> assertThat(details()).containsExactly(expected));
  }

  private void awaitLost(String... expected) {
    await().atMost(SOON).untilAsserted(() -> assertThat(lost()).containsExactly(expected));
  }

  private Answer hang() {
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new Answer(200, "");
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.isAlive() && thread.getName().startsWith("vedette-webhook"))
        .count();
  }

  @Test
  void anEventIsPostedWithAllThatIsKnownOfIt() throws Exception {
    take(url("/hook?a=1"));
    tell(EventType.SWITCH_MASTER, "my 10.0.0.1 6379 10.0.0.2 6380", "a \"reason\" é\n");
    await().atMost(SOON).until(() -> !server.requests().isEmpty());
    Request request = server.requests().get(0);
    assertThat(request.method() + " " + request.path()).isEqualTo("POST /hook?a=1");
    assertThat(request.headers())
        .containsEntry("Content-Type", "application/json")
        .containsEntry("User-Agent", "Vedette/1.2.3")
        .containsEntry("X-Vedette-Event", "+switch-master")
        .containsEntry("X-Vedette-Attempt", "1")
        .doesNotContainKey("X-Vedette-Signature");
    String id = SELF.value() + "-" + WALL_MS + "-1";
    assertThat(request.headers()).containsEntry("X-Vedette-Delivery", id);
    assertThat(request.body())
        .isEqualTo(
            "{\"id\":\""
                + id
                + "\",\"time\":\"2023-11-14T22:13:20.123Z\",\"coordinator\":{\"id\":\""
                + SELF.value()
                + "\"},\"event\":\"+switch-master\",\"level\":\"warning\",\"group\":\"my\","
                + "\"details\":\"my 10.0.0.1 6379 10.0.0.2 6380\","
                + "\"reason\":\"a \\\"reason\\\" é\\u000a\","
                + "\"from\":{\"host\":\"10.0.0.1\",\"port\":6379},"
                + "\"to\":{\"host\":\"10.0.0.2\",\"port\":6380}}");
  }

  @Test
  void aPostIsSignedWithTheSecretThatIsInTheFileNowAndNeverUnsigned() throws Exception {
    Path file = folder.resolve("secret");
    take(url("/"), "webhook-secret-file = " + file, "webhook-tries = 2");
    tell(EventType.SDOWN, "no secret yet", "");
    awaitLost("no secret yet");
    assertThat(server.requests()).isEmpty();
    assertThat(Files.readString(undelivered())).contains(file + ": no such file");
    for (String secret : List.of("first", "second é")) {
      Files.writeString(file, secret + "\n");
      tell(EventType.SDOWN, secret, "");
      await().atMost(SOON).until(() -> details().contains(secret));
      Request request = server.requests().get(server.requests().size() - 1);
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] expected = mac.doFinal(request.body().getBytes(StandardCharsets.UTF_8));
      assertThat(request.headers())
          .containsEntry("X-Vedette-Signature", "sha256=" + HexFormat.of().formatHex(expected));
    }
    await().atMost(SOON).until(() -> webhooks.counts().delivered.sum() == 2);
    assertThat(webhooks.counts().undelivered.sum()).isEqualTo(1);
    assertThat(webhooks.waiting()).isZero();
  }

  @Test
  void whatFailsIsTriedAgainInOrderAndIsTheSameEvent() throws Exception {
    AtomicInteger failures = new AtomicInteger(3);
    server.answering(r -> new Answer(failures.getAndDecrement() > 0 ? 500 : 204, ""));
    take(url("/"));
    tellNumbers(1, 2);
    awaitDetails("number 1", "number 1", "number 1", "number 1", "number 2");
    assertThat(server.requests().subList(0, 4))
        .extracting(r -> r.headers().get("X-Vedette-Attempt"))
        .containsExactly("1", "2", "3", "4");
    assertThat(server.requests().subList(0, 4))
        .extracting(r -> r.headers().get("X-Vedette-Delivery"))
        .containsOnly(SELF.value() + "-" + WALL_MS + "-1");
    assertThat(undelivered()).doesNotExist();
  }

  @Test
  void whatIsRefusedIsNotTriedAgainAndKept() throws Exception {
    server.answering(r -> new Answer(r.body().contains("number 1") ? 404 : 200, ""));
    take(url("/secret"));
    tellNumbers(1, 2);
    awaitDetails("number 1", "number 2");
    awaitLost("number 1");
    assertThat(Files.readString(undelivered()))
        .contains("\"to\":\"http://127.0.0.1:" + server.port() + "\",\"why\":\"it answered 404\"")
        .doesNotContain("secret");
  }

  @Test
  void aServerThatIsDownGetsAllOfItWhenItIsBack() throws Exception {
    int port = FreePorts.next();
    take("webhook-url = http://127.0.0.1:" + port + "/", "webhook-tries = 100");
    tellNumbers(1, 3);
    try (HttpReceiver late = HttpReceiver.startAt(port)) {
      await().atMost(SOON).until(() -> late.requests().size() >= 3);
      assertThat(late.requests())
          .extracting(r -> json(r.body()).get("details").asText())
          .containsExactly("number 1", "number 2", "number 3");
    }
  }

  @Test
  void aServerThatHangsIsGivenUpAndDelaysNobodyElse() throws Exception {
    server.answering(r -> r.path().equals("/slow") ? hang() : new Answer(200, ""));
    take(
        url("/slow") + " " + server.url("/quick"), "webhook-timeout-ms = 200", "webhook-tries = 2");
    tellNumbers(1, 1);
    awaitLost("number 1");
    assertThat(Files.readString(undelivered())).contains("no answer in 200 ms");
    assertThat(server.requests().stream().filter(r -> r.path().equals("/slow"))).hasSize(2);
    assertThat(server.requests().stream().filter(r -> r.path().equals("/quick"))).hasSize(1);
  }

  @Test
  void whereTooManyWaitTheOldestIsKeptInTheFile() throws Exception {
    server.answering(r -> hang());
    take(url("/"), "webhook-queue = 3", "webhook-timeout-ms = 60000");
    tellNumbers(1, 1);
    await().atMost(SOON).until(() -> !server.requests().isEmpty());
    tellNumbers(2, 6);
    awaitLost("number 2", "number 3");
    over.countDown();
    awaitDetails("number 1", "number 4", "number 5", "number 6");
  }

  @Test
  void whatIsLeftAtTheEndIsKeptInTheFile() throws Exception {
    server.answering(r -> hang());
    take(url("/"), "webhook-timeout-ms = 60000");
    tellNumbers(1, 3);
    await().atMost(SOON).until(() -> !server.requests().isEmpty());
    webhooks.close();
    assertThat(lost()).containsExactly("number 1", "number 2", "number 3");
    assertThat(Files.readString(undelivered())).contains("the coordinator was stopped");
    tellNumbers(4, 4);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void aLargeFileMakesRoom() throws Exception {
    try (RandomAccessFile large = new RandomAccessFile(undelivered().toFile(), "rw")) {
      large.setLength(8 << 20);
    }
    server.answering(r -> new Answer(400, ""));
    take(url("/"));
    tellNumbers(1, 1);
    Path older = folder.resolve("sentinel.undelivered.1");
    await().atMost(SOON).until(() -> Files.exists(older) && Files.exists(undelivered()));
    awaitLost("number 1");
    assertThat(older).hasSize(8 << 20);
  }

  @Test
  void onlyTheEventsThatAreWantedArePosted() throws Exception {
    take(url("/"), "webhook-events = *odown +switch-master");
    tell(EventType.SDOWN, "no", "");
    tell(EventType.ODOWN, "yes", "");
    tell(EventType.ODOWN_CLEARED, "also", "");
    tell(EventType.NEW_EPOCH, "no", "");
    awaitDetails("yes", "also");
  }

  @Test
  void withoutAServerThereIsNoThreadAndChangesAreTakenOverWhileItRuns() throws Exception {
    take("webhook-tries = 3");
    tellNumbers(1, 1);
    assertThat(threads()).isZero();
    take(url("/one"));
    tellNumbers(2, 2);
    awaitDetails("number 2");
    take(url("/two"));
    tellNumbers(3, 3);
    awaitDetails("number 2", "number 3");
    assertThat(server.requests()).extracting(Request::path).containsExactly("/one", "/two");
    assertThat(threads()).isEqualTo(1);
    take("");
    tellNumbers(4, 4);
    assertThat(threads()).isZero();
    assertThat(details()).hasSize(2);
  }
}
