package io.vedette.tests.harness;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.sync.RedisAdvancedClusterCommands;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A client of a Redis Cluster that writes all the time, each key once, and keeps in mind when which
 * of its writes were acknowledged.
 */
public final class ClusterWriter implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofMillis(500);

  /** How many keys are asked for at once when all are looked for. */
  private static final int AT_ONCE = 1_000;

  private final RedisClusterClient client;
  private final StatefulRedisClusterConnection<String, String> connection;
  private final Map<Long, Long> acknowledgedAt = new ConcurrentHashMap<>();
  private final Thread thread = new Thread(this::write, "cluster-writer");
  private volatile long lastAcknowledgedAt;
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
        long now = System.nanoTime();
        acknowledgedAt.put(number, now);
        lastAcknowledgedAt = now;
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
    return !acknowledgedAt.isEmpty() && lastAcknowledgedAt - nanos > 0;
  }

  /** The longest time without an acknowledged write that began between the two. */
  public Duration longestGap(long fromNanos, long toNanos) {
    long longest = 0;
    long before = fromNanos;
    for (long at : acknowledgedAt.values().stream().mapToLong(a -> a).sorted().toArray()) {
      if (at - fromNanos > 0 && before - toNanos < 0) {
        longest = Math.max(longest, at - before);
        before = at;
      }
    }
    return Duration.ofNanos(longest);
  }

  /** Ends writing; says which acknowledged writes are not there, and when each was acknowledged. */
  public Map<Long, Long> stopAndFindLost() {
    stopped = true;
    try {
      thread.join(Duration.ofSeconds(10).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    List<Long> numbers = List.copyOf(acknowledgedAt.keySet());
    Map<Long, Long> lost = new TreeMap<>();
    for (int from = 0; from < numbers.size(); from += AT_ONCE) {
      List<Long> some = numbers.subList(from, Math.min(numbers.size(), from + AT_ONCE));
      Map<Long, RedisFuture<String>> asked = new LinkedHashMap<>();
      some.forEach(number -> asked.put(number, connection.async().get(key(number))));
      asked.forEach(
          (number, value) -> {
            if (!Long.toString(number).equals(LettuceFutures.awaitOrCancel(value, 10, SECONDS))) {
              lost.put(number, acknowledgedAt.get(number));
            }
          });
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
