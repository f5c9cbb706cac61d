package io.vedette.tests.compat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.tests.harness.Cluster;
import io.vedette.tests.harness.CoordinatorKind;
import io.vedette.tests.harness.CoordinatorNode;
import io.vedette.tests.harness.FreePorts;
import io.vedette.tests.harness.OsProcess;
import io.vedette.tests.harness.RequiresRedis;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The Prometheus exporter that people have for redis-sentinel already. */
@RequiresRedis
@Timeout(180)
class ExporterTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @Test
  void itReadsTheSameFromBothKinds() {
    Cluster cluster =
        Cluster.with(2, CoordinatorKind.VEDETTE).and(1, CoordinatorKind.SENTINEL).start();
    sameOfBoth(cluster);
    cluster.node(0).kill();
    cluster.awaitStable(cluster.settings().recoveryBound());
    sameOfBoth(cluster);
  }

  /** What one says a moment before the other may differ: once both have heard, it does not. */
  private static void sameOfBoth(Cluster cluster) {
    CoordinatorNode vedette = cluster.coordinatorOf(CoordinatorKind.VEDETTE);
    CoordinatorNode sentinel = cluster.coordinatorOf(CoordinatorKind.SENTINEL);
    try (Exporter ofVedette = new Exporter(cluster, vedette);
        Exporter ofSentinel = new Exporter(cluster, sentinel)) {
      Map<String, String> series =
          cluster.until(
              "both say the same",
              SOON,
              ofVedette::ofSentinels,
              said -> !said.isEmpty() && said.equals(ofSentinel.ofSentinels()));
      assertThat(series).hasSizeGreaterThan(8);
      assertThat(ofVedette.all())
          .containsEntry("redis_up", "1")
          .containsEntry("redis_exporter_last_scrape_error{err=\"\"}", "0");
    }
  }

  /** One that reads a coordinator whenever it is read. */
  private static final class Exporter implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI metrics;
    private final OsProcess process;

    Exporter(Cluster cluster, CoordinatorNode coordinator) {
      int port = FreePorts.next();
      metrics = URI.create("http://127.0.0.1:" + port + "/metrics");
      List<String> command =
          List.of(
              "prometheus-redis-exporter",
              "-redis.addr",
              "redis://" + coordinator.address(),
              "-web.listen-address",
              "127.0.0.1:" + port);
      process =
          OsProcess.start(command, cluster.folder(), cluster.folder().resolve("exporter.log"));
      cluster.until("the exporter listens", SOON, () -> !all().isEmpty());
    }

    /** Values by name and labels. */
    Map<String, String> all() {
      Map<String, String> series = new TreeMap<>();
      try {
        HttpRequest request = HttpRequest.newBuilder(metrics).timeout(SOON).build();
        client
            .send(request, HttpResponse.BodyHandlers.ofLines())
            .body()
            .filter(line -> line.startsWith("redis_"))
            .forEach(
                line -> {
                  int blank = line.lastIndexOf(' ');
                  series.put(line.substring(0, blank), line.substring(blank + 1));
                });
      } catch (IOException e) {
        // Not yet.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return series;
    }

    /** Those that are of a Sentinel only. */
    Map<String, String> ofSentinels() {
      Map<String, String> series = new TreeMap<>(all());
      series.keySet().removeIf(name -> !name.startsWith("redis_sentinel_"));
      return series;
    }

    @Override
    public void close() {
      process.destroy();
    }
  }
}
