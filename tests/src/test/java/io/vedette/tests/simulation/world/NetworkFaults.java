package io.vedette.tests.simulation.world;

import io.vedette.tests.simulation.scenario.Fault.Direction;
import io.vedette.tests.simulation.scenario.NetworkFault;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;

/** Brings faults of the network about. */
final class NetworkFaults implements NetworkFault.Handler {
  private final Network network;
  private final Faults faults;

  NetworkFaults(World world, Faults faults) {
    this.network = world.network();
    this.faults = faults;
  }

  /** What a fault does to a pair of hosts, in one direction. */
  private interface Effect {
    void on(int from, int to);
  }

  @Override
  public void onCut(NetworkFault.Cut fault) {
    int host = fault.host() % network.hosts();
    int other = fault.other() % network.hosts();
    cut(each -> each == host, each -> each == other, fault.direction(), fault.forMs());
  }

  @Override
  public void onIsolateServer(NetworkFault.IsolateServer fault) {
    RedisServer server = faults.server(fault.group(), fault.server());
    if (server != null) {
      isolate(server.host(), fault.direction(), fault.forMs());
    }
  }

  @Override
  public void onIsolateCoordinator(NetworkFault.IsolateCoordinator fault) {
    isolate(faults.coordinator(fault.coordinator()).host(), fault.direction(), fault.forMs());
  }

  private void isolate(int host, Direction direction, int forMs) {
    cut(each -> each == host, each -> each != host, direction, forMs);
  }

  @Override
  public void onSplit(NetworkFault.Split fault) {
    SplittableRandom sides = new SplittableRandom(fault.salt());
    boolean[] isLeft = new boolean[network.hosts()];
    for (int i = 0; i < isLeft.length; i++) {
      isLeft[i] = sides.nextBoolean();
    }
    cut(each -> isLeft[each], each -> !isLeft[each], fault.direction(), fault.forMs());
  }

  private void cut(IntPredicate these, IntPredicate those, Direction direction, int forMs) {
    if (direction != Direction.IN) {
      forPairs(these, those, network::block);
      faults.endIn(forMs, () -> forPairs(these, those, network::unblock));
    }
    if (direction != Direction.OUT) {
      forPairs(those, these, network::block);
      faults.endIn(forMs, () -> forPairs(those, these, network::unblock));
    }
  }

  @Override
  public void onWorsen(NetworkFault.Worsen fault) {
    worsen(each -> true, fault.slowMs(), fault.lossPerMille(), fault.forMs());
  }

  @Override
  public void onWorsenServer(NetworkFault.WorsenServer fault) {
    RedisServer server = faults.server(fault.group(), fault.server());
    if (server != null) {
      worsen(each -> each == server.host(), fault.slowMs(), fault.lossPerMille(), fault.forMs());
    }
  }

  private void worsen(IntPredicate which, int ms, int perMille, int forMs) {
    forPairs(which, each -> true, (from, to) -> worsenBoth(from, to, ms, perMille));
    faults.endIn(
        forMs,
        () -> forPairs(which, each -> true, (from, to) -> worsenBoth(from, to, -ms, -perMille)));
  }

  private void worsenBoth(int from, int to, int ms, int perMille) {
    network.worsen(from, to, ms, perMille);
    network.worsen(to, from, ms, perMille);
  }

  private void forPairs(IntPredicate these, IntPredicate those, Effect effect) {
    for (int from = 0; from < network.hosts(); from++) {
      for (int to = 0; to < network.hosts(); to++) {
        if (from != to && these.test(from) && those.test(to)) {
          effect.on(from, to);
        }
      }
    }
  }
}
