package io.vedette.quorum;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who wants to be looked at when. While one item is looked at, it says by {@link #isDue} and {@link
 * #wakeAt} for which times it waits; the earliest is kept. So nothing is looked at before its time,
 * and a quiet item costs nothing.
 */
final class Agenda<T> {
  /** A place in the order of time; the ordinal makes it the same in every run. */
  private record Slot(long at, long ordinal) implements Comparable<Slot> {
    @Override
    public int compareTo(Slot other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(ordinal, other.ordinal);
    }
  }

  private final TreeMap<Slot, T> bySlot = new TreeMap<>();
  private final Map<T, Slot> slots = new LinkedHashMap<>();
  private long nextOrdinal;
  private long now;
  private long earliest;

  /** Begins to look at an item. */
  void begin(long time) {
    now = time;
    earliest = Coordinator.NO_DEADLINE;
  }

  /** Whether this time has come; if not, the item is woken then. */
  boolean isDue(long at) {
    if (at <= now) {
      return true;
    }
    wakeAt(at);
    return false;
  }

  /** The item is to be looked at then. */
  void wakeAt(long at) {
    earliest = Math.min(earliest, at);
  }

  /** Ends looking at an item: it is woken at the earliest time it named. */
  void end(T item) {
    Slot old = slots.remove(item);
    long ordinal;
    if (old == null) {
      ordinal = nextOrdinal++;
    } else {
      bySlot.remove(old);
      ordinal = old.ordinal();
    }
    Slot slot = new Slot(earliest, ordinal);
    slots.put(item, slot);
    bySlot.put(slot, item);
  }

  /** An item that is not being looked at now is to be looked at then at the latest. */
  void wakeBy(T item, long at) {
    Slot slot = slots.get(item);
    if (slot != null && at < slot.at()) {
      bySlot.remove(slot);
      Slot earlier = new Slot(at, slot.ordinal());
      slots.put(item, earlier);
      bySlot.put(earlier, item);
    }
  }

  /** The item is gone. */
  void remove(T item) {
    Slot slot = slots.remove(item);
    if (slot != null) {
      bySlot.remove(slot);
    }
  }

  /** The items whose time has come, the earliest first. */
  List<T> due(long time) {
    if (bySlot.isEmpty() || bySlot.firstKey().at() > time) {
      return List.of();
    }
    return new ArrayList<>(bySlot.headMap(new Slot(time, Long.MAX_VALUE), true).values());
  }

  /** When the first item is due. */
  long next() {
    return bySlot.isEmpty() ? Coordinator.NO_DEADLINE : bySlot.firstKey().at();
  }
}
