package io.vedette.tests.bench.fleet;

import io.vedette.quorum.model.Address;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Some of a fleet's groups: those from one number on. One thread does everything; what other
 * threads want is handed to it.
 */
final class Shard implements AutoCloseable {
  private static final int READ_BYTES = 64 * 1024;
  private static final long CLOSE_TIMEOUT_MS = 10_000;

  private final Selector selector;
  private final Layout layout;
  private final List<List<Instance>> groups = new ArrayList<>();
  private final Map<Address, Instance> byAddress = new HashMap<>();
  private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(READ_BYTES);
  private final ArrayDeque<Session> unflushed = new ArrayDeque<>();
  private final ConcurrentLinkedQueue<Runnable> wishes = new ConcurrentLinkedQueue<>();
  private final Thread thread = new Thread(this::run, "shard");
  private volatile boolean closed;

  private Shard(Layout layout) throws IOException {
    this.layout = layout;
    selector = Selector.open();
    thread.setDaemon(true);
  }

  /**
   * Starts so many groups.
   *
   * @param first the number of the first
   * @throws UncheckedIOException if there are not enough open files for them
   */
  static Shard start(Layout layout, int first, int count) {
    try {
      Shard shard = new Shard(layout);
      try {
        shard.populate(first, count);
      } catch (IOException e) {
        shard.closeAll();
        throw e;
      }
      shard.thread.start();
      return shard;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + count + " groups: " + e.getMessage(), e);
    }
  }

  private void populate(int first, int count) throws IOException {
    for (int g = first; g < first + count; g++) {
      List<Instance> group = new ArrayList<>();
      for (int i = 0; i <= layout.replicas(); i++) {
        Instance instance = new Instance(this, layout.address(g, i), groups.size());
        group.add(instance);
        byAddress.put(instance.address(), instance);
        instance.listen(selector);
        if (i > 0) {
          instance.follow(Optional.of(group.get(0)));
        }
      }
      groups.add(group);
    }
  }

  /** For each group the one server that is alive and a master; empty: none, or several. */
  List<Optional<Address>> masters() {
    return ask(() -> groups.stream().map(Shard::onlyMaster).toList());
  }

  private static Optional<Address> onlyMaster(List<Instance> group) {
    List<Instance> masters = group.stream().filter(i -> i.isAlive() && i.isMaster()).toList();
    return masters.size() == 1 ? Optional.of(masters.get(0).address()) : Optional.empty();
  }

  /** How often servers have been made masters, beyond once in a group. */
  long needlessPromotions() {
    return ask(
        () ->
            groups.stream()
                .mapToLong(group -> group.stream().mapToLong(Instance::promotions).sum())
                .map(promotions -> Math.max(0, promotions - 1))
                .sum());
  }

  /** How many servers that are alive have fewer subscriptions than this. */
  long watchedByFewerThan(int coordinators) {
    return ask(
        () ->
            groups.stream()
                .flatMap(List::stream)
                .filter(i -> i.isAlive() && i.subscribers().size() < coordinators)
                .count());
  }

  /** Kills the first master of every group: all that a kernel does for a process that is killed. */
  long killMasters() {
    return ask(
        () -> {
          groups.forEach(group -> group.get(0).kill());
          return (long) groups.size();
        });
  }

  /**
   * Kills the one master of a group that has a replica.
   *
   * @param group from 0, of this shard
   * @return how many were killed
   */
  long killMaster(int group) {
    return ask(
        () -> {
          List<Instance> masters =
              groups.get(group).stream()
                  .filter(i -> i.isAlive() && i.isMaster() && !i.followers().isEmpty())
                  .toList();
          masters.forEach(Instance::kill);
          return (long) masters.size();
        });
  }

  /**
   * Starts all of a group again that were killed.
   *
   * @param group from 0, of this shard
   * @return how many there were
   */
  long revive(int group) {
    return ask(
        () -> {
          List<Instance> dead = groups.get(group).stream().filter(i -> !i.isAlive()).toList();
          dead.forEach(i -> i.revive(selector));
          return (long) dead.size();
        });
  }

  private <T> T ask(Supplier<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    wishes.add(
        () -> {
          try {
            answer.complete(question.get());
          } catch (RuntimeException e) {
            answer.completeExceptionally(e);
          }
        });
    selector.wakeup();
    return answer.orTimeout(1, TimeUnit.MINUTES).join();
  }

  // Of the fleet's thread.

  private void run() {
    try {
      while (!closed) {
        selector.select(this::serve);
        for (Runnable wish = wishes.poll(); wish != null; wish = wishes.poll()) {
          wish.run();
        }
        flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      closeAll();
    }
  }

  private void serve(SelectionKey key) {
    if (!key.isValid()) {
      return;
    }
    if (key.attachment() instanceof Instance instance) {
      instance.accept(selector);
    } else {
      ((Session) key.attachment()).serve(readBuffer);
    }
  }

  /** Everything that was answered in one round goes out at its end, once for each connection. */
  private void flush() {
    for (Session session = unflushed.poll(); session != null; session = unflushed.poll()) {
      session.flush();
    }
  }

  void flushLater(Session session) {
    unflushed.add(session);
  }

  Optional<Instance> at(String host, String atPort) {
    return atPort.equals(Integer.toString(layout.port()))
        ? Optional.ofNullable(byAddress.get(new Address(host, layout.port())))
        : Optional.empty();
  }

  List<Instance> groupOf(Instance instance) {
    return groups.get(instance.group());
  }

  private void closeAll() {
    byAddress.values().forEach(Instance::close);
    try {
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    try {
      thread.join(CLOSE_TIMEOUT_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
