package io.vedette.tests.simulation.invariant;

import io.vedette.quorum.Event;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.LinkTarget;
import io.vedette.quorum.model.RunId;
import io.vedette.tests.simulation.world.VedetteProcess;
import io.vedette.tests.simulation.world.Witness;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Remembers whose clients are kept from writing because their server may be cut off: the master's,
 * and those of one that was it until it says that it is a replica.
 */
final class Fences implements Witness {
  private final Set<Fence> fences = new HashSet<>();

  private record Fence(RunId who, GroupName group, Address node) {}

  /** Whether it has said that it keeps this server's clients from writing. */
  boolean hold(VedetteProcess who, LinkTarget.DataNode node) {
    return fences.contains(new Fence(who.runId(), node.group(), node.address()));
  }

  @Override
  public void onCrash(VedetteProcess who) {
    fences.removeIf(fence -> fence.who().equals(who.runId()));
  }

  @Override
  public void onEvent(VedetteProcess who, Event event) {
    switch (event.type()) {
      case MASTER_FENCED -> fences.add(fence(who, event));
      case MASTER_UNFENCED -> fences.remove(fence(who, event));
      case MONITOR_REMOVED ->
          fences.removeIf(
              fence ->
                  fence.who().equals(who.runId())
                      && fence.group().equals(event.group().orElseThrow()));
      default -> {}
    }
  }

  private static Fence fence(VedetteProcess who, Event event) {
    return new Fence(who.runId(), event.group().orElseThrow(), node(event));
  }

  /** The node that an event is about: {@code master NAME IP PORT} or {@code slave X IP PORT …}. */
  static Address node(Event event) {
    List<String> words = List.of(event.payload().split(" ", -1));
    return new Address(words.get(2), Integer.parseInt(words.get(3)));
  }
}
