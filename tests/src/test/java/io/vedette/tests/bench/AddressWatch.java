package io.vedette.tests.bench;

import io.vedette.quorum.model.Address;
import io.vedette.tests.harness.Cluster;
import io.vedette.tests.harness.CoordinatorNode;
import io.vedette.tests.harness.RespClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks every coordinator for the master's address every 2 ms, each from a thread and over a
 * connection of its own, and notes when each has first given another one.
 */
final class AddressWatch implements AutoCloseable {
  private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final List<Long> answeredNanos = new CopyOnWriteArrayList<>();
  private final List<Thread> threads;
  private final CountDownLatch unanswered;
  private volatile boolean closed;

  AddressWatch(Cluster cluster, Address old) {
    unanswered = new CountDownLatch(cluster.coordinators().size());
    threads =
        cluster.coordinators().stream()
            .map(c -> new Thread(() -> watch(c, cluster.group(), old), "watch " + c.name()))
            .toList();
    threads.forEach(Thread::start);
  }

  private void watch(CoordinatorNode coordinator, String group, Address old) {
    List<Object> before = List.of(old.host(), Integer.toString(old.port()));
    try (RespClient client = coordinator.connect()) {
      while (!closed) {
        Object now = client.call("SENTINEL", "GET-MASTER-ADDR-BY-NAME", group);
        if (now != null && !now.equals(before)) {
          answeredNanos.add(System.nanoTime());
          unanswered.countDown();
          return;
        }
        LockSupport.parkNanos(INTERVAL_NANOS);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(coordinator.name() + " stopped answering", e);
    }
  }

  /**
   * Waits for all, and gives the times of those that did, by {@link System#nanoTime}, ascending.
   */
  List<Long> await(Duration atMost) throws InterruptedException {
    unanswered.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    return answeredNanos.stream().sorted().toList();
  }

  @Override
  public void close() {
    closed = true;
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
