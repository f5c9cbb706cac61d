package io.vedette.sentinel.link;

import io.netty.util.Timeout;
import io.netty.util.Timer;
import io.netty.util.TimerTask;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Lettuce's timer on the I/O thread: to the millisecond, and no thread that wakes ten times a
 * second.
 */
final class LoopTimer implements Timer {
  private final EventExecutor loop;

  LoopTimer(EventExecutor loop) {
    this.loop = loop;
  }

  @Override
  public Timeout newTimeout(TimerTask task, long delay, TimeUnit unit) {
    return new LoopTimeout(task, delay, unit);
  }

  /** Nothing to stop: what waits ends with the loop. */
  @Override
  public Set<Timeout> stop() {
    return Set.of();
  }

  private final class LoopTimeout implements Timeout {
    private final TimerTask task;
    private final ScheduledFuture<Void> scheduled;

    LoopTimeout(TimerTask task, long delay, TimeUnit unit) {
      this.task = task;
      this.scheduled =
          loop.schedule(
              () -> {
                task.run(this);
                return null;
              },
              delay,
              unit);
    }

    @Override
    public Timer timer() {
      return LoopTimer.this;
    }

    @Override
    public TimerTask task() {
      return task;
    }

    @Override
    public boolean isExpired() {
      return scheduled.isDone() && !scheduled.isCancelled();
    }

    @Override
    public boolean isCancelled() {
      return scheduled.isCancelled();
    }

    @Override
    public boolean cancel() {
      return scheduled.cancel(false);
    }
  }
}
