package io.vedette.sentinel.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.InfoText;
import io.vedette.quorum.model.NodeInfo;
import io.vedette.quorum.model.Role;
import io.vedette.quorum.model.RunId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is understood of INFO, and that nothing in it can do harm. */
class InfoParserTest {
  private static final String MASTER =
      """
      # Server\r
      redis_version:7.0.15\r
      run_id:0123456789012345678901234567890123456789\r
      uptime_in_seconds:77\r
      # Replication\r
      role:master\r
      connected_slaves:2\r
      slave0:ip=10.0.0.2,port=6380,state=online,offset=420,lag=1\r
      slave1:ip=2001:db8::1,port=6381,state=wait_bgsave,offset=0,lag=0\r
      slave2:ip=10.0.0.2,port=6380,state=online,offset=420,lag=1\r
      master_failover_state:no-failover\r
      master_replid:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r
      master_replid2:0000000000000000000000000000000000000000\r
      master_repl_offset:420\r
      """;

  private static final String REPLICA =
      """
      run_id:0123456789012345678901234567890123456789\r
      role:slave\r
      master_host:db1.example\r
      master_port:6379\r
      master_link_status:down\r
      master_link_down_since_seconds:12\r
      slave_repl_offset:99\r
      slave_priority:7\r
      replica_announced:0\r
      master_repl_offset:98\r
      """;

  private static LatestInfo latest(byte[] info) {
    LatestInfo latest = new LatestInfo();
    latest.keep(Unpooled.wrappedBuffer(info), 0, info.length);
    return latest;
  }

  private static NodeInfo parse(String info) {
    return latest(info.getBytes(StandardCharsets.UTF_8)).read();
  }

  @Example
  void readsAMasterWithItsReplicasEachOnce() {
    NodeInfo info = parse(MASTER);
    assertThat(info.role()).contains(Role.MASTER);
    assertThat(info.runId()).contains(new RunId("0123456789012345678901234567890123456789"));
    assertThat(info.uptimeSeconds()).isEqualTo(77);
    assertThat(info.replicas())
        .containsExactly(new Address("10.0.0.2", 6380), new Address("2001:db8::1", 6381));
    assertThat(info.replId()).isEqualTo("a".repeat(40));
    assertThat(info.replId2()).isEqualTo("0".repeat(40));
    assertThat(info.masterReplOffset()).isEqualTo(420);
    assertThat(info.master()).isEmpty();
    assertThat(info.ackAgeSeconds()).isEqualTo(1);
    assertThat(info.text().get()).isEqualTo(MASTER);
  }

  @Example
  void readsAReplica() {
    NodeInfo info = parse(REPLICA);
    assertThat(info.role()).contains(Role.REPLICA);
    assertThat(info.master()).contains(new Address("db1.example", 6379));
    assertThat(info.masterLinkUp()).isFalse();
    assertThat(info.masterLinkDownMs()).isEqualTo(12_000);
    assertThat(info.replOffset()).isEqualTo(99);
    assertThat(info.priority()).isEqualTo(7);
    assertThat(info.announced()).isFalse();
    assertThat(info.masterReplOffset()).isEqualTo(98);
    assertThat(parse(REPLICA.replace("status:down", "status:up")).masterLinkUp()).isTrue();
    assertThat(parse(REPLICA.replace("status:down", "status:up")).masterLinkDownMs()).isZero();
  }

  @Example
  void theFreshestAcknowledgementOfAConnectedReplicaCounts() {
    String replica = "slave%d:ip=10.0.0.2,port=638%d,state=%s,offset=4,lag=%s\n";
    assertThat(parse(replica.formatted(0, 0, "online", "7")).ackAgeSeconds()).isEqualTo(7);
    assertThat(
            parse(
                    replica.formatted(0, 0, "online", "7")
                        + replica.formatted(1, 1, "online", "2")
                        + replica.formatted(2, 2, "wait_bgsave", "0"))
                .ackAgeSeconds())
        .isEqualTo(2);
    assertThat(parse(replica.formatted(0, 0, "online", "x")).ackAgeSeconds()).isEqualTo(-1);
    assertThat(parse("role:master\n").ackAgeSeconds()).isEqualTo(-1);
  }

  @Example
  void readsTheReplicaLinesOfOldServers() {
    NodeInfo info = parse("role:master\r\nslave0:10.0.0.3,6380,online\r\nslave1:10.0.0.4,x,y\r\n");
    assertThat(info.replicas()).containsExactly(new Address("10.0.0.3", 6380));
  }

  @Example
  void whatIsNotSaidHasItsDefault() {
    NodeInfo info = InfoParser.parse(new byte[0], 0, InfoText.of(""));
    assertThat(info)
        .isEqualTo(
            new NodeInfo(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                0,
                NodeInfo.DEFAULT_PRIORITY,
                0,
                true,
                0,
                "",
                "",
                0,
                List.of(),
                -1,
                false,
                false,
                ""));
  }

