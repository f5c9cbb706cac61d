package io.vedette.tests.compat.client;

import io.vedette.quorum.model.Address;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.api.redisnode.RedisNodes;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;
import org.redisson.config.Protocol;
import org.redisson.config.SentinelServersConfig;

/** Redisson, which asks the coordinators once a second and also uses the replicas. */
final class RedissonWriter implements Writer {
  private static final int TIMEOUT_MS = 1_000;
  private static final int THREADS = 2;

  private final RedissonClient redisson;

  RedissonWriter(Entrance entrance) {
    Config config = new Config();
    config.setThreads(THREADS).setNettyThreads(THREADS).setCodec(StringCodec.INSTANCE);
    config.setProtocol(entrance.resp3() ? Protocol.RESP3 : Protocol.RESP2);
    entrance.atNodes().user().ifPresent(config::setUsername);
    entrance.atNodes().password().ifPresent(config::setPassword);
    entrance
        .tls()
        .ifPresent(
            tls ->
                config.setSslKeyManagerFactory(tls.keys()).setSslTrustManagerFactory(tls.trust()));
    SentinelServersConfig servers =
        config
            .useSentinelServers()
            .setMasterName(entrance.group())
            .setTimeout(TIMEOUT_MS)
            .setConnectTimeout(TIMEOUT_MS)
            .setMasterConnectionMinimumIdleSize(1)
            .setSlaveConnectionMinimumIdleSize(1);
    entrance.atCoordinators().user().ifPresent(servers::setSentinelUsername);
    entrance.atCoordinators().password().ifPresent(servers::setSentinelPassword);
    String scheme = entrance.tls().isPresent() ? "rediss://" : "redis://";
    entrance.coordinators().forEach(c -> servers.addSentinelAddress(scheme + c));
    redisson = Redisson.create(config);
  }

  @Override
  public void set(String key, String value) {
    redisson.<String>getBucket(key).set(value);
  }

  @Override
  public Address master() {
    InetSocketAddress address =
        redisson.getRedisNodes(RedisNodes.SENTINEL_MASTER_SLAVE).getMaster().getAddr();
    return new Address(address.getHostString(), address.getPort());
  }

  @Override
  public void close() {
    redisson.shutdown(0, 2, TimeUnit.SECONDS);
  }
}
