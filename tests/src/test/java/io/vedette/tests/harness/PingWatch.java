package io.vedette.tests.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes by MONITOR when a data node is sent a PING, by the node's own clock. */
public final class PingWatch implements AutoCloseable {
  private final RespClient client;
  private final List<Double> seconds = new CopyOnWriteArrayList<>();
  private final Thread thread = new Thread(this::watch, "pings");

  /** Begins to watch a node that only coordinators send PINGs to, and one only. */
  public PingWatch(DataNode node) {
    try {
      client = RespClient.connect(node.address(), Duration.ZERO);
      client.call("MONITOR");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread.start();
  }

  private void watch() {
    try {
      while (true) {
        String line = String.valueOf(client.read());
        if (line.endsWith("\"PING\"")) {
          seconds.add(Double.valueOf(line.substring(0, line.indexOf(' '))));
        }
      }
    } catch (IOException closed) {
      // The end of the watch.
    }
  }

  /** How many PINGs have come. */
  public int count() {
    return seconds.size();
  }

  /** The longest time between two PINGs, of all from the {@code first} on. */
  public Duration longestGap(int first) {
    List<Double> times = new ArrayList<>(seconds);
    double longest = 0;
    for (int i = first + 1; i < times.size(); i++) {
      longest = Math.max(longest, times.get(i) - times.get(i - 1));
    }
    return Duration.ofMillis(Math.round(longest * 1_000));
  }

  @Override
  public void close() {
    try {
      client.close();
      thread.join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
