package io.vedette.sentinel.cli.demo;

import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Writes to a Redis Cluster, a key after the other, and keeps in mind what was acknowledged. */
final class ClusterClient implements AutoCloseable {
  private static final Duration BETWEEN_WRITES = Duration.ofMillis(1);
  private static final Duration REFRESH = Duration.ofMillis(250);
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final RedisClusterClient client;
  private final StatefulRedisClusterConnection<String, String> connection;
  private final Thread thread = new Thread(this::run, "cluster-writer");
  private final List<Integer> acknowledged = new ArrayList<>();
  private long lastNanos;
  private volatile boolean stopped;

  /** Connects, and begins to write. */
  ClusterClient(ClientResources resources, List<Child> servers) {
    client =
        RedisClusterClient.create(
            resources,
            servers.stream().map(child -> RedisURI.create(Cluster.HOST, child.port())).toList());
    client.setOptions(
        ClusterClientOptions.builder()
            .topologyRefreshOptions(
                ClusterTopologyRefreshOptions.builder().enablePeriodicRefresh(REFRESH).build())
            .timeoutOptions(TimeoutOptions.enabled(PATIENCE))
            .build());
    connection = client.connect();
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    for (int number = 1; !stopped; number++) {
      try {
        connection.sync().set(Writer.key(number), Writer.value(number));
        acknowledge(number);
      } catch (RedisException e) {
        // Not acknowledged: nobody counts on it.
      }
      LockSupport.parkNanos(BETWEEN_WRITES.toNanos());
    }
  }

  private synchronized void acknowledge(int number) {
    acknowledged.add(number);
    lastNanos = System.nanoTime();
  }

  synchronized int acknowledgedCount() {
    return acknowledged.size();
  }

  /** Whether a write was acknowledged after this. */
  synchronized boolean hasWrittenSince(long nanos) {
    return !acknowledged.isEmpty() && lastNanos - nanos > 0;
  }

  /** Ends writing; how many of the acknowledged writes are not there. */
  int countLost() throws InterruptedException {
    stopped = true;
    thread.join(Duration.ofSeconds(10).toMillis());
    int lost = 0;
    for (int number : List.copyOf(acknowledged)) {
      if (!Writer.value(number).equals(connection.sync().get(Writer.key(number)))) {
        lost++;
      }
    }
    return lost;
  }

  @Override
  public void close() {
    stopped = true;
    connection.close();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }
}
