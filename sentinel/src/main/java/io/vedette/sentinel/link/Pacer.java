package io.vedette.sentinel.link;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * Begins many connections a few at a time and lets the I/O thread read in between: a thousand at
 * once, as at the start of a large deployment, would hold it up until the first have timed out.
 *
 * <p>I/O thread only.
 */
final class Pacer {
  /**
   * At a cold start on a busy machine each takes many milliseconds, and those before it are to be
   * answered meanwhile.
   */
  private static final int AT_ONCE = 4;

  private static final long PAUSE_MS = 1;

  private final EventLoop loop;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private int allowance = AT_ONCE;
  private boolean refilling;

  Pacer(EventLoop loop) {
    this.loop = loop;
  }

  /** Runs this in its turn: at once, if few came lately. */
  void run(Runnable begin) {
    if (allowance > 0) {
      spend(begin);
    } else {
      waiting.add(begin);
    }
  }

  private void spend(Runnable begin) {
    allowance--;
    if (!refilling) {
      refilling = true;
      ScheduledFuture<?> unused = loop.schedule(this::refill, PAUSE_MS, TimeUnit.MILLISECONDS);
    }
    begin.run();
  }

  private void refill() {
    refilling = false;
    allowance = AT_ONCE;
    while (allowance > 0 && !waiting.isEmpty()) {
      spend(waiting.remove());
    }
  }
}
