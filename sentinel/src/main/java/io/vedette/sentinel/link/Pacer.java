package io.vedette.sentinel.link;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Begins many connections a few at a time and lets the I/O thread read in between: a thousand at
 * once, as at the start of a large deployment, would hold it up until the first have timed out. How
 * many a few are depends on how long they take: at a cold start each takes many milliseconds, later
 * hardly any time.
 *
 * <p>I/O thread only.
 */
final class Pacer {
  /** For how long it may hold up the thread at a time, not counting the last one that it begins. */
  private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private static final long PAUSE_MS = 1;

  private final EventLoop loop;
  private final LongSupplier nanoTime;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private long spentNanos;
  private boolean refilling;

  Pacer(EventLoop loop) {
    this(loop, System::nanoTime);
  }

  Pacer(EventLoop loop, LongSupplier nanoTime) {
    this.loop = loop;
    this.nanoTime = nanoTime;
  }

  /** Runs this in its turn: at once, if few came lately. */
  void run(Runnable begin) {
    if (waiting.isEmpty() && spentNanos < TURN_NANOS) {
      spend(begin);
    } else {
      waiting.add(begin);
    }
  }

  private void spend(Runnable begin) {
    if (!refilling) {
      refilling = true;
      ScheduledFuture<?> unused = loop.schedule(this::refill, PAUSE_MS, TimeUnit.MILLISECONDS);
    }
    long before = nanoTime.getAsLong();
    begin.run();
    spentNanos += nanoTime.getAsLong() - before;
  }

  private void refill() {
    refilling = false;
    spentNanos = 0;
    while (spentNanos < TURN_NANOS && !waiting.isEmpty()) {
      spend(waiting.remove());
    }
  }
}
