package io.vedette.quorum.cluster;

import io.vedette.quorum.model.Address;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What comes of comparing what several nodes say of their cluster, by the cluster's own rules: of
 * itself a node knows best, and a slot belongs to whom claims it in the highest config epoch. So a
 * master that was replaced while it was cut off is none here, whatever it says.
 *
 * @param nodes all nodes that anybody knows, by id
 * @param owners the masters with slots, by their first slot
 */
public record ClusterPicture(Map<NodeId, Node> nodes, List<Node> owners) {
  /** Nothing is known. */
  public static final ClusterPicture EMPTY = new ClusterPicture(Map.of(), List.of());

  public ClusterPicture {
    nodes = Collections.unmodifiableMap(new TreeMap<>(nodes));
    owners = List.copyOf(owners);
  }

  /**
   * A node.
   *
   * @param address where it is
   * @param isMaster whether it is a master
   * @param master whom it follows; empty for a master
   * @param configEpoch of its slots, or of its master's
   * @param slots those that are really its
   */
  public record Node(
      NodeId id,
      Address address,
      boolean isMaster,
      Optional<NodeId> master,
      long configEpoch,
      SlotSet slots) {}

  /** Compares; in whichever order the reports are, the same comes of it. */
  public static ClusterPicture of(Collection<ClusterReport> reports) {
    Map<NodeId, NodeLine> best = new TreeMap<>();
    Map<NodeId, Address> addresses = new TreeMap<>();
    List<ClusterReport> inOrder = new ArrayList<>(reports);
    inOrder.sort(Comparator.comparing(ClusterReport::self));
    for (ClusterReport report : inOrder) {
      for (NodeLine line : report.lines().values()) {
        best.merge(line.id(), line, ClusterPicture::newer);
        line.address().ifPresent(address -> addresses.putIfAbsent(line.id(), address));
      }
    }
    for (ClusterReport report : inOrder) {
      best.put(report.self(), report.own());
      report.own().address().ifPresent(address -> addresses.put(report.self(), address));
    }
    best.keySet().retainAll(addresses.keySet());
    return of(best, addresses);
  }

  private static NodeLine newer(NodeLine one, NodeLine other) {
    return other.configEpoch() > one.configEpoch() ? other : one;
  }

  private static ClusterPicture of(Map<NodeId, NodeLine> lines, Map<NodeId, Address> addresses) {
    List<NodeLine> claims = new ArrayList<>(lines.values());
    claims.removeIf(line -> !line.ownsSlots());
    claims.sort(Comparator.comparingLong(NodeLine::configEpoch).reversed());
    Map<NodeId, SlotSet> owned = new LinkedHashMap<>();
    SlotSet taken = SlotSet.NONE;
    for (NodeLine claim : claims) {
      owned.put(claim.id(), claim.slots().without(taken));
      taken = taken.and(claim.slots());
    }
    Map<NodeId, Node> nodes = new TreeMap<>();
    for (NodeLine line : lines.values()) {
      nodes.put(
          line.id(),
          new Node(
              line.id(),
              addresses.get(line.id()),
              line.isMaster(),
              line.master(),
              line.configEpoch(),
              owned.getOrDefault(line.id(), SlotSet.NONE)));
    }
    List<Node> owners = new ArrayList<>(nodes.values());
    owners.removeIf(node -> node.slots().isEmpty());
    owners.sort(Comparator.comparingInt(node -> node.slots().first()));
    return new ClusterPicture(nodes, owners);
  }

  /** The node of this id, if anybody knows it. */
  public Optional<Node> node(NodeId id) {
    return Optional.ofNullable(nodes.get(id));
  }

  /** Whether it is a master with slots. */
  public boolean isOwner(NodeId id) {
    return node(id).filter(node -> !node.slots().isEmpty()).isPresent();
  }

  /** All slots that belong to somebody. */
  public SlotSet covered() {
    SlotSet covered = SlotSet.NONE;
    for (Node owner : owners) {
      covered = covered.and(owner.slots());
    }
    return covered;
  }
}
