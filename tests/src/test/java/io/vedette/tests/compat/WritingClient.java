package io.vedette.tests.compat;

import static org.awaitility.Awaitility.await;

import io.vedette.quorum.model.Address;
import io.vedette.tests.harness.Cluster;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisSentinelPool;

/** Writes all the time, and finds its master by Jedis's Sentinel support alone. */
@SuppressWarnings("deprecation") // The pool is what most applications have.
final class WritingClient implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(20);

  /** Some thousand writes a second leave the machine to the failover. */
  private static final long PACE_NANOS = 200_000;

  private final JedisSentinelPool pool;
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private volatile boolean closed;

  WritingClient(Cluster cluster) {
    Set<HostAndPort> sentinels =
        cluster.coordinators().stream()
            .map(c -> new HostAndPort(c.address().host(), c.address().port()))
            .collect(Collectors.toSet());
    JedisClientConfig config = DefaultJedisClientConfig.builder().timeoutMillis(1_000).build();
    this.pool = new JedisSentinelPool(cluster.group(), sentinels, config, config);
    Thread thread = new Thread(this::write, "a writing client");
    thread.setDaemon(true);
    thread.start();
  }

  private void write() {
    while (!closed) {
      try (Jedis jedis = pool.getResource()) {
        jedis.set("key", Long.toString(acknowledged.get()));
        acknowledged.incrementAndGet();
      } catch (RuntimeException e) {
        // The master is gone, or is one no more: the library's ways to say so are many.
        failed.incrementAndGet();
      }
      LockSupport.parkNanos(PACE_NANOS);
    }
  }

  /** Where it writes to. */
  Address master() {
    HostAndPort current = pool.getCurrentHostMaster();
    return new Address(current.getHost(), current.getPort());
  }

  /** Waits until writes that begin from now on are acknowledged. */
  void awaitWrites() {
    // The first may have begun before.
    long enough = acknowledged.get() + 2;
    await("writes are acknowledged").atMost(SOON).until(() -> acknowledged.get() >= enough);
  }

  @Override
  public void close() {
    closed = true;
    pool.close();
  }

  @Override
  public String toString() {
    return acknowledged + " writes acknowledged, " + failed + " failed";
  }
}
