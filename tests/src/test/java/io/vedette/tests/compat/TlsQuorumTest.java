package io.vedette.tests.compat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.tests.harness.Cluster;
import io.vedette.tests.harness.CoordinatorKind;
import io.vedette.tests.harness.CoordinatorNode;
import io.vedette.tests.harness.DataNode;
import io.vedette.tests.harness.RecordedEvent;
import io.vedette.tests.harness.RequiresRedis;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where there is TLS and nothing else, one quorum of both programs fails over all the same. */
@RequiresRedis
class TlsQuorumTest {
  @ParameterizedTest
  @EnumSource(CoordinatorKind.class)
  void crashedMasterIsReplacedWhoeverLeads(CoordinatorKind kind) {
    Cluster cluster =
        Cluster.with(2, CoordinatorKind.VEDETTE)
            .and(1, CoordinatorKind.SENTINEL)
            .quorum(1)
            .tlsOnly()
            .start();
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
}
