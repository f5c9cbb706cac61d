package io.vedette.sentinel.conf;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.CoordinatorConfig;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.Role;
import io.vedette.quorum.view.CoordinatorView;
import io.vedette.quorum.view.GroupOutlook;
import io.vedette.quorum.view.GroupView;
import io.vedette.quorum.view.LinkView;
import io.vedette.quorum.view.NodeView;
import io.vedette.quorum.view.PeerView;
import io.vedette.quorum.view.ProcessView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The view a coordinator has right after it was started from a configuration. */
final class Views {
  private static final LinkView NO_LINK =
      new LinkView(false, 1, NodeView.NEVER, 0, 0, Optional.empty());

  private Views() {}

  static CoordinatorView of(CoordinatorConfig config) {
    return of(config, config.groups());
  }

  static CoordinatorView of(CoordinatorConfig config, List<GroupConfig> groups) {
    ProcessView process =
        new ProcessView(
            config.self(),
            config.currentEpoch(),
            config.announceHost(),
            config.announcePort(),
            config.timing(),
            NodeView.NEVER,
            0,
            Optional.empty(),
            false,
            false);
    return new CoordinatorView(process, groups.stream().map(Views::group).toList());
  }

  /** The view with one group changed. */
  static CoordinatorView changed(
      CoordinatorConfig config, String name, UnaryOperator<GroupConfig> change) {
    List<GroupConfig> groups = new ArrayList<>();
    for (GroupConfig group : config.groups()) {
      groups.add(group.name().value().equals(name) ? change.apply(group) : group);
    }
    return of(config, groups);
  }

  /** What a failover to one of the replicas makes of a group. */
  static GroupConfig switched(GroupConfig group, Address to, Epoch epoch) {
    List<Address> replicas = new ArrayList<>(group.replicas());
    replicas.remove(to);
    replicas.add(group.master());
    return new GroupConfig(
        group.name(), to, group.settings(), epoch, epoch, replicas, group.peers());
  }

  private static GroupView group(GroupConfig group) {
    return new GroupView(
        group.name(),
        group.settings(),
        group.master(),
        node(group.master(), Role.MASTER),
        group.configEpoch(),
        Optional.empty(),
        group.leaderEpoch(),
        "none",
        Epoch.ZERO,
        group.replicas().stream().sorted().map(address -> node(address, Role.REPLICA)).toList(),
        group.peers().stream()
            .map(
                peer ->
                    new PeerView(
                        peer.runId(),
                        peer.address(),
                        Set.of(),
                        NO_LINK,
                        NodeView.NEVER,
                        0,
                        Optional.empty(),
                        Epoch.ZERO))
            .toList(),
        GroupOutlook.CLEAR);
  }

  private static NodeView node(Address address, Role role) {
    return new NodeView(
        address,
        Set.of(),
        NO_LINK,
        NodeView.NEVER,
        NodeView.NEVER,
        Optional.empty(),
        NodeView.NEVER,
        role,
        0);
  }
}
