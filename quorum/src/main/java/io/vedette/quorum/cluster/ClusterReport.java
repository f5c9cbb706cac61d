package io.vedette.quorum.cluster;

import io.vedette.quorum.model.Address;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A cluster as one of its nodes sees it.
 *
 * @param self who says it
 * @param lines what it says of each node, itself among them
 * @param isStateOk whether it serves (cluster_state)
 * @param currentEpoch the highest epoch it knows of; each election of the cluster begins a new one
 * @param options what it says of its configuration
 */
public record ClusterReport(
    NodeId self,
    Map<NodeId, NodeLine> lines,
    boolean isStateOk,
    long currentEpoch,
    NodeOptions options) {
  public ClusterReport {
    lines = Collections.unmodifiableMap(new TreeMap<>(lines));
    if (!lines.containsKey(self)) {
      throw new IllegalArgumentException("a node says something of itself");
    }
  }

  /** What it says of itself. */
  public NodeLine own() {
    return lines.get(self);
  }

  /** The same, where it does not know its own address: it was reached by this one. */
  public ClusterReport at(Address address) {
    NodeLine own = own();
    if (own.address().isPresent()) {
      return this;
    }
    Map<NodeId, NodeLine> located = new TreeMap<>(lines);
    located.put(self, own.at(address));
    return new ClusterReport(self, located, isStateOk, currentEpoch, options);
  }

  /** What it says of a node; empty: it does not know it. */
  public Optional<NodeLine> line(NodeId id) {
    return Optional.ofNullable(lines.get(id));
  }

  /** Whether it knows a node as a replica of this master. */
  public boolean isFollower(NodeId replica, NodeId master) {
    return line(replica).flatMap(NodeLine::master).filter(master::equals).isPresent();
  }

  /** Whether it reaches a majority of the masters with slots, as far as it knows them. */
  public boolean reachesMajority() {
    long reached =
        lines.values().stream().filter(line -> line.ownsSlots() && !line.isGivenUp()).count();
    return reached > voters() / 2;
  }

  /** How many masters have slots. */
  public int voters() {
    return (int) lines.values().stream().filter(NodeLine::ownsSlots).count();
  }
}
