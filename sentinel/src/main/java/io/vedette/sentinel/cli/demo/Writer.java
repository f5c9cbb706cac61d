package io.vedette.sentinel.cli.demo;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.vedette.sentinel.runtime.DaemonThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A client as an application has one: it knows the coordinators and the group's name, nothing of
 * servers. It writes one key after the other, each once, on a thread of its own.
 */
final class Writer implements AutoCloseable {
  private static final Duration BETWEEN_WRITES = Duration.ofMillis(1);

  private final StatefulRedisConnection<String, String> connection;
  private final Thread thread;
  private volatile boolean stopped;

  /** Guarded by this. */
  private final List<Integer> acknowledged = new ArrayList<>();

  private int refused;
  private long lastNanos;
  private long longestPauseNanos;

  /** Connects, and starts to write. */
  Writer(RedisClient client, RedisURI coordinators) {
    connection = client.connect(coordinators);
    thread = DaemonThreads.of("writer", this::run);
    thread.start();
  }

  static String key(int number) {
    return "demo:" + number;
  }

  static String value(int number) {
    return "value-" + number;
  }

  /** The numbers of the writes that a master has acknowledged so far. */
  synchronized List<Integer> acknowledged() {
    return List.copyOf(acknowledged);
  }

  synchronized int acknowledgedCount() {
    return acknowledged.size();
  }

  /** How many writes got an error, or no answer in time. */
  synchronized int refusedCount() {
    return refused;
  }

  /** The longest time between two acknowledged writes. */
  synchronized Duration longestPause() {
    return Duration.ofNanos(longestPauseNanos);
  }

  private void run() {
    for (int number = 1; !stopped; number++) {
      try {
        connection.sync().set(key(number), value(number));
        acknowledge(number);
      } catch (RedisException e) {
        refuse();
      }
      LockSupport.parkNanos(BETWEEN_WRITES.toNanos());
    }
  }

  private synchronized void acknowledge(int number) {
    long now = System.nanoTime();
    if (!acknowledged.isEmpty()) {
      longestPauseNanos = Math.max(longestPauseNanos, now - lastNanos);
    }
    lastNanos = now;
    acknowledged.add(number);
  }

  private synchronized void refuse() {
    if (!stopped) {
      refused++;
    }
  }

  /** Stops writing; the write under way is given up. */
  @Override
  public void close() {
    stopped = true;
    thread.interrupt();
    connection.close();
  }
}
