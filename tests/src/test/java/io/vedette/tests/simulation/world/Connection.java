package io.vedette.tests.simulation.world;

import java.util.ArrayDeque;
import java.util.List;

/**
 * A TCP connection. What is sent arrives in order and once; while the network is cut it waits in
 * the sender's kernel and is tried again, ever more rarely. So what was sent long ago may be
 * carried out late, even after the sender has closed the connection and forgotten it.
 */
final class Connection {
  /** When the client's kernel gives a connection up whose data is not acknowledged. */
  static final long USER_TIMEOUT_MS = 30_000;

  private static final long LONGEST_RETRY_MS = 120_000;

  private final World world;
  private final SimProcess client;
  private final int clientLife;
  private final Endpoint server;
  private final int serverLife;
  private final Object owner;
  private final Runnable onLost;
  private final Pipe toServer;
  private final Pipe toClient;
  private ArrayDeque<Runnable> postponed;
  private boolean isHalfOpen;
  private boolean isClosedByClient;
  private boolean isClosedByServer;
  private boolean isLost;

  /**
   * A connection that the server's kernel has accepted.
   *
   * @param owner what the client uses it for
   * @param onLost told once if it ends, but not if the client closes it
   */
  Connection(World world, SimProcess client, Endpoint server, Object owner, Runnable onLost) {
    this.world = world;
    this.client = client;
    this.clientLife = client.life();
    this.server = server;
    this.serverLife = server.life();
    this.owner = owner;
    this.onLost = onLost;
    toServer = new Pipe(client.host(), server.host(), true);
    toClient = new Pipe(server.host(), client.host(), false);
    server.accepted(this);
  }

  SimProcess client() {
    return client;
  }

  Object owner() {
    return owner;
  }

  Endpoint server() {
    return server;
  }

  /** Has the server do something when this arrives, if it still is there. */
  void toServer(Runnable action) {
    toServer.send(() -> arriveAtServer(action));
  }

  private void arriveAtServer(Runnable action) {
    if (server.life() != serverLife || !server.isRunning()) {
      // Its kernel does not know this connection (any more).
      if (!world.network().isOff(server.host())) {
        toClient.send(this::arriveLoss);
      }
    } else if (!isClosedByServer) {
      server.receive(() -> carryOut(action));
    }
  }

  /** A server takes the commands of a connection in their order: behind one that waits, all do. */
  private void carryOut(Runnable command) {
    if (postponed == null) {
      command.run();
    } else {
      postponed.add(command);
    }
  }

  /** The command that the server is carrying out waits until {@link #release}. */
  void postpone(Runnable command) {
    postponed = new ArrayDeque<>(List.of(command));
  }

  /** What waited is carried out, unless the client is gone meanwhile. */
  void release() {
    if (postponed != null && server.connections().contains(this)) {
      ArrayDeque<Runnable> waiting = postponed;
      postponed = null;
      waiting.forEach(this::carryOut);
    }
  }

  /** Has the client do something when this arrives, if it still wants to know. */
  void toClient(Runnable action) {
    if (!isClosedByServer && server.life() == serverLife) {
      toClient.send(() -> arriveAtClient(action));
    }
  }

  private void arriveAtClient(Runnable action) {
    if (client.life() != clientLife) {
      server.forget(this);
    } else if (!isClosedByClient) {
      client.receive(
          () -> {
            if (!isClosedByClient) {
              action.run();
            }
          });
    }
  }

  /** The client wants nothing more of it; what it has sent may still arrive. */
  void closeByClient() {
    if (!isClosedByClient) {
      isClosedByClient = true;
      toServer.send(() -> server.forget(this));
    }
  }

  /** The server ends it, or its kernel does because the process is gone. */
  void closeByServer() {
    if (!isClosedByServer) {
      isClosedByServer = true;
      server.forget(this);
      toClient.send(this::arriveLoss);
    }
  }

  private void arriveLoss() {
    if (client.life() == clientLife && !isClosedByClient) {
      client.receive(this::lose);
    }
  }

  private void lose() {
    if (!isLost && !isClosedByClient) {
      isLost = true;
      isClosedByClient = true;
      onLost.run();
    }
  }

  /** From now on nothing passes, and nobody is told: state is lost somewhere on the way. */
  void makeHalfOpen() {
    isHalfOpen = true;
  }

  /** One direction of it. */
  private final class Pipe {
    private final int from;
    private final int to;
    private final boolean isClients;
    private final int powerLosses;
    private final ArrayDeque<Runnable> delayed = new ArrayDeque<>();
    private long lastArrival;
    private ArrayDeque<Runnable> waiting;
    private long waitingSince;
    private long retryMs;
    private boolean isGivenUp;

    Pipe(int from, int to, boolean isClients) {
      this.from = from;
      this.to = to;
      this.isClients = isClients;
      powerLosses = world.network().powerLosses(from);
    }

    void send(Runnable arrival) {
      if (isGivenUp) {
        return;
      }
      if (waiting != null && !waiting.isEmpty()) {
        waiting.add(arrival);
      } else if (passes()) {
        transmit(arrival);
      } else {
        if (waiting == null) {
          waiting = new ArrayDeque<>();
        }
        waiting.add(arrival);
        waitingSince = world.now();
        retryMs = Network.FIRST_RETRY_MS;
        world.later(retryMs, this::retry);
        world.network().stalled(this::resend);
      }
    }

    private boolean passes() {
      return !isHalfOpen && world.network().passes(from, to);
    }

    private void transmit(Runnable arrival) {
      Network network = world.network();
      lastArrival = Math.max(lastArrival, world.now() + network.latency(from, to));
      if (!network.isFaulty()) {
        world.at(lastArrival, arrival);
        return;
      }
      if (delayed.isEmpty()) {
        network.stalled(this::hurry);
      }
      delayed.add(arrival);
      world.at(lastArrival, this::arriveNext);
    }

    private void arriveNext() {
      if (!delayed.isEmpty()) {
        delayed.poll().run();
      }
    }

    /** Nothing is slow or lost any more. */
    private void hurry() {
      lastArrival = world.now() + world.network().latency(from, to);
      delayed.forEach(arrival -> world.at(lastArrival, arrival));
      delayed.clear();
    }

    private void retry() {
      resend();
      if (waiting.isEmpty()) {
        return;
      }
      if (world.now() - waitingSince >= (isClients ? USER_TIMEOUT_MS : 8 * LONGEST_RETRY_MS)) {
        giveUp();
        if (isClients && client.life() == clientLife) {
          client.receive(Connection.this::lose);
        }
      } else {
        retryMs = Math.min(2 * retryMs, LONGEST_RETRY_MS);
        world.later(retryMs, this::retry);
      }
    }

    /** What a process has sent, its kernel sends again, unless the power was lost meanwhile. */
    private void resend() {
      boolean isSenderGone =
          isClients
              ? world.network().powerLosses(from) != powerLosses
              : server.life() != serverLife;
      if (isSenderGone) {
        giveUp();
      } else if (passes()) {
        waiting.forEach(this::transmit);
        waiting.clear();
      }
    }

    private void giveUp() {
      isGivenUp = true;
      waiting.clear();
    }
  }
}
