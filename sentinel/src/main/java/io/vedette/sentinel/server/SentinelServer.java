package io.vedette.sentinel.server;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.vedette.sentinel.runtime.Coordination;
import io.vedette.sentinel.runtime.EventListener;
import io.vedette.sentinel.runtime.History;
import io.vedette.sentinel.runtime.LiveOptions;
import io.vedette.sentinel.runtime.ProcessSettings;
import io.vedette.sentinel.runtime.Scripts;
import io.vedette.sentinel.runtime.UserChanges;
import io.vedette.sentinel.server.acl.Accounts;
import io.vedette.sentinel.server.acl.AclException;
import io.vedette.sentinel.server.command.About;
import io.vedette.sentinel.server.command.CommandTable;
import io.vedette.sentinel.server.command.Commands;
import io.vedette.sentinel.server.command.RenameException;
import io.vedette.sentinel.server.command.ServerStats;
import io.vedette.sentinel.tls.Tls;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server for clients, peers and operators.
 *
 * <p>Any thread may use it.
 */
public final class SentinelServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SentinelServer.class);

  /** How long the end may take. */
  private static final long CLOSE_MS = 2_000;

  private final MultiThreadIoEventLoopGroup group;
  private final List<LoopClients> loops;
  private final ServerStats stats;
  private final ClientRegistry clients;
  private final Accounts access;
  private final List<Channel> listening;

  private SentinelServer(
      MultiThreadIoEventLoopGroup group,
      List<LoopClients> loops,
      ServerStats stats,
      ClientRegistry clients,
      Accounts access,
      List<Channel> listening) {
    this.group = group;
    this.loops = loops;
    this.stats = stats;
    this.clients = clients;
    this.access = access;
    this.listening = listening;
  }

  /**
   * {@link #start(ProcessSettings, LiveOptions, About, Coordination, History, Scripts, Runnable,
   * Optional, ServerLimits)} with the default limits.
   */
  public static SentinelServer start(
      ProcessSettings settings,
      LiveOptions options,
      About about,
      Coordination coordination,
      History history,
      Scripts scripts,
      Runnable shutdown,
      Optional<Tls> tls)
      throws ListenException, AclException, RenameException {
    return start(
        settings,
        options,
        about,
        coordination,
        history,
        scripts,
        shutdown,
        tls,
        ServerLimits.DEFAULT);
  }

  /**
   * Listens on all addresses of the settings and serves clients from then on.
   *
   * @param shutdown begins to stop the process at SHUTDOWN; called by an event loop: it must hand
   *     over and return
   * @param tls for {@code tls-port}; empty if there is none
   * @throws ListenException if one of the addresses can't be listened on; then on none is
   * @throws AclException if one of the users is not good
   * @throws RenameException if a command can\'t be renamed as the settings say
   */
  public static SentinelServer start(
      ProcessSettings settings,
      LiveOptions options,
      About about,
      Coordination coordination,
      History history,
      Scripts scripts,
      Runnable shutdown,
      Optional<Tls> tls,
      ServerLimits limits)
      throws ListenException, AclException, RenameException {
    ServerStats stats = new ServerStats();
    ClientRegistry clients = new ClientRegistry(settings.maxClients());
    Accounts access = new Accounts(settings);
    CommandTable table =
        new Commands(
                settings,
                options,
                about,
                coordination,
                history,
                scripts,
                access,
                stats,
                clients,
                shutdown)
            .table();
    access.begin(table.catalogue());
    Transport transport = Transport.best();
    MultiThreadIoEventLoopGroup group =
        new MultiThreadIoEventLoopGroup(
            limits.threads(), new DefaultThreadFactory("server"), transport.handlerFactory());
    List<LoopClients> loops = new ArrayList<>();
    for (EventExecutor executor : group) {
      loops.add(new LoopClients((EventLoop) executor));
    }
    clients.loops(loops);
    ServerContext context =
        new ServerContext(limits, settings.timeoutSeconds(), access, table, stats, clients);
    try {
      List<Channel> listening =
          new Listening(
                  settings,
                  transport,
                  group,
                  new Welcome(context, settings, loops, Optional.empty()),
                  new Welcome(context, settings, loops, tls),
                  new WriteBufferWaterMark(limits.outputBytes() / 2, limits.outputBytes()))
              .open();
      SentinelServer server = new SentinelServer(group, loops, stats, clients, access, listening);
      server.sweepEverySecond();
      return server;
    } catch (ListenException failed) {
      var unused = group.shutdownGracefully(0, CLOSE_MS, TimeUnit.MILLISECONDS);
      throw failed;
    }
  }

  private void sweepEverySecond() {
    for (LoopClients clients : loops) {
      everySecond(clients.loop(), () -> clients.sweep(System.nanoTime()));
    }
    everySecond(loops.get(0).loop(), stats::sample);
  }

  private static void everySecond(EventLoop loop, Runnable task) {
    Runnable goingOn =
        () -> {
          try {
            task.run();
          } catch (RuntimeException bug) {
            LOG.error("Looking after the clients failed", bug);
          }
        };
    var unused = loop.scheduleWithFixedDelay(goingOn, 1, 1, TimeUnit.SECONDS);
  }

  /** Tells subscribers of events. */
  public EventListener events() {
    return event -> loops.forEach(clients -> clients.publish(event));
  }

  /** Which users were changed by clients. */
  public UserChanges users() {
    return access;
  }

  /** Where it listens. */
  public List<SocketAddress> addresses() {
    return listening.stream().map(Channel::localAddress).toList();
  }

  /** How many clients are connected. */
  public int clients() {
    return clients.count();
  }

  /** What it counts. */
  public ServerStats stats() {
    return stats;
  }

  /** Stops listening and closes all connections. Takes at most two seconds. */
  @Override
  public void close() {
    listening.forEach(channel -> channel.close().awaitUninterruptibly(CLOSE_MS / 2));
    // Event loops that end would leave some of them open: they are closed while the loops run.
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_MS / 2);
    clients.sessions().forEach(ClientSession::close);
    clients.sessions().forEach(session -> session.awaitEnd(deadline - System.nanoTime()));
    boolean ended =
        group
            .shutdownGracefully(0, CLOSE_MS / 2, TimeUnit.MILLISECONDS)
            .awaitUninterruptibly(CLOSE_MS / 2);
    if (!ended) {
      LOG.warn("The server's threads have not ended within {} ms", CLOSE_MS);
    }
  }
}
