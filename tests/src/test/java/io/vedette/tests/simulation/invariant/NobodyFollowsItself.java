package io.vedette.tests.simulation.invariant;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.LinkTarget;
import io.vedette.quorum.model.NodeInfo;
import io.vedette.quorum.model.RunId;
import io.vedette.tests.simulation.world.Knowledge;
import io.vedette.tests.simulation.world.RedisServer;
import io.vedette.tests.simulation.world.VedetteProcess;
import io.vedette.tests.simulation.world.World;
import java.util.Optional;

/** See {@link #sentence()}. */
final class NobodyFollowsItself extends Invariant {
  private World world;

  @Override
  public void onBegin(World begun) {
    world = begun;
  }

  private boolean isOne(Address one, Address other) {
    RedisServer there = world.serverAt(one);
    // Who has got another's address in this moment does not run yet, and is told nothing.
    return one.equals(other)
        || (there != null && there.isRunning() && there == world.serverAt(other));
  }

  @Override
  public String sentence() {
    return "No server is told to follow itself, not by another address of it either.";
  }

  @Override
  public void onOrder(VedetteProcess who, LinkTarget.DataNode node, Optional<Address> master) {
    if (master.isEmpty()) {
      return;
    }
    Knowledge.Group known = who.knowledge().group(node.group());
    Optional<RunId> own = known.node(node.address()).info().flatMap(NodeInfo::runId);
    Optional<RunId> its = known.node(master.get()).info().flatMap(NodeInfo::runId);
    require(
        !isOne(node.address(), master.get()) && (own.isEmpty() || !own.equals(its)),
        () -> who.name() + " tells " + node.address() + " to follow itself, as " + master.get());
  }
}
