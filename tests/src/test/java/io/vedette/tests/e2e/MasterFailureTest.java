package io.vedette.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.tests.harness.Cluster;
import io.vedette.tests.harness.DataNode;
import io.vedette.tests.harness.RequiresRedis;
import org.junit.jupiter.api.Test;

@RequiresRedis
class MasterFailureTest {
  @Test
  void crashedMasterIsReplacedAndReturnsAsReplica() {
    Cluster cluster = Cluster.ofThree().start();
    DataNode old = cluster.node(0);
    old.call("SET", "before", "1");
    old.call("WAIT", "2", "1000");

    old.kill();
    DataNode promoted = cluster.awaitStable(cluster.settings().recoveryBound());

    assertThat(promoted).isNotEqualTo(old);
    assertThat(promoted.call("GET", "before")).isEqualTo("1");
    assertThat(promoted.call("SET", "after", "2")).isEqualTo("OK");
    assertThat(cluster.events("+switch-master")).hasSize(3);

    old.restart();
    DataNode master = cluster.awaitStable(cluster.settings().recoveryBound());
    assertThat(master).isEqualTo(promoted);
    assertThat(old.call("GET", "after")).isEqualTo("2");
  }

  @Test
  void hangingMasterIsReplacedAndContinuesAsReplica() {
    Cluster cluster = Cluster.ofThree().start();
    DataNode old = cluster.node(0);

    old.suspend();
    DataNode promoted = cluster.awaitFailoverFrom(old, cluster.settings().recoveryBound());
    assertThat(promoted.call("SET", "after", "2")).isEqualTo("OK");

    old.resume();
    assertThat(cluster.awaitStable(cluster.settings().recoveryBound())).isEqualTo(promoted);
  }
}
