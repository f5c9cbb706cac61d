package io.vedette.sentinel.webhook;

import io.vedette.sentinel.runtime.DaemonThreads;
import io.vedette.sentinel.webhook.Poster.Failure;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that goes to one server, in order: an event that fails is tried again, after twice as long
 * each time, and the others wait for it. On a thread of its own.
 */
final class Delivery {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  private static final long LONGEST_PAUSE_MS = 60_000;
  private static final long END_MS = 1_000;

  private final URI url;
  private final WebhookSettings settings;
  private final Poster poster;
  private final Undelivered undelivered;
  private final WebhookCounts counts;
  private final BlockingQueue<Notice> queue;
  private final CountDownLatch ending = new CountDownLatch(1);
  private final Thread thread;
  private boolean isFailing;

  private Delivery(
      URI url,
      WebhookSettings settings,
      Poster poster,
      Undelivered undelivered,
      WebhookCounts counts) {
    this.url = url;
    this.settings = settings;
    this.poster = poster;
    this.undelivered = undelivered;
    this.counts = counts;
    this.queue = new ArrayBlockingQueue<>(settings.queue());
    this.thread = DaemonThreads.of("vedette-webhook", this::work);
  }

  static Delivery start(
      URI url,
      WebhookSettings settings,
      Poster poster,
      Undelivered undelivered,
      WebhookCounts counts) {
    Delivery delivery = new Delivery(url, settings, poster, undelivered, counts);
    delivery.thread.start();
    return delivery;
  }

  /** Never waits: where the queue is full, the oldest in it gives way. */
  void offer(Notice notice) {
    while (!queue.offer(notice)) {
      Notice oldest = queue.poll();
      if (oldest != null && !oldest.isNothing()) {
        undelivered.add(url, oldest, "too many were waiting");
      }
    }
  }

  private void work() {
    try {
      while (!isEnding() || !queue.isEmpty()) {
        Notice notice = queue.take();
        if (!notice.isNothing()) {
          deliverWhateverHappens(notice);
        }
      }
    } catch (InterruptedException e) {
      // There was no more time to end in.
    }
    for (Notice left = queue.poll(); left != null; left = queue.poll()) {
      if (!left.isNothing()) {
        undelivered.add(url, left, "the coordinator was stopped");
      }
    }
  }

  private void deliverWhateverHappens(Notice notice) throws InterruptedException {
    try {
      deliver(notice);
    } catch (RuntimeException bug) {
      LOG.error("webhook {}: unexpected failure", name(url), bug);
      undelivered.add(url, notice, bug.toString());
    }
  }

  private void deliver(Notice notice) throws InterruptedException {
    long pauseMs = settings.retryMs();
    for (int attempt = 1; ; attempt++) {
      Optional<Failure> failure;
      try {
        failure = poster.post(url, notice, attempt);
      } catch (InterruptedException e) {
        undelivered.add(url, notice, "the coordinator was stopped");
        throw e;
      }
      if (failure.isEmpty()) {
        succeeded();
        return;
      }
      boolean isLast = !failure.get().mayPass() || attempt >= settings.tries();
      failed(failure.get().reason());
      if (isLast || ending.await(pauseMs, TimeUnit.MILLISECONDS)) {
        undelivered.add(url, notice, failure.get().reason());
        return;
      }
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    }
  }

  /** How many events wait to be posted. */
  int waiting() {
    return queue.size();
  }

  private void succeeded() {
    counts.delivered.increment();
    if (isFailing) {
      isFailing = false;
      LOG.info("webhook {} takes events again", name(url));
    }
  }

  /** Said once, until one succeeds. */
  private void failed(String reason) {
    if (!isFailing) {
      isFailing = true;
      LOG.warn("webhook {}: {}", name(url), reason);
    }
  }

  private boolean isEnding() {
    return ending.getCount() == 0;
  }

  /** From now on nothing is tried twice. */
  void end() {
    ending.countDown();
    // Where there is no room for it, the thread does not sleep.
    boolean unused = queue.offer(Notice.NOTHING);
  }

  /** After {@link #end}: waits a second at most. */
  void awaitEnd() {
    try {
      thread.join(END_MS);
      thread.interrupt();
      thread.join(END_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A server in the log: without what may be a secret. */
  static String name(URI url) {
    return url.getScheme() + "://" + url.getRawAuthority();
  }
}