  @Example
  void absurdFieldsCountAsNotSaid() {
    String huge = "1" + "0".repeat(30);
    NodeInfo info =
        parse(
            "run_id:short\nrole:emperor\nslave_priority:-3\nslave_repl_offset:"
                + huge
                + "\nmaster_link_down_since_seconds:9223372036854775807\nuptime_in_seconds:1e3\n"
                + "master_replid:"
                + "x".repeat(5_000)
                + "\n"
                + "slave0:ip=,port=1,state=online\nslave1:ip=a b,port=1\nslave2:ip=h,port=70000\n"
                + "slave3:ip=h,port=0\nslave4:\nslave5:,,,,\nslaves:ip=h,port=1\n:x\nrole\n");
    assertThat(info.runId()).isEmpty();
    assertThat(info.role()).isEmpty();
    assertThat(info.priority()).isEqualTo(NodeInfo.DEFAULT_PRIORITY);
    assertThat(info.replOffset()).isZero();
    assertThat(info.masterLinkDownMs()).isPositive();
    assertThat(info.uptimeSeconds()).isZero();
    assertThat(info.replId()).isEmpty();
    assertThat(info.replicas()).isEmpty();
  }

  @Example
  void theFirstOfRepeatedFieldsCounts() {
    assertThat(parse("role:slave\nrole:master\n").role()).contains(Role.REPLICA);
  }

  @Example
  void neitherReplicasNorTextAreKeptWithoutBound() {
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 100_000; i++) {
      many.append("slave").append(i).append(":ip=h").append(i).append(",port=1\n");
    }
    NodeInfo info = parse(many.toString());
    assertThat(info.replicas()).hasSize(InfoParser.MAX_REPLICAS);
    assertThat(info.text().get().length()).isEqualTo(InfoParser.MAX_BYTES);
  }

  @Example
  void remarksAreBounded() {
    assertThat(parse("db0:keys=1\n".repeat(100_000)).remarks().length()).isLessThan(10_000);
  }

  @Example
  void whatIsAskedOfTheRestIsKept() {
    String info =
        "loading:1\r\nredis_mode:cluster\r\navailability_zone:a b\r\ndb0:keys=3,expires=0\r\n";
    assertThat(parse(info + "aof_enabled:1\r\nused_memory:1\r\n"))
        .matches(NodeInfo::isLoading)
        .matches(NodeInfo::isOfCluster)
        .matches(NodeInfo::hasDataOfItsOwnLog)
        .matches(said -> said.availabilityZone().equals(Optional.of("a b")))
        .matches(said -> !said.remarks().contains("used_memory"));
    assertThat(parse("role:slave\nmaster_host:h\nmaster_port:1\nmaster_sync_in_progress:1\n"))
        .matches(NodeInfo::isSyncing);
    String handingOver = "master_failover_state:failover-in-progress\n";
    assertThat(parse("role:slave\nmaster_host:h\nmaster_port:1\n" + handingOver).handsOverTo())
        .contains(new Address("h", 1));
    assertThat(parse("redis_mode:standalone")).matches(NodeInfo::isStandalone);
  }

  @Example
  void theLatestAnswerTakesThePlaceOfTheOneBefore() {
    LatestInfo latest = new LatestInfo();
    for (String info : List.of("a:1", "a:22 longer", "", "b", "c".repeat(5_000), "d")) {
      ByteBuf around = Unpooled.copiedBuffer("x" + info + "x", StandardCharsets.UTF_8);
      latest.keep(around, 1, info.length());
      assertThat(latest.get()).isEqualTo(info);
    }
  }

  @Property(tries = 500, seed = "2026")
  void noBytesMakeItThrow(@ForAll byte[] info) {
    assertThat(latest(info).read().replicas().size()).isLessThanOrEqualTo(InfoParser.MAX_REPLICAS);
  }

  @Property(tries = 1_000, seed = "2026")
  void noMixtureOfFieldsAndValuesMakesItThrow(@ForAll("mixtures") String info) {
    NodeInfo read = parse(info);
    assertThat(read.priority()).isNotNegative();
    assertThat(read.replOffset()).isNotNegative();
    assertThat(read.masterReplOffset()).isNotNegative();
    assertThat(read.masterLinkDownMs()).isNotNegative();
    assertThat(read.uptimeSeconds()).isNotNegative();
    assertThat(read.replicas()).doesNotHaveDuplicates().allMatch(a -> a.port() > 0);
  }

  @Provide
  Arbitrary<String> mixtures() {
    Arbitrary<String> field =
        Arbitraries.of(
            "run_id",
            "role",
            "master_host",
            "master_port",
            "master_link_status",
            "master_link_down_since_seconds",
            "slave_priority",
            "slave_repl_offset",
            "replica_announced",
            "master_repl_offset",
            "master_replid",
            "uptime_in_seconds",
            "slave0",
            "slave1",
            "slave99999999999999999999",
            "slave",
            "slave-1",
            "");
    Arbitrary<String> value =
        Arbitraries.oneOf(
            Arbitraries.of(
                "",
                "master",
                "slave",
                "up",
                "down",
                "-1",
                "0",
                "6379",
                "9223372036854775807",
                "9223372036854775808",
                "1000000000000000000000000000000",
                "ip=h,port=1",
                "ip=h,port=99999",
                "ip=,port=",
                "h,1,online",
                "=,=,=",
                "ip=ip=,port=port="),
            Arbitraries.strings().ofMaxLength(40));
    Arbitrary<String> line =
        Combinators.combine(field, Arbitraries.of(":", "", "::", "\0"), value)
            .as((f, separator, v) -> f + separator + v);
    return line.list()
        .ofMaxSize(30)
        .flatMap(
            lines -> Arbitraries.of("\r\n", "\n", "\r").map(ending -> String.join(ending, lines)));
  }
}
