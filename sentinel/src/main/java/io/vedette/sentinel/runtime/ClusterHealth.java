package io.vedette.sentinel.runtime;

import io.vedette.quorum.cluster.FullCoverage;
import io.vedette.quorum.cluster.SlotSet;
import io.vedette.quorum.view.ClusterNodeView;
import io.vedette.quorum.view.ClusterView;
import io.vedette.quorum.view.Flag;
import io.vedette.quorum.view.GroupView;
import io.vedette.quorum.view.NodeView;
import io.vedette.quorum.view.ShardView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a Redis Cluster is, by what its nodes say and by who is down in this coordinator's eyes.
 *
 * @param slotsCovered how many slots belong to a master
 * @param slotsDown how many of those belong to one that is down
 * @param slotsSuspected how many belong to one that some node does not reach (PFAIL)
 * @param slotsFailed how many belong to one that a majority of masters has given up (FAIL)
 * @param movingMs for how long slots have been on their way; 0: none is
 * @param suspected how many nodes are not reached by some other
 * @param failed how many a majority of masters has given up
 * @param disputed of how many nodes not all say the same
 * @param needFullCoverage how many nodes say that they serve only as long as all slots can be
 * @param crowdedZone the zone without which no majority of masters is left, if there is one
 * @param withoutReplica the shards whose master has no replica that is up
 * @param troubles what is not as it should be, one line each; none: all is well
 */
public record ClusterHealth(
    int slotsCovered,
    int slotsDown,
    int slotsSuspected,
    int slotsFailed,
    long movingMs,
    int suspected,
    int failed,
    int disputed,
    int needFullCoverage,
    Optional<CrowdedZone> crowdedZone,
    List<String> withoutReplica,
    List<String> troubles) {

  /** Slots that have been on their way for so long are stuck: who moved them has given up. */
  private static final long STUCK_MS = 60_000;

  private static final long MS_PER_SECOND = 1_000;

  public ClusterHealth {
    withoutReplica = List.copyOf(withoutReplica);
    troubles = List.copyOf(troubles);
  }

  /**
   * Looks at a cluster.
   *
   * @param now the coordinator's monotonic milliseconds
   */
  public static ClusterHealth of(ClusterView cluster, LiveView view, long now) {
    int slotsDown = 0;
    List<String> withoutReplica = new ArrayList<>();
    for (ShardView shard : cluster.shards()) {
      GroupView group = view.group(shard.name().value());
      if (group == null) {
        continue;
      }
      slotsDown += isDown(group.master()) ? shard.slots().count() : 0;
      if (group.replicas().stream().allMatch(ClusterHealth::isDown)) {
        withoutReplica.add(shard.name().value());
      }
    }
    ClusterHealth health =
        new ClusterHealth(
            cluster.slotsCovered(),
            slotsDown,
            slots(cluster, node -> node.suspectedBy() > 0),
            slots(cluster, node -> node.failedBy() > 0),
            cluster.movingSince() == NodeView.NEVER ? 0 : now - cluster.movingSince(),
            count(cluster, node -> node.suspectedBy() > 0),
            count(cluster, node -> node.failedBy() > 0),
            count(cluster, node -> node.disputedBy() > 0),
            count(cluster, FullCoverage.REQUIRED),
            CrowdedZone.in(cluster, view),
            withoutReplica,
            List.of());
    return health.with(health.findTroubles(cluster));
  }

  private interface Which {
    boolean is(ClusterNodeView node);
  }

  private static int count(ClusterView cluster, Which which) {
    return (int) cluster.nodes().stream().filter(which::is).count();
  }

  private static int count(ClusterView cluster, FullCoverage coverage) {
    return count(cluster, node -> node.fullCoverage() == coverage);
  }

  private static int slots(ClusterView cluster, Which which) {
    return cluster.nodes().stream().filter(which::is).mapToInt(node -> node.slots().count()).sum();
  }

  private static boolean isDown(NodeView node) {
    Set<Flag> flags = node.flags();
    return flags.contains(Flag.S_DOWN) || flags.contains(Flag.O_DOWN);
  }

  private ClusterHealth with(List<String> found) {
    return new ClusterHealth(
        slotsCovered,
        slotsDown,
        slotsSuspected,
        slotsFailed,
        movingMs,
        suspected,
        failed,
        disputed,
        needFullCoverage,
        crowdedZone,
        withoutReplica,
        found);
  }

  private List<String> findTroubles(ClusterView cluster) {
    List<String> found = new ArrayList<>();
    int heard = cluster.heard();
    if (heard == 0) {
      return List.of("none of its nodes can be asked");
    }
    if (cluster.serving() < heard) {
      found.add((heard - cluster.serving()) + " of " + heard + " nodes say that it does not serve");
    }
    if (slotsCovered < SlotSet.ALL) {
      found.add((SlotSet.ALL - slotsCovered) + " slots belong to nobody");
    }
    if (slotsDown > 0) {
      found.add(slotsDown + " slots belong to masters that are down");
    }
    coverage(cluster, found);
    for (ClusterNodeView node : cluster.nodes()) {
      String where = node.id().shortened() + " at " + node.address();
      if (node.failedBy() > 0) {
        found.add(where + " has failed, by the word of " + node.failedBy() + " of " + heard);
      } else if (node.suspectedBy() > 0) {
        found.add(where + " is not reached by " + node.suspectedBy() + " of " + heard);
      }
      if (node.disputedBy() > 0) {
        found.add(node.disputedBy() + " of " + heard + " say otherwise of " + where);
      }
    }
    withoutReplica.forEach(shard -> found.add(shard + " has no replica that is up"));
    crowdedZone.ifPresent(zone -> found.add(zone.trouble()));
    if (movingMs > STUCK_MS) {
      found.add(
          "slots have been on their way for "
              + movingMs / MS_PER_SECOND
              + " s: redis-cli --cluster fix");
    }
    return found;
  }

  /** That it is set is no trouble, until slots are lost. */
  private void coverage(ClusterView cluster, List<String> found) {
    boolean isLacking = slotsCovered < SlotSet.ALL || slotsDown > 0;
    int without = count(cluster, FullCoverage.NOT_REQUIRED);
    if (needFullCoverage > 0 && (isLacking || without > 0)) {
      found.add(
          "cluster-require-full-coverage is set at "
              + needFullCoverage
              + " of "
              + (needFullCoverage + without)
              + " nodes: "
              + (without > 0 ? "only these" : "they")
              + " stop serving all slots when one is lost");
    }
  }

  /** The word for it: {@code ok}, {@code degraded} while it serves, {@code fail}. */
  public String state(ClusterView cluster) {
    if (cluster.serving() * 2 <= cluster.heard()) {
      return "fail";
    }
    return troubles.isEmpty() ? "ok" : "degraded";
  }
}
