package io.vedette.tests.simulation.world;

import io.vedette.quorum.model.Address;
import java.util.Optional;

/**
 * FAILOVER TO … FORCE TIMEOUT 1, as Redis does it: the master stops its clients' writes, becomes
 * the replica of its replica, and by asking that one for its stream makes it the master. As long as
 * it can't be asked it is tried again, and REPLICAOF is refused.
 */
final class ServerHandOver {
  private static final long TIMEOUT_MS = 1;
  private static final long AGAIN_MS = 1_000;

  private final RedisServer server;
  private RedisServer target;
  private boolean isInProgress;
  private int attempt;

  ServerHandOver(RedisServer server) {
    this.server = server;
  }

  boolean isOn() {
    return target != null;
  }

  /** Whether it has taken the role of a replica for that. */
  boolean hasBegun() {
    return isInProgress;
  }

  /** Begins; or says why not. */
  Optional<String> begin(Address replica) {
    if (isOn()) {
      return Optional.of("ERR FAILOVER already in progress.");
    }
    if (server.master().isPresent()) {
      return Optional.of("ERR FAILOVER is not valid when server is a replica.");
    }
    RedisServer found = server.world().serverAt(replica);
    if (found == null || !server.feed().feeds(found)) {
      return Optional.of("ERR FAILOVER target HOST and PORT is not a replica.");
    }
    target = found;
    server.writes().handingOver(true);
    say("hands over to " + target.name());
    goOnIn(TIMEOUT_MS);
    return Optional.empty();
  }

  /** FAILOVER ABORT, or the replica does not want to. */
  void abort() {
    if (isOn()) {
      say("gives up handing over");
      boolean hasBegun = isInProgress;
      end();
      if (hasBegun) {
        server.takeRole(Optional.empty());
      }
    }
  }

  private void end() {
    reset();
    server.writes().handingOver(false);
  }

  /** The process is gone. */
  void reset() {
    attempt++;
    isInProgress = false;
    target = null;
  }

  private void say(String what) {
    server.world().trace().line(server.name(), () -> what);
  }

  private void goOnIn(long ms) {
    int mine = attempt;
    server.world().later(ms, () -> server.receive(() -> goOn(mine)));
  }

  private void goOn(int mine) {
    if (mine != attempt || !isOn()) {
      return;
    }
    if (!isInProgress) {
      isInProgress = true;
      server.takeRole(Optional.of(target.address()));
    }
    Network network = server.world().network();
    RedisServer asked = target;
    if (asked.isAwake() && network.passesBothWays(server.host(), asked.host())) {
      long ms = network.latency(server.host(), asked.host());
      server.world().later(ms, () -> asked.receive(() -> ask(mine)));
    }
    goOnIn(AGAIN_MS);
  }

  /** PSYNC … FAILOVER has arrived at the replica. */
  private void ask(int mine) {
    if (mine != attempt || !isOn()) {
      return;
    }
    boolean isTaken = target.takesOver(server);
    long ms = server.world().network().latency(target.host(), server.host());
    server.world().later(ms, () -> server.receive(() -> answered(mine, isTaken)));
  }

  private void answered(int mine, boolean isTaken) {
    if (mine == attempt && isTaken) {
      end();
    } else if (mine == attempt) {
      abort();
    }
  }
}
