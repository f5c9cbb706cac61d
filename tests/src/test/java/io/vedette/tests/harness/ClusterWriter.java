package io.vedette.tests.harness;

import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.sync.RedisAdvancedClusterCommands;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A client of a Redis Cluster that writes all the time, each key once, and keeps in mind when which
 * of its writes were acknowledged.
 */
public final class ClusterWriter implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofMillis(500);

  private final RedisClusterClient client;
  private final StatefulRedisClusterConnection<String, String> connection;
  private final Map<Long, Long> acknowledgedAt = new ConcurrentHashMap<>();
  private final Thread thread = new Thread(this::write, "cluster-writer");
  private volatile boolean stopped;

  /** Begins to write. */
  public ClusterWriter(List<ClusterMember> servers) {
    client =
        RedisClusterClient.create(
            servers.stream()
                .map(s -> RedisURI.create(s.address().host(), s.address().port()))
                .toList());
    client.setOptions(
        ClusterClientOptions.builder()
            .topologyRefreshOptions(
                ClusterTopologyRefreshOptions.builder()
                    .enablePeriodicRefresh(Duration.ofMillis(500))
                    .build())
            .timeoutOptions(TimeoutOptions.enabled(TIMEOUT))
            .build());
    connection = client.connect();
    thread.setDaemon(true);
    thread.start();
  }

  private void write() {
    RedisAdvancedClusterCommands<String, String> commands = connection.sync();
    for (long number = 0; !stopped; number++) {
      try {
        commands.set(key(number), Long.toString(number));
        acknowledgedAt.put(number, System.nanoTime());
      } catch (RedisException e) {
        // Not acknowledged: it may be lost.
      }
    }
  }

  private static String key(long number) {
    return "write:" + number;
  }

  /** How many writes were acknowledged. */
  public int acknowledged() {
    return acknowledgedAt.size();
  }

  /** Whether a write has been acknowledged since then. */
  public boolean hasWrittenSince(long nanos) {
    return acknowledgedAt.values().stream().anyMatch(at -> at - nanos > 0);
  }

  /** Ends writing; says which acknowledged writes are not there, and when each was acknowledged. */
  public Map<Long, Long> stopAndFindLost() {
    stopped = true;
    try {
      thread.join(Duration.ofSeconds(10).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    RedisAdvancedClusterCommands<String, String> commands = connection.sync();
    Map<Long, Long> lost = new ConcurrentHashMap<>();
    acknowledgedAt.forEach(
        (number, at) -> {
          if (!Long.toString(number).equals(commands.get(key(number)))) {
            lost.put(number, at);
          }
        });
    return lost;
  }

  @Override
  public void close() {
    stopped = true;
    connection.close();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }
}
