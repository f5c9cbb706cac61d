package io.vedette.tests.bench.fleet;

import io.vedette.quorum.model.Address;
import io.vedette.tests.harness.FreePorts;
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
 * Groups of a master and its replicas, each server at a loopback address of its own ({@code
 * 127.10.0.1}, {@code 127.11.0.1} …), all at one port.
 */
public final class Fleet implements AutoCloseable {
  private static final int PER_NET = 250;
  private static final int FIRST_NET = 10;
  private static final int READ_BYTES = 64 * 1024;
  private static final long CLOSE_TIMEOUT_MS = 10_000;

  private final Selector selector;
  private final int port = FreePorts.next();
  private final List<List<Instance>> groups = new ArrayList<>();
  private final Map<Address, Instance> byAddress = new HashMap<>();
  private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(READ_BYTES);
  private final ArrayDeque<Session> unflushed = new ArrayDeque<>();
  private final ConcurrentLinkedQueue<Runnable> wishes = new ConcurrentLinkedQueue<>();
  private final Thread thread = new Thread(this::run, "fleet");
  private volatile boolean closed;

  private Fleet() throws IOException {
    selector = Selector.open();
    thread.setDaemon(true);
  }

  /**
   * Starts so many groups.
   *
   * @param groups 1 to 50,000
   * @param replicas of each master, 0 to 200
   * @throws UncheckedIOException if there are not enough open files for them
   */
  public static Fleet start(int groups, int replicas) {
    try {
      Fleet fleet = new Fleet();
      try {
        fleet.populate(groups, replicas);
      } catch (IOException e) {
        fleet.closeAll();
        throw e;
      }
      fleet.thread.start();
      return fleet;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + groups + " groups: " + e.getMessage(), e);
    }
  }

  private void populate(int count, int replicas) throws IOException {
    for (int g = 0; g < count; g++) {
      List<Instance> group = new ArrayList<>();
      for (int i = 0; i <= replicas; i++) {
        Instance instance = new Instance(this, new Address(host(g, i), port), g);
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

  private static String host(int group, int place) {
    return "127." + (FIRST_NET + place) + "." + group / PER_NET + "." + (1 + group % PER_NET);
  }

  /** Where the first master of a group is. */
  public Address master(int group) {
    return groups.get(group).get(0).address();
  }

  /** Where its replicas are, at first. */
  public List<Address> replicas(int group) {
    List<Instance> all = groups.get(group);
    return all.subList(1, all.size()).stream().map(Instance::address).toList();
  }

  /** The one server of a group that is alive and a master; empty: none, or several. */
  public Optional<Address> onlyMaster(int group) {
    return ask(
        () -> {
          List<Instance> masters =
              groups.get(group).stream().filter(i -> i.isAlive() && i.isMaster()).toList();
          return masters.size() == 1 ? Optional.of(masters.get(0).address()) : Optional.empty();
        });
  }

  /** How often servers of a group have been made masters. */
  public int promotions(int group) {
    return ask(() -> groups.get(group).stream().mapToInt(Instance::promotions).sum());
  }

  /** How many servers that are alive have fewer subscriptions than this. */
  public long watchedByFewerThan(int coordinators) {
    return ask(
        () ->
            groups.stream()
                .flatMap(List::stream)
                .filter(i -> i.isAlive() && i.subscribers().size() < coordinators)
                .count());
  }

  /**
   * Kills the first master of every group: all that a kernel does for a process that is killed.
   *
   * @return when the last was dead, by {@link System#nanoTime}
   */
  public long killMasters() {
    return ask(
        () -> {
          groups.forEach(group -> group.get(0).kill());
          return System.nanoTime();
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
    return atPort.equals(Integer.toString(port))
        ? Optional.ofNullable(byAddress.get(new Address(host, port)))
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
