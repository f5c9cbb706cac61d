package io.vedette.quorum;

import io.vedette.quorum.model.DataNode;
import io.vedette.quorum.model.MasterGroup;
import io.vedette.quorum.model.PeerLink;

/**
 * What follows when a host name stands for another address than before: links to the old one are
 * given up, and nodes that turn out to be one become one. Coordinators are not united: they are who
 * they are by their run id.
 */
final class HostMove {
  private final Outbox out;
  private final Registry registry;
  private final String name;
  private final boolean isFirst;

  /**
   * A move, not yet carried out.
   *
   * @param isFirst whether the name had no address before: then two names of one address are two
   *     words for it; later, DNS may just be late with one of them
   */
  HostMove(Outbox out, Registry registry, String name, boolean isFirst) {
    this.out = out;
    this.registry = registry;
    this.name = name;
    this.isFirst = isFirst;
  }

  void carryOut() {
    registry.indexMasters();
    for (MasterGroup group : registry.groups()) {
      for (DataNode node : group.nodes()) {
        if (isNamedSo(node)) {
          registry.drop(node.link());
          unite(group, node);
          registry.touch(group);
        }
      }
    }
    for (PeerLink process : registry.peers()) {
      if (process.address().host().equalsIgnoreCase(name)) {
        registry.drop(process.link());
        registry.touch(process);
        registry.touchGroups(process);
      }
    }
  }

  private boolean isNamedSo(DataNode node) {
    return node.address().host().equalsIgnoreCase(name);
  }

  private void unite(MasterGroup group, DataNode named) {
    for (DataNode other : group.nodes()) {
      boolean isOne =
          other != named
              && (isFirst || !other.address().isNamed())
              && group.names().areSame(other.address(), named.address());
      if (isOne) {
        unite(group, named, other);
        return;
      }
    }
  }

  private void unite(MasterGroup group, DataNode named, DataNode other) {
    DataNode stays = named;
    DataNode goes = other;
    boolean otherCounts = other.isPromoted() || (other.link().isUp() && !named.isPromoted());
    if (other == group.master() || (named != group.master() && otherCounts)) {
      stays = other;
      goes = named;
    }
    if (goes.isPromoted()) {
      return;
    }
    out.node(EventType.REPLICA_UNITED, group, goes, "it is " + stays.address());
    group.replicas().remove(goes.address());
    registry.drop(goes.link());
    if (stays != group.master() && !stays.address().isNamed()) {
      registry.rename(group, stays, named.address());
    }
    out.save();
  }
}
