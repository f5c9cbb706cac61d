package io.vedette.tests.harness;

import io.vedette.quorum.model.Address;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A client that asks a coordinator for the master before every write, and writes as fast as it can:
 * what it loses is lost by everybody. It asks one coordinator as long as that answers, then the
 * next one.
 */
public final class AskingWriter implements AutoCloseable {
  private static final int CHUNK = 1_000;
  private static final Duration SOON = Duration.ofSeconds(20);

  private final Cluster cluster;
  private final Thread thread = new Thread(this::write, "asking writer");
  private final List<Acknowledged> writes = new ArrayList<>();
  private volatile boolean closed;
  private int asked;
  private RespClient coordinator;
  private RespClient server;
  private Address master;
  private long number;

  private record Acknowledged(long number, long atNanos) {}

  /** Begins to write. */
  public AskingWriter(Cluster cluster) {
    this.cluster = cluster;
    thread.setDaemon(true);
    thread.start();
  }

  private void write() {
    while (!closed) {
      number++;
      try {
        if (toMaster()) {
          server.call("SET", "written:" + number, "1");
          note();
        }
      } catch (IOException | ErrorReply e) {
        disconnectServer();
      }
    }
    disconnectServer();
    disconnectCoordinator();
  }

  private synchronized void note() {
    writes.add(new Acknowledged(number, System.nanoTime()));
  }

  /** Whether there is a connection to the master that is given now. */
  private boolean toMaster() throws IOException {
    Optional<Address> now = ask();
    if (now.isEmpty()) {
      return false;
    }
    if (server == null || !now.get().equals(master)) {
      disconnectServer();
      master = now.get();
      server = cluster.nodeAt(master).connect();
    }
    return true;
  }

  private Optional<Address> ask() {
    try {
      if (coordinator == null) {
        coordinator = cluster.coordinator(asked % cluster.coordinators().size()).connect();
      }
      List<?> pair =
          (List<?>) coordinator.call("SENTINEL", "GET-MASTER-ADDR-BY-NAME", cluster.group());
      return Optional.of(new Address((String) pair.get(0), Integer.parseInt((String) pair.get(1))));
    } catch (IOException | ErrorReply e) {
      disconnectCoordinator();
      asked++;
      return Optional.empty();
    }
  }

  private void disconnectServer() {
    close(server);
    server = null;
  }

  private void disconnectCoordinator() {
    close(coordinator);
    coordinator = null;
  }

  private static void close(RespClient client) {
    if (client == null) {
      return;
    }
    try {
      client.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many writes were acknowledged up to now. */
  public synchronized int acknowledged() {
    return writes.size();
  }

  /** Waits until writes that begin from now on are acknowledged. */
  public void awaitWrites() {
    // The first may have begun before.
    int enough = acknowledged() + 2;
    cluster.until("writes are acknowledged", SOON, () -> acknowledged() >= enough);
  }

  /** The longest time without an acknowledged write, of those that ended since this moment. */
  public synchronized double longestGapMs(long sinceNanos) {
    long longest = 0;
    for (int i = 1; i < writes.size(); i++) {
      if (writes.get(i).atNanos() >= sinceNanos) {
        longest = Math.max(longest, writes.get(i).atNanos() - writes.get(i - 1).atNanos());
      }
    }
    return (double) longest / TimeUnit.MILLISECONDS.toNanos(1);
  }

  /** Writes no more. */
  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** How many of the acknowledged writes a server does not have; to be asked when it is closed. */
  public synchronized int lostAt(DataNode node) {
    int lost = 0;
    try (RespClient client = node.connect()) {
      for (int from = 0; from < writes.size(); from += CHUNK) {
        List<Acknowledged> chunk = writes.subList(from, Math.min(writes.size(), from + CHUNK));
        for (Acknowledged write : chunk) {
          client.send("EXISTS", "written:" + write.number());
        }
        for (int i = 0; i < chunk.size(); i++) {
          lost += client.read().equals(0L) ? 1 : 0;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lost;
  }
}
