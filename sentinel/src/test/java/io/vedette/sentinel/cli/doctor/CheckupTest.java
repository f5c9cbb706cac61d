package io.vedette.sentinel.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.model.Address;
import io.vedette.sentinel.cli.doctor.Finding.Severity;
import io.vedette.sentinel.cli.survey.Pictures;
import io.vedette.sentinel.cli.survey.Silence;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each planted mistake is found, and nothing else. */
class CheckupTest {
  private final Pictures pictures = new Pictures();
  private final Map<Address, Map<String, String>> infos = new LinkedHashMap<>();
  private final Map<Address, Map<String, String>> configs = new LinkedHashMap<>();
  private final Map<Address, Map<String, String>> users = new LinkedHashMap<>();
  private final Map<Address, Long> clocks = new LinkedHashMap<>();

  @BeforeEach
  void healthyServers() {
    for (int i = 21; i <= 23; i++) {
      infos.put(Pictures.node(i), new HashMap<>(Map.of("redis_version", "7.0.15")));
      configs.put(
          Pictures.node(i),
          new HashMap<>(
              Map.of(
                  "requirepass", "s3cret",
                  "masterauth", "s3cret",
                  "masteruser", "",
                  "save", "3600 1",
                  "appendonly", "no")));
    }
    infos.put(Pictures.MASTER, pictures.masterInfo);
    infos
        .keySet()
        .forEach(node -> users.put(node, new HashMap<>(Map.of("default", "on ~* +@all"))));
  }

  private List<Finding> found() {
    Map<Address, NodeReport> nodes = new LinkedHashMap<>();
    infos.forEach((node, info) -> nodes.put(node, report(node, info)));
    return Checkup.of(new Patient(pictures.group(), nodes));
  }

  private NodeReport report(Address node, Map<String, String> info) {
    OptionalLong clock = OptionalLong.of(clocks.getOrDefault(node, 1_000L));
    return new NodeReport(info, configs.get(node), users.get(node), clock, "");
  }

  /** Exactly one finding, with all that a person needs. */
  private Finding theOne() {
    List<Finding> found = found();
    assertThat(found).hasSize(1);
    Finding finding = found.get(0);
    assertThat(finding.about()).isNotBlank();
    assertThat(finding.why()).isNotBlank();
    return finding;
  }

  private void assertOne(Severity severity, String what, String mend) {
    Finding finding = theOne();
    assertThat(finding.severity()).isEqualTo(severity);
    assertThat(finding.what()).contains(what);
    assertThat(finding.mend()).contains(mend);
  }

  private Map<String, String> masterAt(int last) {
    return pictures.masters.get(Pictures.coordinator(last));
  }

  @Test
  void nothingIsFoundInAHealthySetup() {
    assertThat(found()).isEmpty();
  }

  @Test
  void quorumsThatMakeNoSense() {
    pictures.everywhere("quorum", "4");
    assertOne(Severity.ERROR, "the quorum is 4, but there are 3", "SENTINEL SET mymaster quorum 2");
    pictures.everywhere("quorum", "1");
    assertOne(Severity.WARNING, "the quorum is 1", "quorum 2");
    pictures.everywhere("quorum", "3");
    assertOne(Severity.WARNING, "all coordinators", "quorum 2");
  }

  @Test
  void quorumsThatDiffer() {
    masterAt(12).put("quorum", "3");
    assertOne(Severity.WARNING, "its quorum is 3, that of the others 2", "-h 10.0.0.12");
  }

  @Test
  void tooFewCoordinators() {
    pictures.masters.remove(Pictures.coordinator(13));
    pictures.peers.values().forEach(known -> known.remove(Pictures.coordinator(13)));
    assertThat(found()).extracting(Finding::what).contains("there are two coordinators only");
  }

  @Test
  void aCoordinatorThatIsGone() {
    pictures.silence(13);
    assertThat(found())
        .extracting(Finding::what)
        .containsExactly(
            "does not answer: Connection refused",
            "a coordinator that nobody reaches: disconnected,s_down");
    assertThat(found().get(0).mend()).contains("vedette forget-sentinel mymaster 10.0.0.13:26379");
  }

