package io.vedette.tests.simulation.world;

import io.vedette.quorum.model.Address;
import java.util.Optional;

/**
 * A client as the libraries are: it asks any coordinator for the master, stays with what it was
 * told while its connection stands and its writes work, and asks again when they don't.
 */
public final class Client extends SimProcess {
  private static final long TIMEOUT_MS = 1_500;
  private static final long RETRY_MS = 250;
  private static final int OPERATIONS_PER_READ = 4;

  private final SimGroup group;
  private final int periodMs;
  private final boolean waits;
  private int nextCoordinator;
  private Connection connection;
  private int request;
  private int operations;
  private Write lastAcknowledged;
  private RedisServer lastServer;
  private long lastAcknowledgedAt;
  private int turn;

  Client(World world, SimGroup group, int number, int host, int periodMs, boolean waits) {
    super(world, group.name() + "/c" + number, host, new Address("10.99.99." + number, 1));
    this.group = group;
    this.periodMs = periodMs;
    this.waits = waits;
    nextCoordinator = number;
    begin();
    goOnIn(1_000 + world.random().nextInt(periodMs));
  }

  /** There is one next thing to do; what was planned before does not count any more. */
  private void goOnIn(long ms) {
    int mine = ++turn;
    world()
        .later(
            ms,
            () -> {
              if (mine == turn) {
                goOn();
              }
            });
  }

  private void goOn() {
    if (connection == null) {
      ask();
    } else {
      operate();
    }
  }

  // Who is master?

  private void ask() {
    CoordinatorNode asked =
        world().coordinators().get(nextCoordinator++ % world().coordinators().size());
    int mine = ++request;
    Network network = world().network();
    if (asked.isRunning() && network.passesBothWays(host(), asked.host())) {
      world()
          .later(
              network.latency(host(), asked.host()),
              () -> asked.receive(() -> answer(mine, asked)));
    }
    world().later(TIMEOUT_MS / 3, () -> giveUp(mine, RETRY_MS));
  }

  private void answer(int mine, CoordinatorNode asked) {
    Optional<Address> master = asked.told(group.groupName());
    Network network = world().network();
    if (network.passes(asked.host(), host())) {
      world().later(network.latency(asked.host(), host()), () -> onAddress(mine, master));
    }
  }

  private void onAddress(int mine, Optional<Address> master) {
    if (mine != request || master.isEmpty()) {
      return;
    }
    RedisServer server = world().serverAt(master.get());
    if (server != null
        && server.isRunning()
        && world().network().passesBothWays(host(), server.host())) {
      connection = new Connection(world(), this, server, this, this::onLost);
      operate();
    }
  }

  private void giveUp(int mine, long pauseMs) {
    if (mine == request) {
      request++;
      drop();
      goOnIn(pauseMs);
    }
  }

  private void onLost() {
    connection = null;
    giveUp(request, RETRY_MS);
  }

  private void drop() {
    if (connection != null) {
      connection.closeByClient();
      connection = null;
    }
  }

  // Writing and reading.

  private void operate() {
    int mine = ++request;
    Connection over = connection;
    RedisServer server = (RedisServer) connection.server();
    boolean isReading = ++operations % OPERATIONS_PER_READ == 0 && lastAcknowledged != null;
    if (isReading) {
      over.toServer(() -> read(server, over, mine));
    } else {
      over.toServer(() -> write(server, over, mine));
    }
    world().later(TIMEOUT_MS, () -> giveUp(mine, RETRY_MS));
  }

  private void write(RedisServer server, Connection over, int mine) {
    boolean isRefused =
        !server.serves() || server.master().isPresent() || !group.hasReplicas(server);
    if (isRefused) {
      over.toClient(() -> onRefused(mine));
    } else if (server.writes().areStopped()) {
      server.writes().whenAllowed(over, () -> write(server, over, mine));
    } else {
      carryOut(server, over, mine);
    }
  }

  private void carryOut(RedisServer server, Connection over, int mine) {
    Write write = server.replication().write();
    server.feed().pushAll();
    Runnable acknowledge = () -> over.toClient(() -> onAcknowledged(server, write, mine));
    if (waits) {
      server.feed().await(1, acknowledge);
    } else {
      acknowledge.run();
    }
  }

  private void read(RedisServer server, Connection over, int mine) {
    if (!server.serves() || server.master().isPresent()) {
      over.toClient(() -> onRefused(mine));
      return;
    }
    Write last = server.replication().data();
    over.toClient(() -> onRead(last, mine));
  }

  private void onRefused(int mine) {
    giveUp(mine, RETRY_MS);
  }

  private void onAcknowledged(RedisServer server, Write write, int mine) {
    if (mine != request) {
      return;
    }
    request++;
    lastAcknowledged = write;
    lastServer = server;
    lastAcknowledgedAt = world().now();
    group.acknowledged(write);
    goOnIn(periodMs);
  }

  private void onRead(Write last, int mine) {
    if (mine != request) {
      return;
    }
    request++;
    group.read(lastAcknowledged.isIn(last));
    goOnIn(periodMs);
  }

  /** Where its last write was acknowledged; null: nowhere yet. */
  public RedisServer lastServer() {
    return lastServer;
  }

  /** When that was. */
  public long lastAcknowledgedAt() {
    return lastAcknowledgedAt;
  }
}
