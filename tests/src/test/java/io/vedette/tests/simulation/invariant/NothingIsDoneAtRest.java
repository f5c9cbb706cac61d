package io.vedette.tests.simulation.invariant;

import io.vedette.quorum.Event;
import io.vedette.quorum.EventType;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.LinkTarget;
import io.vedette.tests.simulation.world.VedetteProcess;
import io.vedette.tests.simulation.world.World;
import java.util.List;
import java.util.Optional;

/** See {@link #sentence()}. */
final class NothingIsDoneAtRest extends Invariant {
  private World world;
  private boolean isRest;

  @Override
  public void onBegin(World begun) {
    world = begun;
  }

  @Override
  public String sentence() {
    return "Where everything works and all is in order, no server is told anything, and nobody is"
        + " called down, stands for election or switches.";
  }

  /** From now on it is so. */
  void begin() {
    isRest = true;
  }

  @Override
  public void onEvent(VedetteProcess who, Event event) {
    boolean isRestless =
        (event.type() == EventType.SDOWN && isSomeone(event.payload()))
            || event.type() == EventType.TRY_FAILOVER
            || event.type() == EventType.SWITCH_MASTER;
    require(!isRest || !isRestless, () -> who.name() + " says " + event.line());
  }

  /** Who starts anew takes its time to notice that nobody is where a server was. */
  private boolean isSomeone(String payload) {
    List<String> words = List.of(payload.split(" ", -1));
    if (!words.get(0).equals("slave")) {
      return true;
    }
    Address where = new Address(words.get(2), Integer.parseInt(words.get(3)));
    return world.serverAt(where) != null;
  }

  @Override
  public void onOrder(VedetteProcess who, LinkTarget.DataNode node, Optional<Address> master) {
    require(!isRest, () -> who.name() + " tells " + node.address() + " to follow " + master);
  }

  @Override
  public void onPauseWrites(VedetteProcess who, LinkTarget.DataNode node) {
    require(!isRest, () -> who.name() + " stops the writes of " + node.address());
  }
}
