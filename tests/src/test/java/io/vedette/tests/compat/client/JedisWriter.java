package io.vedette.tests.compat.client;

import io.vedette.quorum.model.Address;
import java.util.Set;
import java.util.stream.Collectors;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisSentinelPool;
import redis.clients.jedis.RedisSentinelClient;

/** Jedis's two ways. */
final class JedisWriter {
  private static final int TIMEOUT_MS = 1_000;

  private JedisWriter() {}

  static Writer client(Entrance entrance) {
    return new Client(
        RedisSentinelClient.builder()
            .masterName(entrance.group())
            .sentinels(sentinels(entrance))
            .clientConfig(config(entrance, entrance.atNodes()))
            .sentinelClientConfig(config(entrance, entrance.atCoordinators()))
            .build());
  }

  /** Deprecated, and what most applications have. */
  @SuppressWarnings("deprecation")
  static Writer pool(Entrance entrance) {
    return new Pool(
        new JedisSentinelPool(
            entrance.group(),
            sentinels(entrance),
            config(entrance, entrance.atNodes()),
            config(entrance, entrance.atCoordinators())));
  }

  private static Set<HostAndPort> sentinels(Entrance entrance) {
    return entrance.coordinators().stream()
        .map(address -> new HostAndPort(address.host(), address.port()))
        .collect(Collectors.toSet());
  }

  /** TLS in the older way, which takes what the other Java libraries take. */
  @SuppressWarnings("deprecation")
  private static JedisClientConfig config(Entrance entrance, Login login) {
    DefaultJedisClientConfig.Builder config =
        DefaultJedisClientConfig.builder().timeoutMillis(TIMEOUT_MS);
    login.user().ifPresent(config::user);
    login.password().ifPresent(config::password);
    entrance.tls().ifPresent(tls -> config.ssl(true).sslSocketFactory(tls.sockets()));
    if (entrance.resp3()) {
      config.resp3();
    }
    return config.build();
  }

  private static Address address(HostAndPort pair) {
    return new Address(pair.getHost(), pair.getPort());
  }

  private record Client(RedisSentinelClient jedis) implements Writer {
    @Override
    public void set(String key, String value) {
      jedis.set(key, value);
    }

    @Override
    public Address master() {
      return address(jedis.getCurrentMaster());
    }

    @Override
    public void close() {
      jedis.close();
    }
  }

  @SuppressWarnings("deprecation")
  private record Pool(JedisSentinelPool pool) implements Writer {
    @Override
    public void set(String key, String value) {
      try (Jedis jedis = pool.getResource()) {
        jedis.set(key, value);
      }
    }

    @Override
    public Address master() {
      return address(pool.getCurrentHostMaster());
    }

    @Override
    public void close() {
      pool.close();
    }
  }
}
