package io.vedette.tests.simulation.world;

import io.vedette.quorum.model.Address;
import java.util.Optional;

/**
 * FAILOVER TO, as Redis does it: the master stops its clients' writes until the replica has
 * everything, becomes its replica, and by asking for its stream makes it the master.
 */
final class ServerHandOver {
  private static final long LOOK_MS = 100;

  private enum State {
    NONE,
    AWAIT_SYNC,
    IN_PROGRESS
  }

  private final RedisServer server;
  private State state = State.NONE;
  private RedisServer target;
  private int attempt;

  ServerHandOver(RedisServer server) {
    this.server = server;
  }

  boolean isOn() {
    return state != State.NONE;
  }

  /** Begins; or says why not. */
  Optional<String> begin(Address replica) {
    if (server.master().isPresent()) {
      return Optional.of("ERR FAILOVER is not valid when server is a replica.");
    }
    if (isOn()) {
      return Optional.of("ERR FAILOVER already in progress.");
    }
    RedisServer found = server.world().serverAt(replica);
    if (found == null || !server.feed().feeds(found)) {
      return Optional.of("ERR FAILOVER target HOST and PORT is not a replica.");
    }
    target = found;
    state = State.AWAIT_SYNC;
    server.writes().handingOver(true);
    say("hands over to " + target.name());
    // REPLCONF GETACK and its answer.
    goOnIn(roundTripMs());
    return Optional.empty();
  }

  /** FAILOVER ABORT, or the replica does not want to. */
  void abort() {
    if (state == State.IN_PROGRESS) {
      server.takeRole(Optional.empty());
    }
    if (isOn()) {
      say("gives up handing over");
      end();
    }
  }

  private void end() {
    reset();
    server.writes().handingOver(false);
  }

  /** The process is gone. */
  void reset() {
    attempt++;
    state = State.NONE;
    target = null;
  }

  private void say(String what) {
    server.world().trace().line(server.name(), () -> what);
  }

  private long roundTripMs() {
    Network network = server.world().network();
    return network.latency(server.host(), target.host())
        + network.latency(target.host(), server.host());
  }

  private void goOnIn(long ms) {
    int mine = attempt;
    server.world().later(ms, () -> server.receive(() -> goOn(mine)));
  }

  private void goOn(int mine) {
    if (mine != attempt || !isOn()) {
      return;
    }
    boolean isReached =
        target.isAwake() && server.world().network().passesBothWays(server.host(), target.host());
    if (state == State.AWAIT_SYNC && isReached && hasAll()) {
      state = State.IN_PROGRESS;
      server.takeRole(Optional.of(target.address()));
      goOnIn(roundTripMs());
    } else if (state == State.IN_PROGRESS && isReached) {
      ask();
    } else {
      goOnIn(LOOK_MS);
    }
  }

  private boolean hasAll() {
    Replication its = target.replication();
    Replication own = server.replication();
    return server.feed().feeds(target)
        && its.id().equals(own.id())
        && its.offset() == own.offset();
  }

  /** PSYNC … FAILOVER has arrived at the replica, and its answer will be here. */
  private void ask() {
    boolean isTaken = target.takesOver(server);
    int mine = attempt;
    long ms = server.world().network().latency(target.host(), server.host());
    server
        .world()
        .later(
            ms,
            () ->
                server.receive(
                    () -> {
                      if (mine == attempt && isTaken) {
                        end();
                      } else if (mine == attempt) {
                        abort();
                      }
                    }));
  }
}
