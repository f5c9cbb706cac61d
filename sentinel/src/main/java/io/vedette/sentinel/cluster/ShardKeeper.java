package io.vedette.sentinel.cluster;

import io.vedette.quorum.cluster.ShardMemory;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.view.ClusterView;
import io.vedette.quorum.view.CoordinatorView;
import io.vedette.quorum.view.GroupView;
import io.vedette.quorum.view.ShardView;
import io.vedette.sentinel.runtime.StateStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps the state of shards in a file of their own, and that of all other groups where it was kept
 * before. The coordinator's thread only.
 */
public final class ShardKeeper implements StateStore {
  private final StateStore others;
  private final ShardFile file;

  /**
   * @param others where the state of plain groups goes
   * @param file where that of shards goes
   */
  public ShardKeeper(StateStore others, ShardFile file) {
    this.others = others;
    this.file = file;
  }

  @Override
  public void save(CoordinatorView state) throws IOException {
    Map<GroupName, GroupView> plain = new LinkedHashMap<>();
    state.groups().forEach(group -> plain.put(group.name(), group));
    List<ShardMemory> shards = new ArrayList<>();
    for (ClusterView cluster : state.clusters()) {
      for (ShardView shard : cluster.shards()) {
        GroupView group = plain.remove(shard.name());
        if (group != null) {
          shards.add(memory(cluster, shard, group));
        }
      }
    }
    others.save(new CoordinatorView(state.process(), List.copyOf(plain.values())));
    file.write(shards);
  }

  private static ShardMemory memory(ClusterView cluster, ShardView shard, GroupView group) {
    return new ShardMemory(
        cluster.name(),
        shard.master(),
        shard.members(),
        new GroupConfig(
            group.name(),
            group.master().known(),
            group.settings(),
            group.configEpoch(),
            group.leaderEpoch(),
            group.replicas().stream().map(replica -> replica.known()).toList(),
            group.peers().stream()
                .map(peer -> new GroupConfig.KnownPeer(peer.known(), peer.runId()))
                .toList()));
  }
}
