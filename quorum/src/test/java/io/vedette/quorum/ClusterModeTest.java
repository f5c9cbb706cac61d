package io.vedette.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.DataNode;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.GroupSettings;
import io.vedette.quorum.model.MasterGroup;
import io.vedette.quorum.model.MasterInfo;
import io.vedette.quorum.model.NameRules;
import io.vedette.quorum.model.Names;
import io.vedette.quorum.model.NodeInfo;
import io.vedette.quorum.model.Role;
import io.vedette.quorum.model.Timing;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterModeTest {
  private static final String OF_CLUSTER = "redis_mode:cluster\r\n";
  private static final String STANDALONE = "redis_mode:standalone\r\n";
  private static final String REFUSAL = "ERR REPLICAOF not allowed in cluster mode.";

  private final Outbox out = new Outbox();
  private final ClusterMode clusterMode = new ClusterMode(out);
  private final MasterGroup group =
      new MasterGroup(
          GroupConfig.fresh(
              new GroupName("mymaster"),
              new Address("10.0.0.1", 6379),
              GroupSettings.defaults(2, Timing.DEFAULT)),
          new Names(NameRules.OFF),
          0);
  private final DataNode replica = new DataNode(new Address("10.0.0.2", 6379), Role.REPLICA, 0);

  @Test
  void whatTheMasterSaysIsSaidOnceAndTakenBack() {
    assertThat(says(group.master(), OF_CLUSTER)).containsExactly(EventType.CLUSTER_MODE);
    assertThat(group.isUnmanageable()).isTrue();
    assertThat(says(group.master(), OF_CLUSTER)).isEmpty();
    assertThat(says(replica, STANDALONE)).as("a stray replica").isEmpty();
    assertThat(says(group.master(), "")).as("it does not say").isEmpty();
    assertThat(group.isUnmanageable()).isTrue();
    assertThat(says(group.master(), STANDALONE)).containsExactly(EventType.CLUSTER_MODE_CLEARED);
    assertThat(group.isUnmanageable()).isFalse();
    assertThat(says(group.master(), STANDALONE)).isEmpty();
  }

  @Test
  void aReplicaCountsOnlyAsLongAsTheMasterHasSaidNothing() {
    group.master().refresh(info(""), 1);
    assertThat(says(replica, OF_CLUSTER)).isEmpty();
    assertThat(group.isUnmanageable()).isFalse();
  }

  @Test
  void aReplicaCountsBeforeTheMasterIsHeard() {
    assertThat(says(replica, OF_CLUSTER)).containsExactly(EventType.CLUSTER_MODE);
    assertThat(group.isUnmanageable()).isTrue();
  }

  @Test
  void whoRefusesToBeToldItsRoleForThatReasonIsOfACluster() {
    clusterMode.onRefusal(group, "ERR unknown command");
    assertThat(said()).isEmpty();
    clusterMode.onRefusal(group, REFUSAL);
    assertThat(said()).containsExactly(EventType.CLUSTER_MODE);
    clusterMode.onRefusal(group, REFUSAL);
    assertThat(said()).isEmpty();
  }

  @Test
  void aReplicaThatRefusesIsAStrayOneWhereTheMasterStandsAlone() {
    group.master().refresh(info(STANDALONE), 1);
    clusterMode.onRefusal(group, REFUSAL);
    assertThat(said()).isEmpty();
    assertThat(group.isUnmanageable()).isFalse();
  }

  private List<EventType> says(DataNode node, String raw) {
    NodeInfo info = info(raw);
    node.refresh(info, 1);
    clusterMode.onInfo(group, node, info);
    return said();
  }

  private List<EventType> said() {
    return out.take().stream().map(effect -> ((Effect.Publish) effect).event().type()).toList();
  }

  private static NodeInfo info(String raw) {
    return MasterInfo.of(Optional.empty(), "", "", 0, raw);
  }
}
