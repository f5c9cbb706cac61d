package io.vedette.sentinel.server;

import io.vedette.sentinel.server.command.Client;
import io.vedette.sentinel.server.command.Clients;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Everybody who is connected, whichever event loop they belong to. Any thread. */
final class ClientRegistry implements Clients {
  /** So that the clock need not be asked for each request. */
  private static final long NO_PAUSE = Long.MIN_VALUE;

  private final ConcurrentSkipListMap<Long, ClientSession> sessions = new ConcurrentSkipListMap<>();
  private final AtomicLong lastId = new AtomicLong();
  private final AtomicLong pausedUntilNanos = new AtomicLong(NO_PAUSE);
  private final AtomicInteger count = new AtomicInteger();
  private final int most;
  private volatile List<LoopClients> loops = List.of();

  ClientRegistry(int most) {
    this.most = most;
  }

  void loops(List<LoopClients> all) {
    loops = List.copyOf(all);
  }

  long nextId() {
    return lastId.incrementAndGet();
  }

  /** Lets one in, or not if there are as many as there may be. */
  boolean admit() {
    if (count.incrementAndGet() > most) {
      count.decrementAndGet();
      return false;
    }
    return true;
  }

  void add(ClientSession session) {
    sessions.put(session.id(), session);
  }

  void remove(ClientSession session) {
    if (sessions.remove(session.id()) != null) {
      count.decrementAndGet();
    }
  }

  /** The same as {@link #all()}, as what they are. */
  Collection<ClientSession> sessions() {
    return sessions.values();
  }

  @Override
  public Collection<? extends Client> all() {
    return sessions.values();
  }

  @Override
  public void pause(long nanos) {
    long until = System.nanoTime() + nanos;
    pausedUntilNanos.accumulateAndGet(
        until, (old, wanted) -> old != NO_PAUSE && old - wanted > 0 ? old : wanted);
  }

  @Override
  public void unpause() {
    pausedUntilNanos.set(NO_PAUSE);
    sessions.values().forEach(ClientSession::endPause);
  }

  /** How long the pause still lasts; 0 or less: there is none. */
  long pauseNanos() {
    long until = pausedUntilNanos.get();
    if (until == NO_PAUSE) {
      return 0;
    }
    long left = until - System.nanoTime();
    if (left <= 0) {
      pausedUntilNanos.compareAndSet(until, NO_PAUSE);
    }
    return left;
  }

  @Override
  public int count() {
    return count.get();
  }

  /** Counted for each loop: a channel listened to on two loops counts twice. */
  @Override
  public int channels() {
    return loops.stream().mapToInt(LoopClients::channels).sum();
  }

  @Override
  public int patterns() {
    return loops.stream().mapToInt(LoopClients::patterns).sum();
  }
}
