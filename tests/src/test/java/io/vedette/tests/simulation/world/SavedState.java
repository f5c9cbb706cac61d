package io.vedette.tests.simulation.world;

import io.vedette.quorum.model.CoordinatorConfig;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.model.Timing;
import io.vedette.quorum.view.CoordinatorView;
import io.vedette.quorum.view.GroupView;
import io.vedette.quorum.view.NodeView;
import java.util.List;
import java.util.Optional;

/** What {@code sentinel.conf} keeps of a state, and nothing else, survives a restart. */
final class SavedState {
  private SavedState() {}

  /** What a process starts from that finds this; null: nothing was saved. */
  static CoordinatorConfig config(
      RunId self, int port, List<GroupConfig> configured, CoordinatorView saved) {
    return new CoordinatorConfig(
        self,
        saved == null ? Epoch.ZERO : saved.process().currentEpoch(),
        Optional.empty(),
        port,
        Timing.DEFAULT,
        saved == null ? configured : saved.groups().stream().map(SavedState::group).toList());
  }

  static GroupConfig group(GroupView view) {
    return new GroupConfig(
        view.name(),
        view.master().known(),
        view.settings(),
        view.configEpoch(),
        view.leaderEpoch(),
        view.replicas().stream().map(NodeView::known).toList(),
        view.peers().stream()
            .map(peer -> new GroupConfig.KnownPeer(peer.known(), peer.runId()))
            .toList());
  }
}
