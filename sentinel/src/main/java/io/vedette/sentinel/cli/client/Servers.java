package io.vedette.sentinel.cli.client;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.StaticCredentialsProvider;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.resolver.DefaultAddressResolverGroup;
import io.vedette.quorum.model.Address;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** Everybody who can be asked, all with the same login. Connections are kept until the end. */
public final class Servers implements AutoCloseable {
  /** How long to wait for an answer: who is there may be busy. */
  public static final Duration PATIENCE = Duration.ofSeconds(5);

  /** How long to wait for a connection. */
  private static final Duration CONNECT = Duration.ofSeconds(2);

  private final Access access;
  private final ClientResources resources;
  private final RedisClient client;
  private final Map<Address, StatefulRedisConnection<String, String>> connections =
      new ConcurrentHashMap<>();

  public Servers(Access access) {
    this.access = access;
    this.resources =
        DefaultClientResources.builder()
            .ioThreadPoolSize(2)
            .computationThreadPoolSize(2)
            // Java's, which goes by the system's settings; Lettuce's own asks DNS alone.
            .addressResolverGroup(DefaultAddressResolverGroup.INSTANCE)
            .build();
    this.client = RedisClient.create(resources);
    ClientOptions.Builder options =
        ClientOptions.builder()
            .autoReconnect(false)
            // Stock Sentinel speaks RESP3 too, but then its maps would not be lists.
            .protocolVersion(ProtocolVersion.RESP2)
            .socketOptions(SocketOptions.builder().connectTimeout(CONNECT).build());
    access.tls().ifPresent(tls -> options.sslOptions(ssl(tls)));
    client.setOptions(options.build());
  }

  private static SslOptions ssl(Access.Tls tls) {
    SslOptions.Builder ssl = SslOptions.builder().jdkSslProvider();
    tls.authority().map(Path::toFile).ifPresent(ssl::trustManager);
    tls.certificate()
        .ifPresent(file -> ssl.keyManager(file.toFile(), tls.key().orElseThrow().toFile(), null));
    return ssl.build();
  }

  /**
   * Asks, and waits for the answer.
   *
   * @return String, Long, null, or a List of these
   * @throws AskException if there is none, or if it is an error
   */
  public Object ask(Address whom, String command, String... arguments) throws AskException {
    StatefulRedisConnection<String, String> connection = connection(whom);
    CommandArgs<String, String> words = new CommandArgs<>(StringCodec.UTF8);
    for (String argument : arguments) {
      words.add(argument);
    }
    try {
      return answered(
          connection.async().dispatch(CommandType.valueOf(command), new AnswerOutput(), words));
    } catch (RedisCommandExecutionException e) {
      throw AskException.refused(whom, e.getMessage());
    } catch (RedisException e) {
      if (connections.remove(whom, connection)) {
        connection.close();
      }
      throw AskException.silent(whom, reason(e));
    }
  }

  /** Not by Lettuce's own sync(): the proxies behind it take a third of a second to be made. */
  private static <T> T answered(RedisFuture<T> future) {
    return LettuceFutures.awaitOrCancel(future, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** As {@link #ask}, of those whose answer is text. */
  public String askText(Address whom, String command, String... arguments) throws AskException {
    if (ask(whom, command, arguments) instanceof String text) {
      return text;
    }
    throw AskException.odd(whom, command);
  }

  /** Whether it is there and answers. */
  public boolean answersPing(Address whom) {
    try {
      return "PONG".equals(ask(whom, "PING"));
    } catch (AskException e) {
      return false;
    }
  }

  /** A line to one coordinator on which its events come. */
  public interface Listening extends AutoCloseable {
    /** Whether it still stands. */
    boolean isOpen();

    @Override
    void close();
  }

  /**
   * Listens to all that a coordinator publishes, from when this returns.
   *
   * @param event gets channel and message, on a thread that must not be held up
   */
  public Listening listen(Address whom, BiConsumer<String, String> event) throws AskException {
    try {
      StatefulRedisPubSubConnection<String, String> connection =
          client.connectPubSub(StringCodec.UTF8, uri(whom));
      connection.addListener(
          new RedisPubSubAdapter<>() {
            @Override
            public void message(String pattern, String channel, String message) {
              event.accept(channel, message);
            }
          });
      answered(connection.async().psubscribe("*"));
      return new Line(connection);
    } catch (RedisException e) {
      throw failure(whom, e);
    }
  }

  private record Line(StatefulRedisPubSubConnection<String, String> connection)
      implements Listening {
    @Override
    public boolean isOpen() {
      return connection.isOpen();
    }

    @Override
    public void close() {
      connection.close();
    }
  }

  private StatefulRedisConnection<String, String> connection(Address whom) throws AskException {
    StatefulRedisConnection<String, String> known = connections.get(whom);
    if (known != null && known.isOpen()) {
      return known;
    }
    try {
      StatefulRedisConnection<String, String> fresh = client.connect(StringCodec.UTF8, uri(whom));
      StatefulRedisConnection<String, String> old = connections.put(whom, fresh);
      if (old != null) {
        old.close();
      }
      return fresh;
    } catch (RedisException e) {
      throw failure(whom, e);
    }
  }

  private RedisURI uri(Address to) {
    RedisURI uri = new RedisURI(to.host(), to.port(), PATIENCE);
    uri.setLibraryName("");
    uri.setLibraryVersion("");
    access
        .tls()
        .ifPresent(
            tls -> {
              uri.setSsl(true);
              uri.setVerifyPeer(SslVerifyMode.CA);
            });
    access
        .password()
        .ifPresent(
            password ->
                uri.setCredentialsProvider(
                    new StaticCredentialsProvider(
                        access.user().orElse(null), password.toCharArray())));
    return uri;
  }

  private static AskException failure(Address whom, RedisException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof RedisCommandExecutionException) {
        return AskException.refused(whom, cause.getMessage());
      }
    }
    return AskException.silent(whom, reason(e));
  }

  /** The innermost reason, without the names of Java's classes. */
  private static String reason(RedisException e) {
    Throwable cause = e;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    if (cause instanceof UnknownHostException) {
      return "no such host";
    }
    if (cause instanceof NotSslRecordException) {
      return "it speaks no TLS there";
    }
    if (cause instanceof RedisCommandTimeoutException) {
      return "nothing came within " + PATIENCE.toSeconds() + " s";
    }
    String message = String.valueOf(cause.getMessage());
    // Netty puts the address at the end: "Connection refused: /127.0.0.1:1".
    List<String> known = List.of("Connection refused", "connection timed out");
    return known.stream().filter(message::contains).findFirst().orElse(message);
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, PATIENCE);
    resources
        .shutdown(0, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(PATIENCE.toMillis());
  }
}
