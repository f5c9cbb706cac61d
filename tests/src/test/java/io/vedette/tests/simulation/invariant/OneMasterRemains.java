package io.vedette.tests.simulation.invariant;

import io.vedette.quorum.model.Role;
import io.vedette.tests.simulation.world.RedisServer;
import io.vedette.tests.simulation.world.SimGroup;
import io.vedette.tests.simulation.world.World;
import java.util.List;
import java.util.Optional;

/** See {@link #sentence()}. */
final class OneMasterRemains implements RestCondition {
  @Override
  public String sentence() {
    return "Of all servers of a group that run and can be reached, one is a master.";
  }

  @Override
  public Optional<String> violation(World world, SimGroup group) {
    List<String> masters =
        group.servers().stream()
            .filter(server -> world.isThere(server) && server.role() == Role.MASTER)
            .map(RedisServer::name)
            .toList();
    return masters.size() == 1
        ? Optional.empty()
        : Optional.of("the masters of " + group.name() + " are " + masters);
  }
}
