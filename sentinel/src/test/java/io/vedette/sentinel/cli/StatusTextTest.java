package io.vedette.sentinel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.sentinel.cli.survey.GroupPicture;
import io.vedette.sentinel.cli.survey.Pictures;
import io.vedette.sentinel.runtime.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatusTextTest {
  private static final String RED = "\033[31m";

  private final Pictures pictures = new Pictures();

  private String shown(boolean colour) {
    StringWriter out = new StringWriter();
    StatusText.print(pictures.group(), new Screen(new PrintWriter(out), colour));
    return out.toString().replace(System.lineSeparator(), "\n");
  }

  @Test
  void opinionsStandSideBySide() {
    assertThat(shown(false))
        .isEqualTo(
            """
            mymaster  master 10.0.0.21:6379  all agree, nothing is down

              REPLICA         LINK  LAG         PRIORITY  STATE
              10.0.0.22:6379  ok    0 B, 0 s    100       ok
              10.0.0.23:6379  ok    120 B, 1 s  100       ok

              COORDINATOR      MASTER          STATE  EPOCH  QUORUM  REPLICAS  OTHERS  FAILOVER
              10.0.0.11:26379  10.0.0.21:6379  ok     4      2       2         2       -
              10.0.0.12:26379  10.0.0.21:6379  ok     4      2       2         2       -
              10.0.0.13:26379  10.0.0.21:6379  ok     4      2       2         2       -
            """);
    assertThat(shown(true)).doesNotContain(RED);
  }

  @Test
  void whatDiffersIsRed() {
    pictures.masters.get(Pictures.coordinator(12)).put("ip", "10.0.0.22");
    pictures.masters.get(Pictures.coordinator(11)).put("failover-paused-ms", "9500");
    pictures.silence(13);
    assertThat(shown(false))
        .contains(
            "2 troubles",
            "10.0.0.12:26379  10.0.0.22:6379",
            "paused for 10 s",
            "10.0.0.13:26379  does not answer: Connection refused\n",
            "! 10.0.0.12:26379 gives 10.0.0.22:6379 as master");
    assertThat(shown(true))
        .contains(RED + "does not answer", RED + "2 troubles", RED + "  ! 10.0.0.12:26379 gives");
  }

  @Test
  void aClusterStandsBelowItsShards() {
    pictures.everywhere("cluster", "shop");
    pictures.everywhere("cluster-state", "ok");
    assertThat(clusters()).isEqualTo("Redis Cluster shop  1 shards  ok\n\n");
    Map<String, String> first = pictures.masters.get(Pictures.coordinator(11));
    first.put("cluster-state", "degraded");
    first.put("cluster-troubles", "383 slots belong to nobody; x has failed");
    assertThat(clusters())
        .isEqualTo(
            """
            Redis Cluster shop  1 shards  degraded, or ok
              ! 383 slots belong to nobody (by 1 of 3 coordinators)
              ! x has failed (by 1 of 3 coordinators)

            """);
    assertThat(Json.of(json(List.of(pictures.group()))))
        .endsWith(
            "\"clusters\":[{\"name\":\"shop\",\"states\":[\"degraded\",\"ok\"],"
                + "\"troubles\":[\"383 slots belong to nobody\",\"x has failed\"]}]}");
  }

  @Test
  void aClusterThatCannotBeAskedIsNoSilence() {
    StringWriter out = new StringWriter();
    ClusterStatus.unseen("shop").print(new Screen(new PrintWriter(out), false));
    assertThat(out.toString())
        .startsWith("Redis Cluster shop  0 shards  fail")
        .contains("! none of its nodes can be asked");
    assertThat(ClusterStatus.unseen("shop").isWell()).isFalse();
  }

  private static Map<String, Object> json(List<GroupPicture> groups) {
    return StatusText.json(groups, ClusterStatus.of(groups));
  }

  private String clusters() {
    StringWriter out = new StringWriter();
    Screen screen = new Screen(new PrintWriter(out), false);
    ClusterStatus.of(List.of(pictures.group())).forEach(cluster -> cluster.print(screen));
    return out.toString().replace(System.lineSeparator(), "\n");
  }

  @Test
  void scriptsGetTheSame() {
    pictures.silence(13);
    String json = Json.of(StatusText.json(pictures.group()));
    assertThat(json)
        .startsWith(
            "{\"name\":\"mymaster\",\"master\":\"10.0.0.21:6379\",\"troubles\":[\"10.0.0.13")
        .contains(
            "{\"address\":\"10.0.0.23:6379\",\"flags\":[\"slave\"],\"link\":\"ok\","
                + "\"lag_bytes\":120,\"lag_seconds\":1,\"priority\":100}",
            "\"quorum\":2,\"quorum_reached\":true",
            "{\"address\":\"10.0.0.13:26379\",\"error\":\"10.0.0.13:26379 does not answer");
  }
}
