package io.vedette.sentinel.cli.survey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GroupPictureTest {
  private final Pictures pictures = new Pictures();

  @Test
  void aHealthyGroupHasNoTrouble() {
    GroupPicture group = pictures.group();
    assertThat(group.troubles()).isEmpty();
    assertThat(group.master()).isEqualTo(Pictures.MASTER);
    assertThat(group.coordinators()).isEqualTo(3);
    assertThat(group.replicas()).containsOnlyKeys(Pictures.node(22), Pictures.node(23));
  }

  @Test
  void whatMostSayCounts() {
    pictures.masters.get(Pictures.coordinator(11)).put("ip", "10.0.0.22");
    GroupPicture group = pictures.group();
    assertThat(group.master()).isEqualTo(Pictures.MASTER);
    assertThat(group.troubles())
        .containsExactly("10.0.0.11:26379 gives 10.0.0.22:6379 as master, not 10.0.0.21:6379");
  }

  @Test
  void whoIsDownAndWhoIsSilentAreTroubles() {
    pictures.silence(13);
    pictures.masters.get(Pictures.coordinator(12)).put("flags", "master,s_down");
    pictures.ofReplica(22, "flags", "slave,s_down,disconnected");
    pictures.ofReplica(23, "master-link-status", "err");
    assertThat(pictures.group().troubles())
        .containsExactly(
            "10.0.0.13:26379 does not answer: Connection refused",
            "10.0.0.12:26379 says of the master: s_down",
            "replica 10.0.0.22:6379: disconnected,s_down",
            "replica 10.0.0.23:6379: its link to the master is down");
    assertThat(pictures.group().coordinators()).isEqualTo(3);
  }

  @Test
  void settingsAndReplicasThatNotAllKnowAreTroubles() {
    pictures.masters.get(Pictures.coordinator(13)).put("quorum", "3");
    pictures.replicas.get(Pictures.coordinator(13)).remove(Pictures.node(23));
    assertThat(pictures.group().troubles())
        .containsExactly(
            "10.0.0.13:26379 says that the quorum is 3, not 2",
            "replica 10.0.0.23:6379: known to 2 of 3 coordinators only");
  }

  @Test
  void lagIsByTheMastersWord() {
    Opinion opinion = pictures.group().spokesman();
    List<String> lags =
        opinion.replicas().stream().map(replica -> opinion.lagOf(replica).toString()).toList();
    assertThat(lags).containsExactly("0 B, 0 s", "120 B, 1 s");
    pictures.masterInfo.remove("slave0");
    Opinion less = pictures.group().spokesman();
    assertThat(less.lagOf(less.replicas().get(0))).hasToString("?");
  }
}