  @Test
  void aCopiedId() {
    Address copy = Pictures.coordinator(14);
    pictures.silent.add(new Silence(copy, copy + " has the id of 10.0.0.11:26379, a copy"));
    assertOne(Severity.ERROR, "has the id of 10.0.0.11:26379", "sentinel myid");
  }

  @Test
  void coordinatorsThatDoNotKnowEachOther() {
    pictures.peers.get(Pictures.coordinator(11)).remove(Pictures.coordinator(12));
    assertOne(Severity.ERROR, "it does not know 10.0.0.12:26379", "ACL");
  }

  @Test
  void noQuorumNow() {
    pictures.quorumChecks.put(Pictures.coordinator(11), "NOQUORUM 1 usable Sentinels.");
    assertOne(Severity.ERROR, "NOQUORUM", "start the coordinators");
  }

  @Test
  void aMasterThatIsDown() {
    masterAt(11).put("flags", "s_down,master");
    assertOne(Severity.ERROR, "it says of the master 10.0.0.21:6379: s_down", "--watch");
  }

  @Test
  void anotherMaster() {
    masterAt(11).put("ip", "10.0.0.99");
    assertOne(Severity.ERROR, "it gives clients 10.0.0.99:6379", "SENTINEL RESET mymaster");
  }

  @Test
  void tilt() {
    pictures.selves.get(Pictures.coordinator(11)).put("sentinel_tilt", "1");
    assertOne(Severity.ERROR, "TILT", "clock");
  }

  @Test
  void stateThatCanNotBeSaved() {
    Map<String, String> self = pictures.selves.get(Pictures.coordinator(11));
    self.put("vedette_state_unsaved", "1");
    self.put("vedette_state_unsaved_reason", "No space left on device");
    assertOne(Severity.ERROR, "No space left on device", "disk");
  }

  @Test
  void pauses() {
    masterAt(11).put("failover-paused-ms", "60000");
    assertOne(Severity.NOTE, "paused for 60 s more", "vedette resume mymaster");
  }

  @Test
  void loginsThatAreRefused() {
    masterAt(11).put("login-refused", "WRONGPASS");
    assertOne(Severity.ERROR, "refuses its login: WRONGPASS", "auth-pass");
  }

  @Test
  void programsThatDiffer() {
    pictures.selves.get(Pictures.coordinator(11)).remove("vedette_version");
    assertOne(Severity.NOTE, "2 of 3 coordinators are Vedette", "");
    pictures.selves.get(Pictures.coordinator(11)).put("vedette_version", "0.2.0");
    assertOne(Severity.NOTE, "2 versions of Vedette", "");
  }

  @Test
  void timesThatDoNotFit() {
    pictures.everywhere("down-after-milliseconds", "100");
    assertOne(Severity.WARNING, "down-after-milliseconds is 100", "5000");
    pictures.everywhere("down-after-milliseconds", "120000");
    pictures.everywhere("failover-timeout", "600000");
    assertOne(Severity.WARNING, "down-after-milliseconds is 120000", "5000");
    pictures.everywhere("down-after-milliseconds", "5000");
    pictures.everywhere("failover-timeout", "6000");
    assertOne(Severity.WARNING, "failover-timeout is 6000", "failover-timeout 60000");
  }

  @Test
  void timesThatDiffer() {
    masterAt(13).put("down-after-milliseconds", "9000");
    assertOne(Severity.WARNING, "its down-after-milliseconds is 9000", "down-after-milliseconds");
  }

  @Test
  void namesAndAddressesMixed() {
    pictures.ofReplica(22, "ip", "redis22.example");
    pictures.masterInfo.put("slave0", "ip=redis22.example,port=6379,state=online,offset=1,lag=0");
    assertOne(Severity.WARNING, "1 of 3 servers are known by name", "replica-announce-ip");
  }

  @Test
  void loopbackAmongOthers() {
    pictures.ofReplica(22, "ip", "127.0.0.1");
    assertOne(Severity.ERROR, "known as 127.0.0.1", "replicaof");
  }

