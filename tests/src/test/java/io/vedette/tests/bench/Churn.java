package io.vedette.tests.bench;

import io.vedette.tests.harness.ErrorReply;
import io.vedette.tests.harness.RespClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;

/** Masters that die and come back, one group after the other, and clients that come and go. */
final class Churn implements AutoCloseable {
  private static final Duration TICK = Duration.ofMillis(100);

  /** A coordinator that led a failover leads none of this group for twice failover-timeout. */
  private static final Duration BETWEEN = Duration.ofSeconds(125);

  /** By then it has been replaced. */
  private static final Duration DEAD = Duration.ofSeconds(5);

  private static final int CLIENTS = 50;

  private final Crew crew;
  private final SplittableRandom random = new SplittableRandom(7);
  private final Map<Integer, Long> killedAt = new HashMap<>();
  private final Queue<Integer> dead = new ArrayDeque<>();
  private final List<RespClient> clients = new ArrayList<>();
  private int next;

  Churn(Crew crew) {
    this.crew = crew;
  }

  /** Goes on for so long, then has all servers started again; gives how many were killed. */
  long run(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    long killed = 0;
    while (System.nanoTime() < end) {
      reviveSome(System.nanoTime() - DEAD.toNanos());
      killed += killNext() ? 1 : 0;
      replaceClient();
      Pause.of(TICK);
    }
    while (!dead.isEmpty()) {
      reviveSome(System.nanoTime() - DEAD.toNanos());
      Pause.of(TICK);
    }
    return killed;
  }

  private boolean killNext() {
    long now = System.nanoTime();
    Long last = killedAt.get(next);
    if (last != null && now - last < BETWEEN.toNanos()) {
      return false;
    }
    crew.fleet().killMaster(next);
    killedAt.put(next, now);
    dead.add(next);
    next = (next + 1) % crew.groups();
    return true;
  }

  private void reviveSome(long killedBy) {
    while (!dead.isEmpty() && killedAt.get(dead.peek()) < killedBy) {
      crew.fleet().revive(dead.remove());
    }
  }

  /** One comes, asks and subscribes; the one that has been there longest goes without a word. */
  private void replaceClient() {
    try {
      Watcher watcher = crew.watchers().get(random.nextInt(crew.watchers().size()));
      String group = Crew.name(random.nextInt(crew.groups()));
      RespClient client = watcher.connect();
      clients.add(client);
      client.call("PING");
      client.call("SENTINEL", "MASTER", group);
      client.call("SENTINEL", "REPLICAS", group);
      client.call("SENTINEL", "GET-MASTER-ADDR-BY-NAME", group);
      client.call("INFO");
      client.call("CLIENT", "SETNAME", "churn");
      client.call("PSUBSCRIBE", "*");
      if (clients.size() > CLIENTS) {
        clients.remove(0).close();
      }
    } catch (IOException | ErrorReply e) {
      throw new IllegalStateException("a client was not served: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    for (RespClient client : clients) {
      try {
        client.close();
      } catch (IOException e) {
        // Gone anyway.
      }
    }
  }
}
