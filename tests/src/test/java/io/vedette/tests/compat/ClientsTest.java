package io.vedette.tests.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.ReadFrom;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.masterreplica.MasterReplica;
import io.lettuce.core.masterreplica.StatefulRedisMasterReplicaConnection;
import io.vedette.tests.harness.Cluster;
import io.vedette.tests.harness.CoordinatorNode;
import io.vedette.tests.harness.DataNode;
import io.vedette.tests.harness.RequiresRedis;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisSentinelPool;
import redis.clients.jedis.RedisSentinelClient;

/**
 * A client that writes goes on writing after its master was killed, by its library's own Sentinel
 * support and nothing else.
 */
@RequiresRedis
class ClientsTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  /** One write; whatever it throws, it failed. */
  @FunctionalInterface
  private interface Writer {
    void write(String key, String value);
  }

  @Test
  void lettuceGoesOnWriting() {
    Cluster cluster = Cluster.ofThree().start();
    RedisURI uri = sentinels(cluster);
    RedisClient client = RedisClient.create(uri);
    RedisClient topology = RedisClient.create();
    try (StatefulRedisConnection<String, String> plain = client.connect();
        StatefulRedisMasterReplicaConnection<String, String> replicated =
            MasterReplica.connect(topology, StringCodec.UTF8, uri)) {
      replicated.setReadFrom(ReadFrom.MASTER);
      assertGoesOnWriting(
          cluster,
          (key, value) -> {
            plain.sync().set("plain" + key, value);
            replicated.sync().set("replicated" + key, value);
          },
          "plain",
          "replicated");
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
      topology.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
  }

  /**
   * Both of Jedis's ways: the pool, deprecated and what most applications have, and its successor.
   */
  @Test
  @SuppressWarnings("deprecation")
  void jedisGoesOnWriting() {
    Cluster cluster = Cluster.ofThree().start();
    Set<HostAndPort> sentinels =
        cluster.coordinators().stream()
            .map(c -> new HostAndPort(c.address().host(), c.address().port()))
            .collect(Collectors.toSet());
    JedisClientConfig config = DefaultJedisClientConfig.builder().timeoutMillis(1_000).build();
    try (JedisSentinelPool pool =
            new JedisSentinelPool(cluster.group(), sentinels, config, config);
        RedisSentinelClient client =
            RedisSentinelClient.builder()
                .masterName(cluster.group())
                .sentinels(sentinels)
                .clientConfig(config)
                .sentinelClientConfig(config)
                .build()) {
      assertGoesOnWriting(
          cluster,
          (key, value) -> {
            try (Jedis jedis = pool.getResource()) {
              jedis.set("pool" + key, value);
            }
            client.set("client" + key, value);
          },
          "pool",
          "client");
    }
  }

  private static RedisURI sentinels(Cluster cluster) {
    RedisURI.Builder uri = RedisURI.builder().withSentinelMasterId(cluster.group());
    for (CoordinatorNode coordinator : cluster.coordinators()) {
      uri.withSentinel(coordinator.address().host(), coordinator.address().port());
    }
    return uri.withTimeout(Duration.ofSeconds(1)).build();
  }

  private static void assertGoesOnWriting(Cluster cluster, Writer writer, String... ways) {
    DataNode old = cluster.node(0);
    writer.write("before", "1");
    old.call("WAIT", "2", "1000");

    old.kill();
    DataNode promoted = cluster.awaitFailoverFrom(old, cluster.settings().recoveryBound());
    await("writing again").atMost(SOON).until(() -> written(writer));

    for (String way : ways) {
      assertThat(promoted.call("GET", way + "before")).isEqualTo("1");
      assertThat(promoted.call("GET", way + "after")).isEqualTo("2");
    }
  }

  private static boolean written(Writer writer) {
    try {
      writer.write("after", "2");
      return true;
    } catch (RuntimeException e) {
      // Each library has its own ways to say that the master is gone.
      return false;
    }
  }
}
