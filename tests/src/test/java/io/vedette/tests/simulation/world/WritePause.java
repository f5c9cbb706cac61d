package io.vedette.tests.simulation.world;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether a server lets its clients write (CLIENT PAUSE … WRITE, FAILOVER): if not, a write waits,
 * and so does PUBLISH, with all that its connection has sent after it.
 */
final class WritePause {
  private final RedisServer server;
  private final List<Connection> waiting = new ArrayList<>();
  private long until;
  private boolean isHandingOver;

  WritePause(RedisServer server) {
    this.server = server;
  }

  boolean areStopped() {
    return isHandingOver || server.world().now() < until;
  }

  /** Carries a write out, now or when it may be. */
  void whenAllowed(Connection from, Runnable write) {
    if (areStopped()) {
      waiting.add(from);
      from.postpone(write);
    } else {
      write.run();
    }
  }

  /** CLIENT PAUSE; a longer one that there is goes on. */
  void pause(long ms) {
    until = Math.max(until, server.world().now() + ms);
    server.world().later(ms, () -> server.receive(this::release));
  }

  /** CLIENT UNPAUSE. */
  void resume() {
    until = 0;
    release();
  }

  void handingOver(boolean isOn) {
    isHandingOver = isOn;
    release();
  }

  /** The process is gone, and with it whoever waited. */
  void reset() {
    until = 0;
    isHandingOver = false;
    waiting.clear();
  }

  private void release() {
    if (!areStopped()) {
      List<Connection> released = List.copyOf(waiting);
      waiting.clear();
      released.forEach(Connection::release);
    }
  }
}
