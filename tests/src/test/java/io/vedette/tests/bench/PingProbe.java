package io.vedette.tests.bench;

import io.vedette.tests.harness.RespClient;
import java.io.IOException;
import java.time.Duration;

/** Sends a coordinator PING ten times a second, and notes how long the answers take. */
final class PingProbe implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofMillis(100);

  private final Watcher watcher;
  private final Thread thread = new Thread(this::run, "ping");
  private volatile double mostMs;
  private volatile boolean closed;

  PingProbe(Watcher watcher) {
    this.watcher = watcher;
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try (RespClient client = watcher.connect()) {
      while (!closed) {
        long begin = System.nanoTime();
        client.call("PING");
        mostMs = Math.max(mostMs, (System.nanoTime() - begin) / 1e6);
        Pause.of(INTERVAL);
      }
    } catch (IOException e) {
      mostMs = Double.POSITIVE_INFINITY;
    }
  }

  /** The longest that an answer took; infinite if one did not come. */
  double mostMs() {
    return mostMs;
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
