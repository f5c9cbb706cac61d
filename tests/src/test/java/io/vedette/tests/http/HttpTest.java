package io.vedette.tests.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.quorum.model.Address;
import io.vedette.tests.harness.Cluster;
import io.vedette.tests.harness.CoordinatorKind;
import io.vedette.tests.harness.CoordinatorNode;
import io.vedette.tests.harness.DataNode;
import io.vedette.tests.harness.Executables;
import io.vedette.tests.harness.OsProcess;
import io.vedette.tests.harness.RequiresRedis;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Every endpoint, before, during and after a real failover; and the command that reads the past.
 */
@RequiresRedis
@Timeout(300)
class HttpTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  /** Nothing is down before it is killed, however slow the machine is. */
  private static final Duration STALL = Duration.ofSeconds(5);

  private static final String TOKEN = "a token of the test";
  private static final String[] WITH_TOKEN = {"Authorization", "Bearer " + TOKEN};

  @Test
  void everyEndpointTellsOfAFailover() {
    Cluster cluster =
        Cluster.with(3, CoordinatorKind.VEDETTE)
            .downAfter(STALL)
            .failoverTimeout(STALL.multipliedBy(6))
            .http()
            .options("http-action-token = " + TOKEN)
            .start();
    DataNode old = cluster.node(0);
    List<Site> sites = cluster.coordinators().stream().map(Site::new).toList();
    Site site = sites.get(0);
    cluster.until("all serve HTTP", SOON, () -> sites.stream().allMatch(HttpTest::answers));
    Contract contract = new Contract(site.get("/v1/openapi.json").body());
    List<String> stream = new CopyOnWriteArrayList<>();
    Thread listener = new Thread(() -> listen(site, stream), "listener");
    listener.setDaemon(true);
    listener.start();
    cluster.until("all groups come first", SOON, () -> has(stream, "event: group"));

    healthy(cluster, site, contract);
    DataNode now;
    try (LoadBalancer balancer = new LoadBalancer(cluster)) {
      cluster.until("clients are led to the master", SOON, () -> balancer.leadsTo(old));
      old.kill();
      now = cluster.awaitFailoverFrom(old, SOON);
      cluster.until("clients are led to the new master", SOON, () -> balancer.leadsTo(now));
    }
    String address = "?address=" + now.address();
    cluster.until(
        "all say where the master is",
        SOON,
        () -> sites.stream().allMatch(each -> statusOf(each, "master" + address) == 200));
    for (Site each : sites) {
      assertThat(statusOf(each, "master?address=" + old.address())).isEqualTo(503);
      assertThat(statusOf(each, "replica" + address)).isEqualTo(503);
      assertThat(statusOf(each, "replica?address=" + old.address())).isEqualTo(503);
    }
    cluster.until(
        "somebody led it to its end",
        SOON,
        () -> sites.stream().anyMatch(each -> metrics(each).contains(led())));
    cluster.until("it was told live", SOON, () -> has(stream, "\"event\":\"+switch-master\""));
    cluster.until("step by step", SOON, () -> has(stream, "\"result\":\"done\""));
    assertThat(stream).anyMatch(line -> line.contains("\"result\":\"running\""));
    told(cluster, contract, sites, old, now);
    new UsedMetrics(sites.stream().map(HttpTest::metrics).toList()).check();
    byCommand(cluster, old, now);

    old.restart();
    cluster.awaitStable(cluster.settings().recoveryBound());
    cluster.until("it serves HTTP again, restarted", SOON, () -> answers(site));
    orders(cluster, site, contract);
    // The page's own files, metrics and the stream are no JSON.
    assertThat(contract.unseen())
        .containsExactlyInAnyOrder("get /metrics", "get /v1/events", "get /v1/openapi.json");
    listener.interrupt();
  }

  private static boolean answers(Site site) {
    try {
      return site.get("/health/live").statusCode() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private static void listen(Site site, List<String> stream) {
    site.lines("/v1/events").forEach(stream::add);
  }

  private static boolean has(List<String> stream, String part) {
    return stream.stream().anyMatch(line -> line.contains(part));
  }

  private static int statusOf(Site site, String what) {
    return site.get("/v1/groups/mymaster/" + what).statusCode();
  }

  private static String led() {
    return "vedette_failovers_total{group=\"mymaster\",result=\"done\",role=\"leader\"} 1.0";
  }

  private static String metrics(Site site) {
    return site.get("/metrics").body();
  }

  /** While all is well. */
  private static void healthy(Cluster cluster, Site site, Contract contract) {
    contract.check("get", "/health/live", site.get("/health/live"));
    assertThat(site.get("/health/ready").statusCode()).isEqualTo(200);
    contract.check("get", "/health/ready", site.get("/health/ready"));
    JsonNode about = contract.check("get", "/v1/about", site.get("/v1/about"));
    assertThat(about.get("run_id").asText()).isEqualTo(cluster.coordinator(0).myId());
    contract.check("get", "/v1/groups", site.get("/v1/groups"));
    JsonNode group = contract.check("get", "/v1/groups/{name}", site.get("/v1/groups/mymaster"));
    assertThat(group.get("published").asText()).isEqualTo(cluster.node(0).address().toString());
    assertThat(group.get("replicas")).hasSize(2);
    contract.check("get", "/v1/groups/{name}", site.get("/v1/groups/%3Cscript%3E"));
    Address master = cluster.node(0).address();
    Address replica = cluster.node(1).address();
    for (String path : List.of("master", "replica")) {
      for (String query : List.of("", "?address=" + master, "?address=" + replica, "?address=x")) {
        HttpResponse<String> answer = site.get("/v1/groups/mymaster/" + path + query);
        contract.check("get", "/v1/groups/{name}/" + path, answer);
      }
    }
    assertThat(statusOf(site, "master?address=" + master)).isEqualTo(200);
    assertThat(statusOf(site, "master?address=" + replica)).isEqualTo(503);
    assertThat(statusOf(site, "replica?address=" + replica)).isEqualTo(200);
    assertThat(statusOf(site, "replica?address=" + master)).isEqualTo(503);
    awaitOpinions(cluster, site, 3);
    contract.check("get", "/v1/clusters", site.get("/v1/clusters"));
    contract.check("get", "/v1/status", site.get("/v1/status"));
    contract.check("get", "/v1/doctor", site.get("/v1/doctor"));
    assertThat(contract.check("get", "/v1/history", site.get("/v1/history")).get("failovers"))
        .isEmpty();
    assertThat(metrics(site))
        .contains(
            "vedette_group_replicas{group=\"mymaster\"} 2.0",
            "vedette_group_replicas_usable{group=\"mymaster\"} 2.0",
            "vedette_group_coordinators{group=\"mymaster\"} 3.0",
            "vedette_group_majority_margin{group=\"mymaster\"} 1.0",
            "vedette_group_master_address{address=\"" + master + "\",group=\"mymaster\"} 1.0",
            "vedette_ready 1.0");
  }

  /** Waits until so many coordinators say something: on a slow machine one may be late at first. */
  private static JsonNode awaitOpinions(Cluster cluster, Site site, int count, String... headers) {
    return cluster.until(
        count + " coordinators say something",
        SOON,
        () -> Contract.json(site.get("/v1/status", headers).body()),
        status -> status.at("/groups/0/coordinators").findValues("quorum_reached").size() == count);
  }

  /** When it is over. */
  private static void told(
      Cluster cluster, Contract contract, List<Site> sites, DataNode old, DataNode now) {
    List<JsonNode> leaders = new ArrayList<>();
    for (Site site : sites) {
      JsonNode history = contract.check("get", "/v1/history", site.get("/v1/history"));
      JsonNode latest = history.at("/failovers/0");
      assertThat(latest.get("from").asText()).isEqualTo(old.address().toString());
      assertThat(latest.get("to").asText()).isEqualTo(now.address().toString());
      if (latest.get("role").asText().equals("leader")) {
        leaders.add(latest);
      }
      JsonNode status = awaitOpinions(cluster, site, 3);
      assertThat(status.at("/groups/0/master").asText()).isEqualTo(now.address().toString());
      contract.check("get", "/v1/groups", site.get("/v1/groups"));
    }
    assertThat(leaders).hasSize(1);
    JsonNode record = leaders.get(0);
    assertThat(record.get("votes")).hasSize(3);
    assertThat(record.findValuesAsText("step"))
        .containsSubsequence(
            "down", "agreed", "stands", "elected", "chosen", "told", "promoted", "switched");
    assertThat(record.get("candidates"))
        .hasSize(2)
        .anyMatch(
            one ->
                one.get("chosen").asBoolean()
                    && one.get("address").asText().equals(now.address().toString()))
        .allMatch(one -> !one.get("reason").asText().isBlank());
    Site any = sites.get(0);
    cluster.until(
        "the doctor finds that it is gone",
        SOON,
        () -> any.get("/v1/doctor?group=mymaster").body().contains(old.address().toString()));
    contract.check("get", "/v1/doctor", any.get("/v1/doctor?group=mymaster"));
    assertThat(metrics(any))
        .contains("vedette_events_total{event=\"+switch-master\"} 1.0")
        .contains("vedette_group_replicas_usable{group=\"mymaster\"} 1.0");
    assertThat(cluster.coordinator(0).logText()).doesNotContain("Exception");
  }

  private static void byCommand(Cluster cluster, DataNode old, DataNode now) {
    String way = old.address() + " -> " + now.address();
    OsProcess.Outcome people = history(cluster);
    assertThat(people.output()).contains(way, "led by ", "VOTED FOR", "chosen: the best");
    assertThat(people.exitCode()).isZero();
    OsProcess.Outcome scripts = history(cluster, "mymaster", "--json");
    JsonNode failovers = Contract.json(scripts.output()).get("failovers");
    assertThat(failovers).as("of all coordinators, each once").hasSize(1);
    assertThat(failovers.at("/0/role").asText()).isEqualTo("leader");
    assertThat(failovers.at("/0/steps/0/after_ms").isNumber()).isTrue();
    assertThat(history(cluster, "nobody").exitCode()).isEqualTo(1);
    CoordinatorNode restarted = cluster.coordinator(0);
    restarted.process().signal("TERM");
    restarted.process().awaitExit(SOON);
    restarted.restart();
    assertThat((List<?>) restarted.call("SENTINEL", "HISTORY", "mymaster")).hasSize(1);
  }

  private static OsProcess.Outcome history(Cluster cluster, String... words) {
    List<String> command = new ArrayList<>(Executables.vedette(Path.of("history")));
    command.addAll(List.of(words));
    command.addAll(List.of("--sentinel", cluster.coordinator(0).address().toString()));
    return OsProcess.run(command, cluster.folder(), SOON);
  }

  /** With the token, and without. */
  private static void orders(Cluster cluster, Site site, Contract contract) {
    String group = "/v1/groups/mymaster/";
    for (String what : List.of("failover", "pause", "resume")) {
      HttpResponse<String> refused = site.post(group + what);
      assertThat(refused.statusCode()).isEqualTo(403);
      contract.check("post", "/v1/groups/{name}/" + what, refused);
    }
    contract.check(
        "post", "/v1/groups/{name}/pause", site.post(group + "pause?seconds=600", WITH_TOKEN));
    assertThat(cluster.coordinators())
        .allMatch(c -> c.master("mymaster").containsKey("failover-paused-ms"));
    contract.check("post", "/v1/groups/{name}/resume", site.post(group + "resume", WITH_TOKEN));
    assertThat(cluster.coordinators())
        .noneMatch(c -> c.master("mymaster").containsKey("failover-paused-ms"));
    DataNode before = cluster.nodeAt(cluster.majorityMaster().orElseThrow());
    HttpResponse<String> ordered = site.post(group + "failover?coordinated=true", WITH_TOKEN);
    assertThat(ordered.statusCode()).as(ordered.body()).isEqualTo(202);
    contract.check("post", "/v1/groups/{name}/failover", ordered);
    DataNode after = cluster.awaitFailoverFrom(before, SOON);
    JsonNode latest =
        cluster.until(
            "the failover is remembered",
            SOON,
            () -> Contract.json(site.get("/v1/history?count=1").body()).at("/failovers/0"),
            one -> one.path("to").asText().equals(after.address().toString()));
    cluster.until(
        "the master handed over",
        SOON,
        () -> site.get("/v1/history?count=1").body().contains("\"result\":\"done\""));
    assertThat(latest.get("cause").asText()).isIn("handed-over", "ordered");
  }

  @Test
  void byTlsAndWithPasswordsAllOthersAreAskedToo() {
    Cluster cluster =
        Cluster.with(2, CoordinatorKind.VEDETTE)
            .replicas(1)
            .downAfter(STALL)
            .tlsOnly()
            .coordinatorConfig("requirepass s3cret")
            .coordinatorLogin("s3cret")
            .http()
            .options(
                "http-read-token = " + TOKEN,
                "http-tls-cert-file = all.crt",
                "http-tls-key-file = all.key")
            .start();
    Site site = new Site(cluster.coordinator(0), cluster.tls().orElseThrow());
    cluster.until("it serves HTTP", SOON, () -> answers(site));

    assertThat(site.get("/v1/status").statusCode()).isEqualTo(401);
    JsonNode status = awaitOpinions(cluster, site, 2, WITH_TOKEN);
    assertThat(status.findValuesAsText("error")).isEmpty();
    cluster.until(
        "the doctor reads all servers",
        SOON,
        () -> {
          HttpResponse<String> doctor = site.get("/v1/doctor", WITH_TOKEN);
          return doctor.statusCode() == 200 && !doctor.body().contains("does not answer");
        });
  }

  @Test
  void withoutAPortNothingOfItIsLoaded() {
    Cluster cluster =
        Cluster.with(1, CoordinatorKind.VEDETTE)
            .replicas(0)
            .quorum(1)
            .javaOptions("-Xlog:class+load")
            .start();

    String loaded = cluster.coordinator(0).logText();
    assertThat(loaded).contains(" io.vedette.sentinel.history.HistoryKeeper");
    assertThat(loaded.lines().filter(HttpTest::isOfHttp)).isEmpty();
  }

  private static boolean isOfHttp(String line) {
    return line.contains(" io.micrometer.")
        || line.contains(" io.prometheus.")
        || line.contains(" io.netty.handler.codec.http.")
        || line.contains(" io.vedette.sentinel.cli.Inspection")
        || line.contains(" io.vedette.sentinel.http.HttpServer ");
  }
}
