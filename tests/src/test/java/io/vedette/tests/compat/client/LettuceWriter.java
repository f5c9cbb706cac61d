package io.vedette.tests.compat.client;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ReadFrom;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.masterreplica.MasterReplica;
import io.lettuce.core.masterreplica.StatefulRedisMasterReplicaConnection;
import io.lettuce.core.protocol.ProtocolVersion;
import io.vedette.quorum.model.Address;
import java.time.Duration;

/** Lettuce, by either of its ways. It speaks RESP3 unless told otherwise. */
final class LettuceWriter implements Writer {
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  private final RedisClient client;
  private final StatefulRedisConnection<String, String> connection;

  private LettuceWriter(RedisClient client, StatefulRedisConnection<String, String> connection) {
    this.client = client;
    this.connection = connection;
  }

  /** A connection that looks the master up each time it is made. */
  static Writer plain(Entrance entrance) {
    RedisClient client = client(entrance);
    return new LettuceWriter(client, client.connect(uri(entrance)));
  }

  /** Connections to all nodes, kept up to date by the coordinators' messages. */
  static Writer masterReplica(Entrance entrance) {
    RedisClient client = client(entrance);
    StatefulRedisMasterReplicaConnection<String, String> connection =
        MasterReplica.connect(client, StringCodec.UTF8, uri(entrance));
    connection.setReadFrom(ReadFrom.MASTER);
    return new LettuceWriter(client, connection);
  }

  private static RedisClient client(Entrance entrance) {
    RedisClient client = RedisClient.create();
    ClientOptions.Builder options = ClientOptions.builder();
    if (!entrance.resp3()) {
      options.protocolVersion(ProtocolVersion.RESP2);
    }
    entrance
        .tls()
        .ifPresent(
            tls ->
                options.sslOptions(
                    SslOptions.builder()
                        .jdkSslProvider()
                        .keyManager(tls.keys())
                        .trustManager(tls.trust())
                        .build()));
    client.setOptions(options.build());
    return client;
  }

  private static RedisURI uri(Entrance entrance) {
    RedisURI.Builder uri = RedisURI.builder().withSentinelMasterId(entrance.group());
    for (Address coordinator : entrance.coordinators()) {
      RedisURI.Builder sentinel =
          RedisURI.builder().withHost(coordinator.host()).withPort(coordinator.port());
      uri.withSentinel(finish(sentinel, entrance, entrance.atCoordinators()));
    }
    return finish(uri, entrance, entrance.atNodes());
  }

  private static RedisURI finish(RedisURI.Builder uri, Entrance entrance, Login login) {
    uri.withTimeout(TIMEOUT);
    uri.withSsl(entrance.tls().isPresent());
    login
        .password()
        .ifPresent(
            password ->
                login
                    .user()
                    .ifPresentOrElse(
                        user -> uri.withAuthentication(user, password),
                        () -> uri.withPassword(password.toCharArray())));
    return uri.build();
  }

  @Override
  public void set(String key, String value) {
    connection.sync().set(key, value);
  }

  @Override
  public Address master() {
    return Writer.serverOf(connection.sync().clientInfo());
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }
}
