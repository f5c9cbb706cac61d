package io.vedette.tests.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.tests.harness.Cluster;
import io.vedette.tests.harness.CoordinatorNode;
import io.vedette.tests.harness.DataNode;
import io.vedette.tests.harness.FreePorts;
import io.vedette.tests.harness.HttpReceiver;
import io.vedette.tests.harness.HttpReceiver.Answer;
import io.vedette.tests.harness.RecordedEvent;
import io.vedette.tests.harness.RequiresRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Webhooks and the log in JSON of real coordinators, while a master dies. */
@RequiresRedis
class WebhooksInFailoverTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir Path temp;

  @Test
  void eachEventIsPostedOnceByEachWhoeverElseIsDownOrSlow() throws Exception {
    Path secret = Files.writeString(temp.resolve("secret"), "shared\n");
    CountDownLatch over = new CountDownLatch(1);
    try (HttpReceiver http = HttpReceiver.start()) {
      http.answering(
          request -> {
            if (request.path().equals("/slow")) {
              awaitQuietly(over);
            }
            return new Answer(200, "");
          });
      String down = "http://127.0.0.1:" + FreePorts.next() + "/down";
      Cluster cluster =
          Cluster.ofThree()
              .options(
                  "log-json = yes",
                  "webhook-url = " + http.url("/good") + " " + http.url("/slow") + " " + down,
                  "webhook-secret-file = " + secret,
                  "webhook-retry-ms = 50",
                  "webhook-tries = 2")
              .start();
      DataNode old = cluster.node(0);
      old.kill();
      DataNode master = cluster.awaitStable(cluster.settings().recoveryBound());
      cluster.awaitEvent("+switch-master", SOON);

      for (CoordinatorNode coordinator : cluster.coordinators()) {
        String id = coordinator.myId();
        await(coordinator + " has posted the new master")
            .atMost(SOON)
            .untilAsserted(
                () -> {
                  List<JsonNode> posts = posts(http, id, "+switch-master");
                  assertThat(posts).hasSize(1);
                  assertThat(posts.get(0).get("to").get("port").asInt())
                      .isEqualTo(master.address().port());
                });
        assertPostedInOrder(coordinator, http, id);
        await("what nobody took is kept")
            .atMost(SOON)
            .untilAsserted(
                () -> assertThat(undelivered(coordinator)).content().contains("can't connect"));
        assertJsonLog(coordinator);
      }
      assertThat(http.requests())
          .allMatch(request -> request.headers().get("X-Vedette-Signature").length() == 71);
      for (CoordinatorNode coordinator : cluster.coordinators()) {
        assertThat(coordinator.stop()).isZero();
        assertThat(undelivered(coordinator)).content().contains("the coordinator was stopped");
      }
      over.countDown();
    }
  }

  private static Path undelivered(CoordinatorNode coordinator) {
    return coordinator.folder().resolve(coordinator.name() + ".undelivered");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<JsonNode> posts(HttpReceiver http, String id, String event)
      throws IOException {
    List<JsonNode> posts = new ArrayList<>();
    for (HttpReceiver.Request request : http.requests()) {
      JsonNode post = new ObjectMapper().readTree(request.body());
      if (request.path().equals("/good")
          && post.get("coordinator").get("id").asText().equals(id)
          && (event.isEmpty() || post.get("event").asText().equals(event))) {
        posts.add(post);
      }
    }
    return posts;
  }

  /** What its subscribers heard, from their first event on, is what was posted. */
  private static void assertPostedInOrder(CoordinatorNode coordinator, HttpReceiver http, String id)
      throws IOException {
    List<String> heard =
        coordinator.events().all().stream().map(WebhooksInFailoverTest::line).toList();
    List<String> upToSwitch =
        heard.subList(0, heard.indexOf(line(coordinator.events().of("+switch-master").get(0))));
    List<String> posted =
        posts(http, id, "").stream()
            .map(post -> post.get("event").asText() + " " + post.get("details").asText())
            .toList();
    assertThat(posted).containsSubsequence(upToSwitch);
  }

  private static String line(RecordedEvent event) {
    return event.channel() + " " + event.message();
  }

  private static void assertJsonLog(CoordinatorNode coordinator) throws IOException {
    List<String> lines = coordinator.logText().lines().toList();
    List<JsonNode> switches = new ArrayList<>();
    for (String line : lines) {
      JsonNode logged = new ObjectMapper().readTree(line);
      assertThat(logged.get("time").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
      assertThat(logged.get("level").asText()).isNotEmpty();
      assertThat(logged.get("message").asText()).isNotEmpty();
      if (logged.path("event").asText().equals("+switch-master")) {
        switches.add(logged);
      }
    }
    assertThat(switches).hasSize(1);
    assertThat(switches.get(0).get("group").asText()).isEqualTo("mymaster");
    assertThat(switches.get(0).get("details").asText()).startsWith("mymaster 127.0.0.1 ");
  }
}
