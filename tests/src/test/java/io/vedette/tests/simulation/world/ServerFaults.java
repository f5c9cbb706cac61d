package io.vedette.tests.simulation.world;

import io.vedette.tests.simulation.scenario.ServerFault;
import io.vedette.tests.simulation.scenario.ServerFault.Kept;

/** Brings faults of Redis servers about. */
final class ServerFaults implements ServerFault.Handler {
  private static final int LOAD_MS = 200;

  private final World world;
  private final Faults faults;

  ServerFaults(World world, Faults faults) {
    this.world = world;
    this.faults = faults;
  }

  @Override
  public void onCrash(ServerFault.Crash fault) {
    RedisServer server = faults.server(fault.group(), fault.server());
    if (server == null || !server.isRunning()) {
      return;
    }
    if (fault.power()) {
      faults.losePower(server.host(), fault.forMs(), fault.kept(), fault.loadMs());
    } else {
      server.crash(false);
      faults.endIn(fault.forMs(), () -> restart(server, fault.kept(), fault.loadMs()));
    }
  }

  /** Starts a server unless it runs. */
  void restart(RedisServer server, Kept kept, int loadMs) {
    if (!server.isRunning()) {
      world.trace().line(server.name(), () -> "starts with " + kept + " of its data");
      server.restart(kept, loadMs);
    }
  }

  @Override
  public void onPause(ServerFault.Pause fault) {
    RedisServer server = faults.server(fault.group(), fault.server());
    if (server != null) {
      server.pause();
      faults.endIn(fault.forMs(), server::resume);
    }
  }

  @Override
  public void onSlow(ServerFault.Slow fault) {
    RedisServer server = faults.server(fault.group(), fault.server());
    if (server != null) {
      server.replyDelay(fault.delayMs());
      faults.endIn(fault.forMs(), () -> server.replyDelay(0));
    }
  }

  @Override
  public void onBusy(ServerFault.Busy fault) {
    RedisServer server = faults.server(fault.group(), fault.server());
    if (server != null) {
      server.busy(true);
      faults.endIn(fault.forMs(), () -> server.busy(false));
    }
  }

  @Override
  public void onPriority(ServerFault.Priority fault) {
    RedisServer server = faults.server(fault.group(), fault.server());
    if (server != null) {
      server.priority(fault.value());
    }
  }

  @Override
  public void onRefuseRole(ServerFault.RefuseRole fault) {
    RedisServer server = faults.server(fault.group(), fault.server());
    if (server != null) {
      server.refuseRoles(true);
      faults.endIn(fault.forMs(), () -> server.refuseRoles(false));
    }
  }

  @Override
  public void onForgetRole(ServerFault.ForgetRole fault) {
    RedisServer server = faults.server(fault.group(), fault.server());
    if (server != null) {
      server.forgetRoles(true);
      faults.endIn(fault.forMs(), () -> server.forgetRoles(false));
    }
  }

  @Override
  public void onMove(ServerFault.Move fault) {
    RedisServer server = faults.server(fault.group(), fault.server());
    if (server != null
        && server.isRunning()
        && faults.areOthersKnown(server)
        && faults.isMasterKnownAlike(server.group())) {
      server.crash(false);
      world.move(server);
      faults.endIn(fault.forMs(), () -> restartElsewhere(server));
    }
  }

  @Override
  public void onSwap(ServerFault.Swap fault) {
    RedisServer one = faults.server(fault.group(), fault.server());
    RedisServer other = faults.server(fault.group(), fault.other());
    boolean isPossible =
        one != null
            && other != null
            && one != other
            && one.isRunning()
            && other.isRunning()
            && faults.isMasterKnownAlike(one.group());
    if (isPossible) {
      swap(one, other, fault.forMs());
    }
  }

  /** Of a master, nobody could know whose it is: its replicas would follow the other one. */
  @Override
  public void onSwapAcross(ServerFault.SwapAcross fault) {
    RedisServer one = faults.server(fault.group(), fault.server());
    RedisServer other = faults.server(fault.otherGroup(), fault.other());
    boolean isPossible =
        one != null
            && other != null
            && one.group() != other.group()
            && world.shape().stock() == 0
            && world.choices().checksLineage()
            && isSpare(one)
            && isSpare(other);
    if (isPossible) {
      swap(one, other, fault.forMs());
    }
  }

  private boolean isSpare(RedisServer server) {
    return server.isRunning()
        && server.master().isPresent()
        && server != world.publishedMaster(server.group())
        && faults.areOthersKnown(server);
  }

  private void swap(RedisServer one, RedisServer other, int forMs) {
    one.crash(false);
    other.crash(false);
    world.swap(one, other);
    faults.endIn(
        forMs,
        () -> {
          restartElsewhere(one);
          restartElsewhere(other);
        });
  }

  @Override
  public void onEcho(ServerFault.Echo fault) {
    RedisServer server = faults.server(fault.group(), fault.server());
    if (server != null) {
      server.echo(fault.lateMs());
      faults.endIn(fault.forMs(), () -> server.echo(0));
    }
  }

  /**
   * As the start scripts of containers do: it asks who is master, and follows that one, if it is
   * another.
   */
  private void restartElsewhere(RedisServer server) {
    if (!server.isRunning()) {
      restart(server, Kept.ALL, LOAD_MS);
      RedisServer master = world.publishedMaster(server.group());
      if (master == server) {
        server.startAsMaster();
      } else if (master != null) {
        server.startAs(master.address());
      }
    }
  }
}
