package io.vedette.sentinel.runtime;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * How the coordinator's thread is doing. Its thread counts, any thread reads. Times are in
 * nanoseconds.
 */
public final class LoopStats {
  /** How long what was worst is remembered: so long, and until as much again has passed. */
  private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(30);

  private static final long IDLE = 0;

  /** Batches of inputs that were stepped through, and the time in them, saves included. */
  public final Times steps = new Times();

  /** Timers that fired, and how late they were. */
  public final Times delays = new Times();

  /** Saves of the state that went well, and how long they took. */
  public final Times saves = new Times();

  /** Saves that failed. */
  public final LongAdder failedSaves = new LongAdder();

  private volatile long busySince = IDLE;

  void begins() {
    busySince = Math.max(1, System.nanoTime());
  }

  void ends() {
    steps.add(System.nanoTime() - busySince);
    busySince = IDLE;
  }

  void woken(long lateNanos) {
    delays.add(Math.max(0, lateNanos));
  }

  void saved(long nanos) {
    saves.add(nanos);
  }

  void notSaved() {
    failedSaves.increment();
  }

  /** For how long it has been at what it is doing; 0: it waits for something to do. */
  public long busyNanos() {
    long since = busySince;
    return since == IDLE ? 0 : System.nanoTime() - since;
  }

  /** How often something was, how long it took in all, and at most lately. */
  public static final class Times {
    private final LongAdder count = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private volatile Worst worst = new Worst(0, 0, 0);

    /**
     * The longest of this window of time and of the one before.
     *
     * @param window its number
     */
    private record Worst(long window, long nanos, long before) {
      Worst at(long now) {
        if (now == window) {
          return this;
        }
        return new Worst(now, 0, now == window + 1 ? nanos : 0);
      }
    }

    private void add(long took) {
      count.increment();
      nanos.add(took);
      Worst now = worst.at(window());
      worst = took > now.nanos() ? new Worst(now.window(), took, now.before()) : now;
    }

    private static long window() {
      return Math.floorDiv(System.nanoTime(), WINDOW_NANOS);
    }

    /** How often. */
    public long count() {
      return count.sum();
    }

    /** How long in all. */
    public long nanos() {
      return nanos.sum();
    }

    /** How long at most within the last half minute, or at most the last minute. */
    public long worstNanos() {
      Worst now = worst.at(window());
      return Math.max(now.nanos(), now.before());
    }
  }
}
