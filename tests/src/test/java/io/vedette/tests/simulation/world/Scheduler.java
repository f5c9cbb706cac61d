package io.vedette.tests.simulation.world;

import java.util.Arrays;
import java.util.PriorityQueue;

/**
 * Virtual time: what is to happen, by its time, and what happens at the same time in the order in
 * which it was planned.
 *
 * <p>A ring with a slot for each of the next milliseconds, and a heap for what is further away: the
 * simulation spends its time on the core, not on sorting.
 */
public final class Scheduler {
  /** A time that never comes. */
  static final long NEVER = Long.MAX_VALUE;

  private static final int SLOTS = 4096;
  private static final int MASK = SLOTS - 1;
  private static final int WORD_BITS = 64;

  private final Runnable[][] slots = new Runnable[SLOTS][];
  private final int[] sizes = new int[SLOTS];
  private final long[] used = new long[SLOTS / WORD_BITS];
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
    Runnable[] items = slots[slot];
    int size = sizes[slot];
    if (items == null) {
      items = new Runnable[4];
      slots[slot] = items;
    } else if (size == items.length) {
      items = Arrays.copyOf(items, size * 2);
      slots[slot] = items;
    }
    items[size] = what;
    sizes[slot] = size + 1;
    used[slot / WORD_BITS] |= 1L << slot;
  }

  /** Lets time go by until then, with everything that happens meanwhile. */
  void runUntil(long end) {
    long next = next();
    while (next <= end) {
      advance(next);
      runSlot((int) (next & MASK));
      next = next();
    }
    advance(end);
  }

  private void runSlot(int slot) {
    // What is planned for this very millisecond meanwhile is appended.
    for (int i = 0; i < sizes[slot]; i++) {
      Runnable what = slots[slot][i];
      slots[slot][i] = null;
      happened++;
      what.run();
    }
    sizes[slot] = 0;
    used[slot / WORD_BITS] &= ~(1L << slot);
  }

  private void advance(long time) {
    now = time;
    while (!late.isEmpty() && late.peek().at() - now < SLOTS) {
      Late item = late.poll();
      put(item.at(), item.what());
    }
  }

  private long next() {
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