  @Test
  void noReplica() {
    pictures.replicas.values().forEach(Map::clear);
    assertOne(Severity.ERROR, "the master has no replica", "REPLICAOF 10.0.0.21 6379");
  }

  @Test
  void noneMayBePromoted() {
    pictures.ofReplica(22, "slave-priority", "0");
    assertThat(found()).isEmpty();
    pictures.ofReplica(23, "slave-priority", "0");
    assertOne(Severity.ERROR, "replica-priority 0", "CONFIG SET replica-priority 100");
  }

  @Test
  void replicasThatAreDownOrCutOff() {
    pictures.ofReplica(22, "flags", "slave,s_down");
    assertOne(Severity.ERROR, "down: s_down", "vedette forget-replica mymaster 10.0.0.22:6379");
    pictures.ofReplica(22, "flags", "slave");
    pictures.ofReplica(22, "master-link-status", "err");
    assertOne(Severity.ERROR, "its link to the master is down", "masterauth");
  }

  @Test
  void replicasOfReplicas() {
    pictures.ofReplica(22, "master-host", "10.0.0.23");
    assertOne(Severity.WARNING, "it follows 10.0.0.23:6379", "REPLICAOF 10.0.0.21 6379");
  }

  @Test
  void replicasThatWereRefused() {
    pictures.ofReplica(22, "promotion-refused", "lineage");
    assertOne(Severity.WARNING, "refused at the last failover: lineage", "");
  }

  @Test
  void replicasThatSomeDoNotKnow() {
    pictures.replicas.get(Pictures.coordinator(12)).remove(Pictures.node(22));
    assertOne(Severity.WARNING, "known to 2 of 3 coordinators only", "forget-replica");
  }

  @Test
  void writesThatNobodyElseHas() {
    pictures.masterInfo.remove("min_slaves_good_slaves");
    assertOne(Severity.WARNING, "min-replicas-to-write is not set", "min-replicas-to-write 1");
    pictures.masterInfo.put("min_slaves_good_slaves", "0");
    pictures.masterInfo.put("connected_slaves", "0");
    assertOne(Severity.ERROR, "no replica is connected", "log");
  }

  @Test
  void loginsThatDoNotMatch() {
    configs.get(Pictures.node(22)).put("masterauth", "");
    assertThat(found())
        .hasSize(2)
        .allMatch(finding -> finding.severity() == Severity.ERROR)
        .allMatch(finding -> finding.about().equals("10.0.0.22:6379"))
        .allMatch(finding -> finding.mend().contains("CONFIG SET masterauth PASSWORD"))
        .noneMatch(finding -> finding.toString().contains("s3cret"));
  }

  @Test
  void usersThatDiffer() {
    Map<String, String> mine = users.get(Pictures.node(22));
    users.get(Pictures.MASTER).put("app", "on #hash ~app:* +@all");
    users.get(Pictures.node(23)).put("app", "on #hash ~app:* +@all");
    assertOne(Severity.WARNING, "it has no ACL user app", "-h 10.0.0.21 -p 6379 ACL LIST");
    mine.put("app", "on #other ~app:* +@all");
    assertOne(Severity.WARNING, "than the master's has its ACL user app", "ACL SETUSER");
    assertThat(theOne().toString()).doesNotContain("hash", "#other");
    mine.put("app", "on #hash ~app:* +@all");
    mine.put("old", "on nopass ~* +@all");
    assertOne(Severity.WARNING, "an ACL user that the master lacks: old", "ACL SETUSER");
    infos.get(Pictures.node(22)).put("redis_version", "6.2.1");
    assertThat(theOne().what()).as("other versions write rules otherwise").contains("versions");
  }

  @Test
  void aMasteruserThatAnotherServerDoesNotKnow() {
    configs.values().forEach(config -> config.put("masteruser", "replica"));
    users.values().forEach(known -> known.put("replica", "on #hash +psync +replconf +ping"));
    assertThat(found()).isEmpty();
    users.get(Pictures.node(22)).remove("replica");
    assertThat(found())
        .extracting(finding -> finding.about() + " " + finding.what())
        .containsExactly(
            "10.0.0.21:6379 its masteruser is no ACL user of 10.0.0.22:6379",
            "10.0.0.23:6379 its masteruser is no ACL user of 10.0.0.22:6379",
            "10.0.0.22:6379 it has no ACL user replica");
  }

