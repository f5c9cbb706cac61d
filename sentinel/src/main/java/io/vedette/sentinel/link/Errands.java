package io.vedette.sentinel.link;

import io.netty.channel.EventLoop;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What other threads want to be done on the I/O thread, in their order. It is woken once for all
 * that comes while it is busy with it, not once for each.
 */
final class Errands {
  private static final Logger LOG = LoggerFactory.getLogger(Errands.class);

  /** After so many the I/O thread looks at its connections again. */
  private static final int AT_ONCE = 256;

  private final EventLoop loop;
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean underWay = new AtomicBoolean();

  Errands(EventLoop loop) {
    this.loop = loop;
  }

  /** Any thread; nothing is done any more once the I/O thread is shutting down. */
  void add(Runnable errand) {
    waiting.add(errand);
    begin();
  }

  private void begin() {
    if (!loop.isShuttingDown() && underWay.compareAndSet(false, true)) {
      loop.execute(this::run);
    }
  }

  private void run() {
    for (int i = 0; i < AT_ONCE; i++) {
      Runnable errand = waiting.poll();
      if (errand == null) {
        break;
      }
      try {
        errand.run();
      } catch (RuntimeException e) {
        LOG.error("unexpected failure on the I/O thread", e);
      }
    }
    underWay.set(false);
    if (!waiting.isEmpty()) {
      begin();
    }
  }
}
