package io.vedette.sentinel.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vedette.quorum.Event;
import io.vedette.quorum.view.CoordinatorView;
import io.vedette.quorum.view.GroupView;
import io.vedette.quorum.view.ViewChange;
import io.vedette.sentinel.runtime.LiveOptions;
import io.vedette.sentinel.runtime.ProcessSettings;
import io.vedette.sentinel.server.acl.Accounts;
import io.vedette.sentinel.server.acl.AclException;
import io.vedette.sentinel.server.command.About;
import io.vedette.sentinel.server.command.CommandTable;
import io.vedette.sentinel.server.command.Commands;
import io.vedette.sentinel.server.command.RenameException;
import io.vedette.sentinel.server.command.ServerStats;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A server without sockets and threads, with one client and an operator: what is sent is read in
 * the pieces it is sent in, and answered before the call returns.
 */
final class DirectServer implements AutoCloseable {
  private static final String OPERATOR = "operator";

  private final PlainCoordination coordination;
  private final ServerStats stats = new ServerStats();
  private final ClientRegistry clients;
  private final ServerContext context;
  private final LoopClients loop;
  private final EmbeddedChannel client = new EmbeddedChannel();
  private final EmbeddedChannel operator = new EmbeddedChannel();

  DirectServer(CoordinatorView view, ProcessSettings settings) {
    coordination = new PlainCoordination(view);
    clients = new ClientRegistry(settings.maxClients());
    Accounts access = new Accounts(settings);
    CommandTable table = table(settings, access);
    context = new ServerContext(ServerLimits.DEFAULT, 0, access, table, stats, clients);
    loop = new LoopClients(client.eventLoop());
    join(client, loop);
    join(operator, new LoopClients(operator.eventLoop()));
    settings.requirepass().ifPresent(password -> operate("AUTH " + password));
    operate("ACL SETUSER " + OPERATOR + " on >" + OPERATOR + " allcommands allchannels allkeys");
    operate("AUTH " + OPERATOR + " " + OPERATOR);
  }

  private CommandTable table(ProcessSettings settings, Accounts access) {
    try {
      CommandTable table =
          new Commands(
                  settings,
                  new LiveOptions(LiveOptions.Values.of(settings, Optional.empty(), 0)),
                  new About("0.1.0", Path.of("/etc/sentinel.conf")),
                  coordination,
                  List::of,
                  new RunningServer.Jobs(List.of()),
                  access,
                  stats,
                  clients,
                  () -> {
                    throw new IllegalStateException("nobody is to stop it");
                  })
              .table();
      access.begin(table.catalogue());
      return table;
    } catch (RenameException | AclException bad) {
      throw new IllegalStateException(bad);
    }
  }

  private void join(EmbeddedChannel channel, LoopClients at) {
    ClientSession session = new ClientSession(channel, context, at);
    channel.pipeline().addLast(session);
    session.start();
  }

  /** One more client of the same event loop, which {@link #turn turns}; the caller closes it. */
  EmbeddedChannel another() {
    EmbeddedChannel channel = new EmbeddedChannel();
    join(channel, loop);
    return channel;
  }

  /** The client sends these bytes, each piece in a packet of its own, while it is connected. */
  void send(String... pieces) {
    for (String piece : pieces) {
      if (!client.isOpen()) {
        return;
      }
      client.writeInbound(Unpooled.copiedBuffer(piece, StandardCharsets.ISO_8859_1));
    }
  }

  /** Runs what waits on the event loop. */
  void turn() {
    client.runPendingTasks();
  }

  /** What the client has been sent since this was asked last. */
  String received() {
    turn();
    return drain(client);
  }

  /** What this client has been sent and nobody has taken yet. */
  static String drain(EmbeddedChannel channel) {
    StringBuilder all = new StringBuilder();
    for (ByteBuf sent = channel.readOutbound(); sent != null; sent = channel.readOutbound()) {
      all.append(sent.toString(StandardCharsets.ISO_8859_1));
      sent.release();
    }
    return all.toString();
  }

  /** The operator types a line that is to be answered with OK or a number. */
  void operate(String line) {
    operator.writeInbound(Unpooled.copiedBuffer(line + "\r\n", StandardCharsets.ISO_8859_1));
    assertThat(drain(operator)).as(line).matches("(?s)[+:][^\r]*\r\n");
  }

  /** From now on this is what the coordinator sees. */
  void sees(GroupView... groups) {
    coordination
        .view()
        .apply(
            new ViewChange(
                Views.process(),
                List.of(),
                coordination.view().groups().stream().map(GroupView::name).toList()));
    coordination.view().apply(new ViewChange(Views.process(), Arrays.asList(groups), List.of()));
  }

  /** An event is published. */
  void happens(Event event) {
    loop.publish(event);
    turn();
  }

  /** All clients wait from now on. */
  void pause() {
    clients.pause(TimeUnit.HOURS.toNanos(1));
  }

  /** They wait no longer. */
  void unpause() {
    clients.unpause();
    turn();
  }

  /** Whether the short way is taken for this request. */
  boolean knows(String request) {
    ByteBuf bytes = Unpooled.copiedBuffer(request, StandardCharsets.ISO_8859_1);
    try {
      return loop.knownRequests().find(bytes) != null;
    } finally {
      bytes.release();
    }
  }

  /** What is counted, the bytes read left out. */
  List<Long> counted() {
    return List.of(stats.commands.sum(), stats.errorReplies.sum(), stats.bytesWritten.sum());
  }

  @Override
  public void close() {
    client.finishAndReleaseAll();
    operator.finishAndReleaseAll();
  }
}
