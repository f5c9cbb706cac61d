package io.vedette.tests.simulation.invariant;

import io.vedette.tests.simulation.world.Client;
import io.vedette.tests.simulation.world.RedisServer;
import io.vedette.tests.simulation.world.SimGroup;
import io.vedette.tests.simulation.world.World;
import java.util.Optional;

/** See {@link #sentence()}. */
final class ClientsWrite implements RestCondition {
  private static final long LATELY_MS = 6_000;

  @Override
  public String sentence() {
    return "Every client's last write was acknowledged lately, and by the master.";
  }

  @Override
  public Optional<String> violation(World world, SimGroup group) {
    Optional<RedisServer> master = world.agreedMaster(group);
    for (Client client : group.clients()) {
      boolean isRight =
          master.isPresent()
              && client.lastServer() == master.get()
              && world.now() - client.lastAcknowledgedAt() <= LATELY_MS;
      if (!isRight) {
        return Optional.of("client " + client.name() + " does not write to the master");
      }
    }
    return Optional.empty();
  }
}
