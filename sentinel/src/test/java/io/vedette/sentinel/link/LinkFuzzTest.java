package io.vedette.sentinel.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.cluster.NodeOptions;
import io.vedette.quorum.gossip.Hello;
import io.vedette.quorum.model.NodeInfo;
import io.vedette.sentinel.fuzz.Fuzz;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whatever data nodes and peers send is read, or passed over. */
class LinkFuzzTest {
  private static final String RUN_ID = "0123456789abcdef0123456789abcdef01234567";

  private static final String MASTER =
      """
      # Server\r
      redis_version:7.0.15\r
      run_id:0123456789abcdef0123456789abcdef01234567\r
      uptime_in_seconds:17\r
      # Replication\r
      role:master\r
      connected_slaves:2\r
      slave0:ip=127.0.0.1,port=6380,state=online,offset=14,lag=0\r
      slave1:10.0.0.3,6379,online\r
      master_replid:8a1fc5a4ab3e4e9bf9ea4f4cb1d28fa6a0f4a5a3\r
      master_repl_offset:14\r
      """;

  private static final String REPLICA =
      """
      run_id:0123456789abcdef0123456789abcdef01234567
      role:slave
      master_host:db.example.org
      master_port:6379
      master_link_status:down
      master_link_down_since_seconds:12
      slave_priority:100
      slave_repl_offset:9223372036854775807
      replica_announced:0
      """;

  @Test
  void info() {
    List<String> words =
        List.of("\r\n", "\n", "\r", ":", "=", ",", "slave0:", "role:", "ip=", "port=", "up", "\0");
    Fuzz.of("info", List.of(MASTER, REPLICA, MASTER + REPLICA), words)
        .run(
            10_000,
            (input, random) -> {
              NodeInfo info = InfoParser.parse(input, input.length, new LatestInfo());
              assertThat(info.priority()).isNotNegative();
              assertThat(info.replOffset()).isNotNegative();
              assertThat(info.masterReplOffset()).isNotNegative();
              assertThat(info.masterLinkDownMs()).isNotNegative();
              assertThat(info.uptimeSeconds()).isNotNegative();
              assertThat(info.replicas())
                  .doesNotHaveDuplicates()
                  .hasSizeLessThanOrEqualTo(InfoParser.MAX_REPLICAS)
                  .allMatch(address -> address.port() > 0 && !address.host().isEmpty());
            });
  }

  @Test
  void clusterNodes() {
    List<String> words =
        List.of(
            "\n", " ", ",", ":", "@", "-", "myself", "master", "slave", "fail?", "0-5", "[1->-");
    Fuzz.of("cluster-nodes", List.of(ClusterParserTest.NODES), words)
        .run(
            10_000,
            (input, random) ->
                ClusterParser.parse(input, input, NodeOptions.UNKNOWN)
                    .ifPresent(
                        report -> {
                          assertThat(report.lines()).containsKey(report.self());
                          assertThat(report.currentEpoch()).isNotNegative();
                          assertThat(report.lines().values())
                              .allMatch(line -> line.configEpoch() >= 0)
                              .allMatch(line -> line.isMaster() || line.slots().isEmpty());
                        }));
  }

  @Test
  void hello() {
    List<String> corpus =
        List.of(
            "10.0.1.1,26379," + RUN_ID + ",3,mymaster,10.0.0.1,6379,2",
            "::1,1," + RUN_ID + ",0,m-1.x,db.example.org,65535,9223372036854775807");
    Fuzz.of("hello", corpus, List.of(",", " ", ",,", RUN_ID, "\n", "\0", "::", "é"))
        .run(
            50_000,
            (input, random) -> {
              Optional<Hello> hello = Hello.parse(new String(input, StandardCharsets.ISO_8859_1));
              // What is believed can be told on as it was heard.
              hello.ifPresent(h -> assertThat(Hello.parse(h.format())).contains(h));
            });
  }
}
