package io.vedette.sentinel.cli.demo;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.output.ValueOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.sentinel.api.StatefulRedisSentinelConnection;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the demo asks of servers and coordinators. An answer that does not come, or is an error, is
 * empty: whoever asks asks again.
 */
final class Questions {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final RedisClient client;

  Questions(RedisClient client) {
    this.client = client;
  }

  static RedisURI uri(Child child) {
    return RedisURI.builder()
        .withHost(Cluster.HOST)
        .withPort(child.port())
        .withTimeout(PATIENCE)
        .build();
  }

  /** The fields of a server's {@code INFO replication}; empty when it doesn't answer. */
  Map<String, String> replication(Child node) {
    return server(node, connection -> connection.sync().info("replication"))
        .map(
            info ->
                info.lines()
                    .map(line -> line.split(":", 2))
                    .filter(field -> field.length == 2)
                    .collect(Collectors.toMap(field -> field[0], field -> field[1], (a, b) -> b)))
        .orElse(Map.of());
  }

  /** How many of these keys a server holds with the value they were written with. */
  Optional<Integer> held(Child node, List<Integer> numbers) {
    String[] keys = numbers.stream().map(Writer::key).toArray(String[]::new);
    return server(
        node,
        connection ->
            (int)
                connection.sync().mget(keys).stream()
                    .filter(
                        entry -> entry.hasValue() && isAsWritten(entry.getKey(), entry.getValue()))
                    .count());
  }

  private static boolean isAsWritten(String key, String value) {
    int number = Integer.parseInt(key.substring(key.indexOf(':') + 1));
    return value.equals(Writer.value(number));
  }

  /** A coordinator's own run id. */
  Optional<String> runId(Child coordinator) {
    return coordinator(
        coordinator,
        connection ->
            connection
                .sync()
                .dispatch(
                    CommandType.SENTINEL,
                    new ValueOutput<>(StringCodec.UTF8),
                    new CommandArgs<>(StringCodec.UTF8).add("MYID")));
  }

  /** Whether a coordinator sees the master up, two replicas that follow it, and a quorum. */
  boolean seesAll(Child coordinator, int replicas, int peers) {
    return coordinator(
            coordinator,
            connection -> {
              Map<String, String> master = connection.sync().master(Cluster.GROUP);
              return "master".equals(master.get("flags"))
                  && String.valueOf(replicas).equals(master.get("num-slaves"))
                  && String.valueOf(peers).equals(master.get("num-other-sentinels"))
                  && connection.sync().replicas(Cluster.GROUP).stream()
                      .allMatch(Questions::isFollowing)
                  && hasQuorum(connection);
            })
        .orElse(false);
  }

  private static boolean isFollowing(Map<String, String> replica) {
    return "slave".equals(replica.get("flags")) && "ok".equals(replica.get("master-link-status"));
  }

  private static boolean hasQuorum(StatefulRedisSentinelConnection<String, String> connection) {
    return connection
        .sync()
        .dispatch(
            CommandType.SENTINEL,
            new StatusOutput<>(StringCodec.UTF8),
            new CommandArgs<>(StringCodec.UTF8).add("CKQUORUM").add(Cluster.GROUP))
        .startsWith("OK");
  }

  /** The port of the master, as a coordinator tells its clients. */
  Optional<Integer> masterPort(Child coordinator) {
    return coordinator(
        coordinator,
        connection ->
            ((InetSocketAddress) connection.sync().getMasterAddrByName(Cluster.GROUP)).getPort());
  }

  private <T> Optional<T> server(
      Child node, Function<StatefulRedisConnection<String, String>, T> question) {
    try (StatefulRedisConnection<String, String> connection = client.connect(uri(node))) {
      return Optional.ofNullable(question.apply(connection));
    } catch (RedisException e) {
      return Optional.empty();
    }
  }

  private <T> Optional<T> coordinator(
      Child child, Function<StatefulRedisSentinelConnection<String, String>, T> question) {
    try (StatefulRedisSentinelConnection<String, String> connection =
        client.connectSentinel(uri(child))) {
      return Optional.ofNullable(question.apply(connection));
    } catch (RedisException e) {
      return Optional.empty();
    }
  }
}
