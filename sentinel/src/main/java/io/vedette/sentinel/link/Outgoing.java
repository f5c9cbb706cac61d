package io.vedette.sentinel.link;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes what is sent on each connection at once, when nothing more is being sent: a PING, a hello
 * and an INFO that are due together are one write, and so are questions about a thousand groups.
 *
 * <p>I/O thread only.
 */
final class Outgoing {
  private final EventLoop loop;
  private List<Wire> waiting = new ArrayList<>();

  Outgoing(EventLoop loop) {
    this.loop = loop;
  }

  /** The wire is flushed after what the I/O thread is doing now. */
  void flushSoon(Wire wire) {
    if (loop.isShuttingDown()) {
      wire.flush();
      return;
    }
    if (waiting.isEmpty()) {
      loop.execute(this::flush);
    }
    waiting.add(wire);
  }

  private void flush() {
    List<Wire> wires = waiting;
    waiting = new ArrayList<>();
    wires.forEach(Wire::flush);
  }
}
