package io.vedette.sentinel.link;

import io.netty.channel.DefaultSelectStrategyFactory;
import io.netty.channel.SelectStrategy;
import io.netty.util.IntSupplier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/**
 * Lets the I/O thread rest for a moment each time before it waits for something to come. With many
 * links something always comes, mostly to several at once (answers to what was sent to all of them,
 * hellos of others, on each link from each of its servers): to wake for each costs more than to
 * read it. Whoever is in a hurry ends the rest, and there is none for a while.
 */
final class Rests implements SelectStrategy {
  /** From so many links on: with fewer, the thread mostly has nothing to do. */
  static final int MANY_LINKS = 96;

  private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** What is urgent is the first of several steps. */
  private static final long HURRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final SelectStrategy usual = DefaultSelectStrategyFactory.INSTANCE.newSelectStrategy();
  private final LongConsumer sleep;
  private volatile boolean isAllowed;
  private volatile long hurriedUntil = System.nanoTime();
  private volatile Thread resting;

  Rests() {
    this(LockSupport::parkNanos);
  }

  /**
   * @param sleep for so many nanoseconds, or until the thread is unparked
   */
  Rests(LongConsumer sleep) {
    this.sleep = sleep;
  }

  /** How many links there are now. Any thread. */
  void links(int count) {
    isAllowed = count >= MANY_LINKS;
  }

  /** Something can't wait. Any thread. */
  void hurry() {
    hurriedUntil = System.nanoTime() + HURRY_NANOS;
    Thread thread = resting;
    if (thread != null) {
      LockSupport.unpark(thread);
    }
  }

  /** I/O thread. */
  @Override
  public int calculateStrategy(IntSupplier selectNow, boolean hasTasks) throws Exception {
    if (!hasTasks && isAllowed) {
      rest();
    }
    return usual.calculateStrategy(selectNow, hasTasks);
  }

  private void rest() {
    resting = Thread.currentThread();
    if (hurriedUntil - System.nanoTime() < 0) {
      sleep.accept(REST_NANOS);
    }
    resting = null;
  }
}
