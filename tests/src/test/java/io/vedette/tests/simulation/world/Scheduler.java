package io.vedette.tests.simulation.world;

import java.util.Arrays;
import java.util.PriorityQueue;

/**
 * Virtual time: what is to happen, by its time, and what happens at the same time in the order in
 * which it was planned.
 *
 * <p>A ring with a list for each of the next milliseconds, and a heap for what is further away. The
 * lists are threaded through one pool, which stays small: the simulation spends its time on the
 * core, not on sorting, nor on fetching memory.
 */
public final class Scheduler {
  /** A time that never comes. */
  static final long NEVER = Long.MAX_VALUE;

  private static final int SLOTS = 2048;
  private static final int MASK = SLOTS - 1;
  private static final int WORD_BITS = 64;
  private static final int NONE = -1;

  private final int[] first = new int[SLOTS];
  private final int[] last = new int[SLOTS];
  private final long[] used = new long[SLOTS / WORD_BITS];
  private Runnable[] items = new Runnable[256];
  private int[] next = new int[256];
  private int allocated;
  private int free = NONE;
  private final PriorityQueue<Late> late = new PriorityQueue<>();
  private long order;
  private long now;
  private long happened;

  private record Late(long at, long order, Runnable what) implements Comparable<Late> {
    @Override
    public int compareTo(Late other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  /** Milliseconds since the beginning of the world. */
  public long now() {
    return now;
  }

  /** How much has happened so far. */
  long happened() {
    return happened;
  }

  /** Plans something for a time; what has passed already means now. */
  void at(long time, Runnable what) {
    long due = Math.max(time, now);
    if (due - now < SLOTS) {
      put(due, what);
    } else {
      late.add(new Late(due, order++, what));
    }
  }

  private void put(long due, Runnable what) {
    int slot = (int) (due & MASK);
    int item = allocate();
    items[item] = what;
    next[item] = NONE;
    int bit = slot / WORD_BITS;
    boolean isFirst = (used[bit] & (1L << slot)) == 0;
    if (isFirst) {
      used[bit] |= 1L << slot;
      first[slot] = item;
    } else {
      next[last[slot]] = item;
    }
    last[slot] = item;
  }

  private int allocate() {
    int item = free;
    if (item != NONE) {
      free = next[item];
      return item;
    }
    if (allocated == items.length) {
      items = Arrays.copyOf(items, 2 * allocated);
      next = Arrays.copyOf(next, 2 * allocated);
    }
    return allocated++;
  }

  /** Lets time go by until then, with everything that happens meanwhile. */
  void runUntil(long end) {
    long at = nextAt();
    while (at <= end) {
      advance(at);
      runSlot((int) (at & MASK));
      at = nextAt();
    }
    advance(end);
  }

  private void runSlot(int slot) {
    // What is planned for this very millisecond meanwhile is appended.
    int item = first[slot];
    while (item != NONE) {
      Runnable what = items[item];
      items[item] = null;
      happened++;
      what.run();
      int after = next[item];
      next[item] = free;
      free = item;
      item = after;
    }
    used[slot / WORD_BITS] &= ~(1L << slot);
  }

  private void advance(long time) {
    now = time;
    while (!late.isEmpty() && late.peek().at() - now < SLOTS) {
      Late item = late.poll();
      put(item.at(), item.what());
    }
  }

  private long nextAt() {
    int start = (int) (now & MASK);
    int word = start / WORD_BITS;
    long bits = used[word] & (-1L << start);
    for (int i = 0; i <= used.length; i++) {
      if (bits != 0) {
        int slot = word * WORD_BITS + Long.numberOfTrailingZeros(bits);
        return now + ((slot - start) & MASK);
      }
      word = (word + 1) % used.length;
      bits = used[word];
    }
    return late.isEmpty() ? NEVER : late.peek().at();
  }
}
