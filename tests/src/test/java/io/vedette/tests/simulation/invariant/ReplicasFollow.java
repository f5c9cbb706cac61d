package io.vedette.tests.simulation.invariant;

import io.vedette.tests.simulation.world.RedisServer;
import io.vedette.tests.simulation.world.SimGroup;
import io.vedette.tests.simulation.world.World;
import java.util.Optional;

/** See {@link #sentence()}. */
final class ReplicasFollow implements RestCondition {
  @Override
  public String sentence() {
    return "Every other server of the group is a replica of the master, and its link is up.";
  }

  @Override
  public Optional<String> violation(World world, SimGroup group) {
    Optional<RedisServer> master = world.agreedMaster(group);
    for (RedisServer server : group.servers()) {
      boolean isOther = server.isRunning() && master.isPresent() && server != master.get();
      if (isOther && !server.isOnlineReplicaOf(master.get())) {
        return Optional.of(server.name() + " is not an online replica of " + master.get().name());
      }
    }
    return Optional.empty();
  }
}
