package io.vedette.tests.simulation.invariant;

import io.vedette.quorum.Event;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.LinkTarget;
import io.vedette.quorum.model.NodeInfo;
import io.vedette.quorum.model.Role;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.view.Flag;
import io.vedette.quorum.view.GroupView;
import io.vedette.quorum.view.NodeView;
import io.vedette.tests.simulation.world.Knowledge;
import io.vedette.tests.simulation.world.VedetteProcess;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** See {@link #sentence()}. */
final class ParallelSyncs extends Invariant {
  private final Map<Watch, Map<Address, Move>> told = new HashMap<>();

  private record Watch(RunId who, GroupName group) {}

  private static final class Move {
    private final long toldAt;
    private boolean hasArrived;

    Move(long toldAt) {
      this.toldAt = toldAt;
    }
  }

  @Override
  public String sentence() {
    return "After a promotion no more than parallel-syncs replicas at a time are on their way to"
        + " the new master; one that still is a master itself comes first.";
  }

  @Override
  public void onEvent(VedetteProcess who, Event event) {
    if (event.group().isEmpty()) {
      return;
    }
    Watch watch = new Watch(who.runId(), event.group().get());
    switch (event.type()) {
      case PROMOTED_REPLICA -> told.put(watch, new HashMap<>());
      case RECONF_DONE -> arrived(who, watch, Fences.node(event));
      // At the end of its time it tells the rest all at once.
      case FAILOVER_END, FAILOVER_END_FOR_TIMEOUT, CONFIG_UPDATE_FROM, RESET_MASTER ->
          told.remove(watch);
      default -> {}
    }
  }

  /**
   * If it has to synchronise anew later, with a master that was restarted, that is its own doing.
   */
  private void arrived(VedetteProcess who, Watch watch, Address replica) {
    Map<Address, Move> moves = told.get(watch);
    if (moves != null) {
      Knowledge.Node known = who.knowledge().group(watch.group()).node(replica);
      require(
          known.linkUpAt() == who.decidedAt(),
          () -> who.name() + " says that " + replica + " has moved, which has not said so");
      // A master that has handed over was told nothing.
      moves.computeIfAbsent(replica, ignored -> new Move(who.decidedAt())).hasArrived = true;
    }
  }

  @Override
  public void onCrash(VedetteProcess who) {
    told.keySet().removeIf(watch -> watch.who().equals(who.runId()));
  }

  @Override
  public void onOrder(VedetteProcess who, LinkTarget.DataNode node, Optional<Address> master) {
    Map<Address, Move> before = told.get(new Watch(who.runId(), node.group()));
    if (before == null || master.isEmpty()) {
      return;
    }
    Knowledge.Node its = who.knowledge().group(node.group()).node(node.address());
    boolean follows = its.info().flatMap(NodeInfo::master).equals(master);
    boolean isMaster = its.role().equals(Optional.of(Role.MASTER));
    if (before.containsKey(node.address()) || follows) {
      // Told the same again.
      return;
    }
    if (isMaster) {
      // It takes writes which will be lost: that comes first.
      before.put(node.address(), new Move(who.decidedAt()));
      return;
    }
    GroupView group = who.seen(node.group()).orElseThrow();
    int moving = 1;
    for (NodeView replica : group.replicas()) {
      boolean isOther = !replica.address().equals(node.address());
      moving += isOther && isMoving(who, group, replica, before) ? 1 : 0;
    }
    before.put(node.address(), new Move(who.decidedAt()));
    int count = moving;
    require(
        count <= group.settings().parallelSyncs(),
        () -> who.name() + " has " + count + " replicas of " + group.name() + " move at once");
  }

  private static boolean isMoving(
      VedetteProcess who, GroupView group, NodeView replica, Map<Address, Move> told) {
    Move move = told.get(replica.address());
    long patience = who.view().process().timing().replicaReconfTimeoutMs();
    if (move == null || move.hasArrived || replica.flags().contains(Flag.S_DOWN)) {
      return false;
    }
    Knowledge.Node known = who.knowledge().group(group.name()).node(replica.address());
    boolean follows = known.info().flatMap(NodeInfo::master).equals(Optional.of(group.published()));
    boolean hasArrived = follows && known.info().get().masterLinkUp();
    return !hasArrived && (follows || who.decidedAt() - move.toldAt < patience);
  }
}
