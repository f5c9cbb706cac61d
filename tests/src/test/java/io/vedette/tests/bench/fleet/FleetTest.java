package io.vedette.tests.bench.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vedette.quorum.model.Address;
import io.vedette.tests.harness.RespClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FleetTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final Fleet fleet = Fleet.start(2, 2);

  @AfterEach
  void stop() {
    fleet.close();
  }

  private static RespClient connect(Address address) throws IOException {
    return RespClient.connect(address, TIMEOUT);
  }

  private Address replica() {
    return fleet.replicas(0).get(0);
  }

  @Test
  void mastersAndReplicasSayWhatTheyAre() throws IOException {
    try (RespClient master = connect(fleet.master(0));
        RespClient replica = connect(replica())) {
      assertThat(master.call("PING")).isEqualTo("PONG");
      assertThat((String) master.call("INFO"))
          .contains("role:master", "slave0:ip=" + replica().host(), "slave1:ip=");
      assertThat((String) replica.call("INFO"))
          .contains("role:slave", "master_host:" + fleet.master(0).host(), "master_link_status:up");
      assertThat(fleet.masters())
          .containsExactly(Optional.of(fleet.master(0)), Optional.of(fleet.master(1)));
    }
  }

  @Test
  void replicaThatIsToldSoIsTheMasterOfTheOthers() throws IOException {
    fleet.killMasters();
    Address other = fleet.replicas(0).get(1);
    try (RespClient promoted = connect(replica());
        RespClient follower = connect(other)) {
      assertThat((String) follower.call("INFO")).contains("master_link_status:down");
      promoted.call("MULTI");
      promoted.call("SLAVEOF", "NO", "ONE");
      assertThat(promoted.call("EXEC")).isEqualTo(List.of("OK"));
      follower.call("SLAVEOF", replica().host(), Integer.toString(replica().port()));
      assertThat((String) follower.call("INFO")).contains("master_link_status:up");
      assertThat((String) promoted.call("INFO")).contains("role:master", "connected_slaves:1");
    }
    assertThat(fleet.masters()).containsExactly(Optional.of(replica()), Optional.empty());
    assertThat(fleet.needlessPromotions()).isZero();
  }

  @Test
  void deadMasterRefusesConnectionsAndHasClosedThoseThatItHad() throws IOException {
    try (RespClient client = connect(fleet.master(0))) {
      client.call("PING");
      fleet.killMasters();
      assertThatThrownBy(() -> client.call("PING")).isInstanceOf(IOException.class);
    }
    // A port is closed when its thread next looks for news.
    await()
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> connect(fleet.master(0)).close())
                    .hasMessageContaining("refused"));
  }

  @Test
  void oneThatWasKilledCanBeStartedAgain() throws IOException {
    fleet.killMaster(1);
    assertThat(fleet.masters()).containsExactly(Optional.of(fleet.master(0)), Optional.empty());
    fleet.revive(1);
    assertThat(fleet.masters().get(1)).contains(fleet.master(1));
    try (RespClient client = connect(fleet.master(1))) {
      assertThat((String) client.call("INFO")).contains("role:master", "connected_slaves:2");
    }
  }

  @Test
  void whatIsPublishedAtTheMasterIsHeardAtItsReplicas() throws IOException {
    try (RespClient publisher = connect(fleet.master(0));
        RespClient here = connect(fleet.master(0));
        RespClient there = connect(replica());
        RespClient elsewhere = connect(fleet.master(1))) {
      for (RespClient subscriber : List.of(here, there, elsewhere)) {
        subscriber.call("SUBSCRIBE", "news");
      }
      assertThat(fleet.watchedByFewerThan(1)).isEqualTo(3);
      assertThat(publisher.call("PUBLISH", "news", "hello")).isEqualTo(1L);
      assertThat(here.read()).isEqualTo(List.of("message", "news", "hello"));
      assertThat(there.read()).isEqualTo(List.of("message", "news", "hello"));
      assertThat(elsewhere.call("SUBSCRIBE", "other")).isEqualTo(List.of("subscribe", "other", 1L));
    }
  }

  @Test
  void othersAreDisconnectedByKind() throws IOException {
    try (RespClient caller = connect(fleet.master(0));
        RespClient normal = connect(fleet.master(0));
        RespClient subscriber = connect(fleet.master(0))) {
      normal.call("PING");
      subscriber.call("SUBSCRIBE", "news");
      assertThat(caller.call("CLIENT", "KILL", "TYPE", "normal")).isEqualTo(1L);
      assertThatThrownBy(() -> normal.call("PING")).isInstanceOf(IOException.class);
      assertThat(caller.call("PUBLISH", "news", "still there")).isEqualTo(1L);
      assertThat(subscriber.read()).isEqualTo(List.of("message", "news", "still there"));
    }
  }
}
