package io.vedette.tests.compat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.tests.harness.Cluster;
import io.vedette.tests.harness.CoordinatorKind;
import io.vedette.tests.harness.CoordinatorNode;
import io.vedette.tests.harness.DataNode;
import io.vedette.tests.harness.RecordedEvent;
import io.vedette.tests.harness.RequiresRedis;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One quorum of both programs fails over, whoever of them leads. */
@RequiresRedis
class MixedQuorumTest {
  @ParameterizedTest
  @CsvSource({"2, 1, VEDETTE", "2, 1, SENTINEL", "1, 2, VEDETTE", "1, 2, SENTINEL"})
  void crashedMasterIsReplacedWhoeverLeads(int vedettes, int sentinels, CoordinatorKind kind) {
    Cluster cluster = mixed(vedettes, sentinels, 1);
    CoordinatorNode leader = cluster.coordinatorOf(kind);
    cluster.letLead(leader);

    cluster.node(0).kill();

    DataNode master = cluster.awaitStable(cluster.settings().recoveryBound());
    assertThat(master).isNotEqualTo(cluster.node(0));
    assertThat(cluster.events("+elected-leader"))
        .extracting(RecordedEvent::by)
        .containsExactly(leader.name());
    assertThat(cluster.events("+switch-master")).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({"2, 1", "1, 2"})
  void crashedMasterIsReplacedByCommonQuorum(int vedettes, int sentinels) {
    Cluster cluster = mixed(vedettes, sentinels, 2);

    cluster.node(0).kill();

    assertThat(cluster.awaitStable(cluster.settings().recoveryBound()))
        .isNotEqualTo(cluster.node(0));
    assertThat(cluster.events("+switch-master")).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({"2, 1, VEDETTE", "1, 2, SENTINEL"})
  void manualFailoverIsFollowedByTheOtherKind(int vedettes, int sentinels, CoordinatorKind kind) {
    Cluster cluster = mixed(vedettes, sentinels, 2);
    DataNode old = cluster.node(0);

    cluster.coordinatorOf(kind).call("SENTINEL", "FAILOVER", cluster.group());

    DataNode promoted = cluster.awaitFailoverFrom(old, Duration.ofSeconds(10));
    assertThat(promoted.isMaster()).isTrue();
    cluster.until(
        "everybody gives the new address",
        Duration.ofSeconds(5),
        () ->
            cluster.coordinators().stream()
                .allMatch(
                    c -> c.masterOf(cluster.group()).equals(Optional.of(promoted.address()))));
  }

  private static Cluster mixed(int vedettes, int sentinels, int quorum) {
    return Cluster.with(vedettes, CoordinatorKind.VEDETTE)
        .and(sentinels, CoordinatorKind.SENTINEL)
        .quorum(quorum)
        .start();
  }
}
