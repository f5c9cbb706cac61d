package io.vedette.tests.simulation.world;

import io.vedette.quorum.Event;
import io.vedette.quorum.model.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What happened: always as one number, by which two runs are compared, and on demand as lines that
 * a person can read.
 */
public final class Trace {
  private static final long PRIME = 0x9E3779B97F4A7C15L;

  private final Scheduler time;
  private final boolean keepsLines;
  private final List<String> lines = new ArrayList<>();
  private long hash;

  Trace(Scheduler time, boolean keepsLines) {
    this.time = time;
    this.keepsLines = keepsLines;
  }

  /** A number that stands for everything that has happened, in its order. */
  public long hash() {
    return hash;
  }

  /** The readable lines; empty if they are not kept. */
  public List<String> lines() {
    return lines;
  }

  private void fold(long value) {
    hash = (hash ^ value) * PRIME;
    hash ^= hash >>> 29;
  }

  private void fold(long kind, SimProcess who, long what) {
    fold(time.now() << 8 | kind);
    fold(((long) who.host() << 32) ^ what);
  }

  void step(VedetteProcess who, int taken, int decided) {
    fold(1, who, (long) taken << 16 | decided);
  }

  void event(CoordinatorNode who, Event event) {
    fold(2, who, ((long) event.type().name().hashCode() << 32) ^ event.payload().hashCode());
    line(who.name(), event::line);
  }

  void order(CoordinatorNode who, Address node, Optional<Address> master) {
    fold(3, who, ((long) node.hashCode() << 32) ^ master.hashCode());
    line(
        who.name(),
        () -> "tells " + node + " to follow " + master.map(Address::toString).orElse("no one"));
  }

  void obeyed(RedisServer who, Optional<Address> master) {
    fold(4, who, master.hashCode());
    line(
        who.name(),
        () -> "is " + master.map(to -> "a replica of " + to).orElse("a master") + " now");
  }

  /** Something else that is worth a line. */
  public void line(String who, Supplier<String> what) {
    if (keepsLines) {
      lines.add("%8d %-6s %s".formatted(time.now(), who, what.get()));
    }
  }
}
