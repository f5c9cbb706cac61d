package io.vedette.tests.bench;

import io.vedette.tests.harness.RespClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts the events of one coordinator, from the moment when it was made. */
final class EventCount implements AutoCloseable {
  private final RespClient client;
  private final Map<String, Long> counts = new ConcurrentHashMap<>();

  EventCount(Watcher watcher) {
    try {
      client = RespClient.connect(watcher.address(), Duration.ZERO);
      client.call("PSUBSCRIBE", "*");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread thread = new Thread(this::count, "events");
    thread.setDaemon(true);
    thread.start();
  }

  private void count() {
    try {
      while (true) {
        List<?> push = (List<?>) client.read();
        counts.merge((String) push.get(2), 1L, Long::sum);
      }
    } catch (IOException e) {
      // The coordinator is gone, or nobody wants to know any more.
    }
  }

  /** How many there were on this channel. */
  long of(String channel) {
    return counts.getOrDefault(channel, 0L);
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