  @Test
  void clocksThatDiffer() {
    clocks.put(Pictures.node(22), 5_000L);
    assertThat(found()).as("an answer may be late").isEmpty();
    clocks.put(Pictures.node(22), 60_000L);
    assertOne(Severity.WARNING, "its clock is 60 s ahead of the others'", "chronyc");
    clocks.clear();
    pictures.clocks.put(Pictures.coordinator(12), -3_600_000L);
    assertOne(Severity.WARNING, " behind the others'", "set-ntp");
    assertThat(theOne().about()).isEqualTo("10.0.0.12:26379");
  }

  @Test
  void versionsThatDiffer() {
    infos.get(Pictures.node(22)).put("redis_version", "6.2.1");
    assertOne(Severity.WARNING, "different versions: 6.2.1, 7.0.15", "replicas first");
  }

  @Test
  void disksThatAreFull() {
    infos.get(Pictures.node(22)).put("rdb_last_bgsave_status", "err");
    assertOne(Severity.ERROR, "its last snapshot failed", "df");
    infos.get(Pictures.node(22)).put("rdb_last_bgsave_status", "ok");
    infos.get(Pictures.node(22)).put("aof_last_write_status", "err");
    assertOne(Severity.ERROR, "append-only file failed", "df");
  }

  @Test
  void memoryThatIsNearlyFull() {
    infos.get(Pictures.node(22)).putAll(Map.of("maxmemory", "1000", "used_memory", "900"));
    assertThat(found()).isEmpty();
    infos.get(Pictures.node(22)).put("used_memory", "950");
    assertOne(Severity.WARNING, "95% of its maxmemory", "CONFIG SET maxmemory");
    infos.get(Pictures.node(22)).put("used_memory", "9");
    infos.get(Pictures.MASTER).put("maxmemory", "0");
    assertOne(Severity.WARNING, "its maxmemory is below the master's", "maxmemory 0");
  }

  @Test
  void aPlainGroupOfAClustersNodes() {
    infos.get(Pictures.MASTER).put("redis_mode", "cluster");
    assertOne(Severity.ERROR, "nodes of a Redis Cluster", "cluster.NAME.nodes");
  }

  @Test
  void aShardTellsTheTroublesOfItsCluster() {
    infos.get(Pictures.MASTER).put("redis_mode", "cluster");
    pictures
        .masters
        .values()
        .forEach(
            fields -> {
              fields.put("cluster", "shop");
              fields.put("cluster-state", "fail");
              fields.put("cluster-troubles", "5461 slots belong to nobody");
            });
    assertOne(Severity.ERROR, "5461 slots belong to nobody", "--cluster check");

    pictures.masters.values().forEach(fields -> fields.put("cluster-troubles", ""));
    configs.get(Pictures.MASTER).put("cluster-require-full-coverage", "yes");
    assertOne(Severity.NOTE, "cluster-require-full-coverage", "CONFIG SET");
  }

  @Test
  void nothingOnDisk() {
    configs.get(Pictures.MASTER).put("save", "");
    assertOne(Severity.WARNING, "keeps nothing on disk", "appendonly yes");
    configs.get(Pictures.MASTER).put("appendonly", "yes");
    assertThat(found()).isEmpty();
  }

  @Test
  void serversThatCanNotBeAsked() {
    Map<Address, NodeReport> nodes = new LinkedHashMap<>();
    nodes.put(Pictures.MASTER, NodeReport.closed(pictures.masterInfo, "NOAUTH says the server"));
    assertThat(Checkup.of(new Patient(pictures.group(), nodes)))
        .singleElement()
        .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.NOTE))
        .satisfies(finding -> assertThat(finding.mend()).contains("VEDETTE_NODE_PASSWORD"));
  }
}
