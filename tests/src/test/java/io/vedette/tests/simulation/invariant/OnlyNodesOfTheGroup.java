package io.vedette.tests.simulation.invariant;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.LinkTarget;
import io.vedette.tests.simulation.world.Knowledge;
import io.vedette.tests.simulation.world.SimGroup;
import io.vedette.tests.simulation.world.VedetteProcess;
import io.vedette.tests.simulation.world.World;
import java.util.Optional;

/** See {@link #sentence()}. */
final class OnlyNodesOfTheGroup extends Invariant {
  private World world;

  @Override
  public String sentence() {
    return "Only servers of the group are told anything, and to follow only the master of the"
        + " group; where another deployment's server is at an address by now, that can be known"
        + " only if its data is not the group's and it is in use.";
  }

  @Override
  public void onBegin(World begun) {
    world = begun;
  }

  @Override
  public void onOrder(VedetteProcess who, LinkTarget.DataNode node, Optional<Address> master) {
    boolean isOfGroup = isOf(node, node.address()) || !canBeTold(who, node);
    require(
        isOfGroup && (master.isEmpty() || isOf(node, master.get())),
        () ->
            "%s tells %s to follow %s: not all of this is in %s"
                .formatted(who.name(), node.address(), master, node.group()));
    require(
        master.isEmpty() || who.published(node.group()).equals(master),
        () ->
            "%s tells %s to follow %s, which it does not take for the master of %s"
                .formatted(who.name(), node.address(), master.get(), node.group()));
  }

  /** Whether there is a way to know that a server is another deployment's. */
  private static boolean canBeTold(VedetteProcess who, LinkTarget.DataNode node) {
    Knowledge.Group known = who.knowledge().group(node.group());
    Address published = who.published(node.group()).orElseThrow();
    return known
        .node(node.address())
        .info()
        .filter(said -> known.isForeign(said, published))
        .filter(said -> said.masterLinkUp() || !said.replicas().isEmpty())
        .isPresent();
  }

  private boolean isOf(LinkTarget.DataNode node, Address address) {
    // Nobody there: then it was, before it moved.
    return world.groupAt(address).map(SimGroup::groupName).filter(node.group()::equals).isPresent()
        || world.groupAt(address).isEmpty();
  }
}
