package io.vedette.sentinel.server;

import io.vedette.quorum.view.CoordinatorView;
import io.vedette.sentinel.FreePorts;
import io.vedette.sentinel.runtime.AclSettings;
import io.vedette.sentinel.runtime.FailoverRecord;
import io.vedette.sentinel.runtime.LiveOptions;
import io.vedette.sentinel.runtime.ProcessSettings;
import io.vedette.sentinel.runtime.RenamedCommand;
import io.vedette.sentinel.runtime.Scripts;
import io.vedette.sentinel.runtime.TlsSettings;
import io.vedette.sentinel.server.command.About;
import io.vedette.sentinel.server.resp.RequestLimits;
import io.vedette.sentinel.tls.Tls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on a free port, with a coordinator of plain data behind it. */
final class RunningServer implements AutoCloseable {
  static final ServerLimits SMALL =
      new ServerLimits(RequestLimits.DEFAULT, 64 * 1024, 256 * 1024, 4 * 1024, 500, 1);

  final PlainCoordination coordination;
  final AtomicInteger shutdowns = new AtomicInteger();

  /** What it says of past failovers, the latest first. */
  final List<FailoverRecord> past = new CopyOnWriteArrayList<>();

  final SentinelServer server;
  private final ProcessSettings settings;

  RunningServer() {
    this(Views.healthy());
  }

  RunningServer(CoordinatorView view) {
    this(view, settings());
  }

  RunningServer(CoordinatorView view, ProcessSettings settings) {
    this(view, settings, ServerLimits.DEFAULT, new Jobs(List.of()));
  }

  RunningServer(
      CoordinatorView view, ProcessSettings settings, ServerLimits limits, Scripts scripts) {
    this(view, settings, limits, scripts, Optional.empty());
  }

  RunningServer(
      CoordinatorView view,
      ProcessSettings settings,
      ServerLimits limits,
      Scripts scripts,
      Optional<Tls> tls) {
    this.settings = settings;
    coordination = new PlainCoordination(view);
    About about = new About("0.1.0", Path.of("/etc/sentinel.conf"));
    try {
      server =
          SentinelServer.start(
              settings,
              new LiveOptions(LiveOptions.Values.of(settings, Optional.empty(), 0)),
              about,
              coordination,
              () -> List.copyOf(past),
              scripts,
              shutdowns::incrementAndGet,
              tls,
              limits);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** A new connection. */
  WireClient connect() {
    return new WireClient(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()));
  }

  int port() {
    return settings.port();
  }

  @Override
  public void close() {
    server.close();
  }

  /** Scripts that are only looked at, and their periods. */
  static final class Jobs implements Scripts {
    private final List<Job> jobs;
    private volatile long maxRuntimeMs = 60_000;
    private volatile long retryDelayMs = 30_000;

    Jobs(List<Job> jobs) {
      this.jobs = jobs;
    }

    @Override
    public void enqueue(String path, List<String> arguments) {
      throw new UnsupportedOperationException("the server runs no scripts");
    }

    @Override
    public List<Job> jobs() {
      return jobs;
    }

    @Override
    public long maxRuntimeMs() {
      return maxRuntimeMs;
    }

    @Override
    public void maxRuntimeMs(long ms) {
      maxRuntimeMs = ms;
    }

    @Override
    public long retryDelayMs() {
      return retryDelayMs;
    }

    @Override
    public void retryDelayMs(long ms) {
      retryDelayMs = ms;
    }
  }

  static ProcessSettings settings() {
    return new Settings().build();
  }

  /** Settings as a small configuration file would give them, with what a test changes. */
  static final class Settings {
    int port = FreePorts.next();
    List<String> bind = List.of("127.0.0.1");
    boolean protectedMode;
    Optional<String> requirepass = Optional.empty();
    int maxClients = 1000;
    int timeoutSeconds;
    Optional<String> unixSocket = Optional.empty();
    int unixSocketPerm;
    boolean denyScriptsReconfig = true;
    boolean resolveHostnames;
    AclSettings acl = AclSettings.DEFAULT;
    Optional<TlsSettings> tls = Optional.empty();
    List<RenamedCommand> renamed = List.of();
    Path dir = Path.of(System.getProperty("java.io.tmpdir"));

    ProcessSettings build() {
      return new ProcessSettings(
          port,
          bind,
          protectedMode,
          requirepass,
          maxClients,
          timeoutSeconds,
          300,
          511,
          unixSocket,
          unixSocketPerm,
          denyScriptsReconfig,
          Optional.empty(),
          Optional.empty(),
          resolveHostnames,
          false,
          Optional.empty(),
          ProcessSettings.LogLevel.NOTICE,
          false,
          Optional.empty(),
          dir,
          acl,
          tls,
          renamed,
          Optional.empty());
    }
  }
}
