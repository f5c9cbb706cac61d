package io.vedette.sentinel.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.cluster.ClusterReport;
import io.vedette.quorum.cluster.FullCoverage;
import io.vedette.quorum.cluster.NodeId;
import io.vedette.quorum.cluster.NodeLine;
import io.vedette.quorum.cluster.NodeOptions;
import io.vedette.quorum.cluster.SlotSet;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterParserTest {
  private static final String MASTER = "07c37dfeb235213a872192d90877d0cd55635b91";
  private static final String REPLICA = "67ed2db8d677e59ec4a4cefb06858cf2a1a89fa1";
  private static final String LOST = "292f8b365bb7edb5e285caf0b7e6ddc7265d2f4f";
  static final String NODES =
      MASTER
          + " 127.0.0.1:30004@31004,host-4 myself,master - 0 0 7 connected"
          + " 0-5460 7000 [93->-292f8b365bb7edb5e285caf0b7e6ddc7265d2f4f]\n"
          + REPLICA
          + " ::1:30002@31002,,shard-id=x slave,nofailover "
          + MASTER
          + " 0 1426238316232 7 connected\n"
          + LOST
          + " 127.0.0.1:30003@31003 master,fail? - 1426238318243 1426238316000 3 disconnected"
          + " 10923-16383\n"
          + "e7d1eecce10fd6bb5eb35b9f99a514335d9ba9ca :0@0 master,fail,noaddr - 1 1 1"
          + " disconnected\n"
          + "6ec23923021cf3ffec47632106199cb7f496ce01 127.0.0.1:30005@31005 handshake - 0 0 0"
          + " connected\n";
  private static final String INFO =
      "cluster_enabled:1\r\ncluster_state:ok\r\ncluster_current_epoch:11\r\ncluster_my_epoch:7\r\n";

  private static final NodeOptions OPTIONS = new NodeOptions(FullCoverage.REQUIRED, 15_000);

  private static Optional<ClusterReport> parse(String nodes, String info) {
    return ClusterParser.parse(
        nodes.getBytes(StandardCharsets.UTF_8), info.getBytes(StandardCharsets.UTF_8), OPTIONS);
  }

  @Test
  void readsWhatServersWrite() {
    ClusterReport report = parse(NODES, INFO).orElseThrow();

    assertThat(report.self()).isEqualTo(new NodeId(MASTER));
    assertThat(report.isStateOk()).isTrue();
    assertThat(report.currentEpoch()).isEqualTo(11);
    assertThat(report.options()).isEqualTo(OPTIONS);
    assertThat(report.lines())
        .as("neither one that is greeted, nor one without an address")
        .containsOnlyKeys(new NodeId(MASTER), new NodeId(REPLICA), new NodeId(LOST));
    NodeLine own = report.own();
    assertThat(own.isMaster()).isTrue();
    assertThat(own.address().orElseThrow()).hasToString("127.0.0.1:30004");
    assertThat(own.slots()).hasToString("0-5460,7000");
    assertThat(own.moving()).isEqualTo(1);
    assertThat(own.configEpoch()).isEqualTo(7);
    assertThat(own.isReachable()).isTrue();
    NodeLine replica = report.line(new NodeId(REPLICA)).orElseThrow();
    assertThat(replica.isMaster()).isFalse();
    assertThat(replica.master()).contains(new NodeId(MASTER));
    assertThat(replica.address().orElseThrow()).hasToString("[::1]:30002");
    assertThat(replica.refusesFailover()).isTrue();
    assertThat(replica.slots()).isEqualTo(SlotSet.NONE);
    NodeLine lost = report.line(new NodeId(LOST)).orElseThrow();
    assertThat(lost.isSuspect()).isTrue();
    assertThat(lost.isFailed()).isFalse();
    assertThat(lost.isReachable()).isFalse();
    assertThat(report.voters()).isEqualTo(2);
  }

  @Test
  void aNodeThatDoesNotKnowItsOwnAddressHasNone() {
    ClusterReport report =
        parse(MASTER + " :6379@16379 myself,master - 0 0 0 connected\n", "").orElseThrow();
    assertThat(report.own().address()).isEmpty();
    assertThat(report.isStateOk()).isFalse();
  }

  @Test
  void whatDoesNotSayWhoSaysItIsNothing() {
    assertThat(parse("", INFO)).isEmpty();
    assertThat(parse(NODES.replace("myself,", ""), INFO)).isEmpty();
    assertThat(parse("ERR what", INFO)).isEmpty();
  }

  @Test
  void optionsAreReadWhereTheyMakeSense() {
    NodeOptions timeout = options(NodeOptions.UNKNOWN, "cluster-node-timeout", "15000");
    assertThat(timeout).isEqualTo(new NodeOptions(FullCoverage.UNKNOWN, 15_000));
    assertThat(options(timeout, "cluster-require-full-coverage", "yes")).isEqualTo(OPTIONS);
    assertThat(options(OPTIONS, "cluster-require-full-coverage", "no").fullCoverage())
        .isEqualTo(FullCoverage.NOT_REQUIRED);
    assertThat(options(OPTIONS, "cluster-require-full-coverage", "?").fullCoverage())
        .isEqualTo(FullCoverage.UNKNOWN);
    assertThat(options(OPTIONS, "cluster-node-timeout", "-1").nodeTimeoutMs()).isZero();
    assertThat(options(OPTIONS, "maxmemory", "0")).isEqualTo(OPTIONS);
    assertThat(options(OPTIONS)).as("a server without such an option").isEqualTo(OPTIONS);
  }

  private static NodeOptions options(NodeOptions before, String... pair) {
    return ClusterParser.options(before, List.of(pair));
  }

  @Test
  void linesThatMakeNoSenseAreLeftOut() {
    String bad =
        REPLICA
            + " 127.0.0.1:1@2 slave x 0 0 99999999999999999999 connected\n"
            + LOST
            + " 127.0.0.1:99999@2 master - 0 0 3 connected 5-2 16384 x-y 3-16384 9\n";
    ClusterReport report =
        parse(NODES.lines().findFirst().orElseThrow() + "\n" + bad, INFO).orElseThrow();
    assertThat(report.lines()).containsOnlyKeys(new NodeId(MASTER), new NodeId(LOST));
    assertThat(report.line(new NodeId(LOST)).orElseThrow().slots()).hasToString("9");
    assertThat(report.line(new NodeId(LOST)).orElseThrow().address()).isEmpty();
  }
}
