package io.vedette.tests.simulation.world;

import io.vedette.quorum.Effect;
import io.vedette.quorum.Input;
import io.vedette.quorum.Input.LinkLoss;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.LinkId;
import io.vedette.quorum.model.LinkTarget;
import io.vedette.quorum.model.NodeInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Carries a coordinator's effects out, over its links. A new kind of effect is modelled here; what
 * comes back of it is given to {@link VedetteProcess#offer}.
 */
final class VedetteEffects implements Effect.Handler {
  private static final long CONNECT_TIMEOUT_MS = 1_000;

  private final VedetteProcess process;
  private final World world;
  private final Map<LinkId, Link> links = new LinkedHashMap<>();
  private boolean holdsBack;

  /** Keeps in mind that a good answer to a PING was taken. */
  private interface Answered {
    void note(boolean isPong);
  }

  /** One attempt to be connected, and the connection. */
  private static final class Link {
    private final LinkId id;
    private final LinkTarget target;
    private final Knowledge.Node node;
    private final Answered onGoodAnswer;
    private Connection connection;
    private boolean isUp;

    Link(LinkId id, LinkTarget target, Knowledge.Node node, Answered onGoodAnswer) {
      this.id = id;
      this.target = target;
      this.node = node;
      this.onGoodAnswer = onGoodAnswer;
    }
  }

  VedetteEffects(VedetteProcess process) {
    this.process = process;
    this.world = process.world();
  }

  /** One after the other, until something kills the process. */
  void carryOut(List<Effect> effects, boolean isUnsaved) {
    holdsBack = isUnsaved;
    for (Effect effect : effects) {
      if (process.isRunning()) {
        effect.dispatchTo(this);
      }
    }
  }

  /** The process is gone; its kernel says so, if it still can. */
  void dropAll(boolean silently) {
    if (!silently) {
      forEachConnection(Connection::closeByClient);
    }
    links.clear();
  }

  /** For faults that hit connections. */
  void forEachConnection(Consumer<Connection> action) {
    for (Link link : List.copyOf(links.values())) {
      if (link.connection != null) {
        action.accept(link.connection);
      }
    }
  }

  // Links.

  @Override
  public void onConnect(Effect.Connect effect) {
    Link link = link(effect);
    links.put(link.id, link);
    Endpoint there = world.endpointAt(link.target.address());
    int life = process.life();
    if (there != null && world.network().passesBothWays(process.host(), there.host())) {
      world.later(
          world.network().latency(process.host(), there.host()), () -> arrive(link, there, life));
    }
    world.later(CONNECT_TIMEOUT_MS, () -> expire(link, life));
  }

  private Link link(Effect.Connect effect) {
    Knowledge knowledge = process.knowledge();
    if (effect.target() instanceof LinkTarget.DataNode target) {
      Knowledge.Node node = knowledge.group(target.group()).node(target.address());
      return new Link(
          effect.link(), target, node, isPong -> node.goodAnswer(isPong, process.now()));
    }
    LinkTarget.Peer target = (LinkTarget.Peer) effect.target();
    return new Link(
        effect.link(),
        target,
        null,
        isPong -> knowledge.peer(target.runId()).goodAnswer(process.now()));
  }

  /** The attempt arrives at the other host. */
  private void arrive(Link link, Endpoint there, int life) {
    if (life != process.life() || links.get(link.id) != link) {
      return;
    }
    if (there.isRunning()) {
      link.connection =
          new Connection(
              world, process, there, link.id, () -> lose(link, LinkLoss.CLOSED, "closed"));
      Connection connection = link.connection;
      connection.toServer(() -> connection.toClient(() -> up(link)));
    } else if (world.network().passesBothWays(process.host(), there.host())) {
      world.later(
          world.network().latency(there.host(), process.host()),
          () -> {
            if (life == process.life()) {
              process.receive(() -> lose(link, LinkLoss.REFUSED, "refused"));
            }
          });
    }
  }

  private void expire(Link link, int life) {
    if (life == process.life() && !link.isUp) {
      process.receive(
          () -> {
            if (!link.isUp && links.get(link.id) == link) {
              close(link);
              lose(link, LinkLoss.TIMEOUT, "timeout");
            }
          });
    }
  }

  private void up(Link link) {
    if (links.get(link.id) == link && !link.isUp) {
      link.isUp = true;
      String localHost = process.address().host();
      boolean isDataNode = link.target instanceof LinkTarget.DataNode;
      process.offer(
          new Input.LinkUp(link.id, localHost),
          () -> {
            if (isDataNode) {
              link.node.connected();
            }
            process.knowledge().forgetPeersAt(process.address());
          });
    }
  }

  private void lose(Link link, LinkLoss cause, String detail) {
    if (links.remove(link.id, link)) {
      process.offer(
          new Input.LinkLost(link.id, cause, detail),
          () -> {
            if (link.node != null && cause == LinkLoss.REFUSED) {
              link.node.refused(process.now());
            }
          });
    }
  }

  @Override
  public void onDisconnect(Effect.Disconnect effect) {
    Link link = links.remove(effect.link());
    if (link != null) {
      close(link);
    }
  }

  private static void close(Link link) {
    if (link.connection != null) {
      link.connection.closeByClient();
    }
  }

  private Link usable(LinkId id) {
    Link link = links.get(id);
    return link != null && link.isUp ? link : null;
  }

  // What is sent over them.

  @Override
  public void onPing(Effect.Ping effect) {
    Link link = usable(effect.link());
    if (link != null) {
      Connection connection = link.connection;
      Endpoint server = connection.server();
      connection.toServer(
          () -> server.ping(answer -> connection.toClient(() -> onPong(link, answer))));
    }
  }

  private void onPong(Link link, Input.PingAnswer answer) {
    boolean isGood =
        answer == Input.PingAnswer.PONG
            || answer == Input.PingAnswer.LOADING
            || answer == Input.PingAnswer.MASTERDOWN;
    boolean isPong = answer == Input.PingAnswer.PONG;
    process.offer(
        new Input.PingReply(link.id, answer),
        isGood ? () -> link.onGoodAnswer.note(isPong) : () -> {});
  }

  @Override
  public void onInfo(Effect.Info effect) {
    Link link = usable(effect.link());
    if (link != null && link.node != null) {
      Connection connection = link.connection;
      Endpoint server = connection.server();
      connection.toServer(
          () ->
              server.info(
                  info ->
                      connection.toClient(
                          () ->
                              process.offer(
                                  new Input.InfoReply(link.id, info), () -> note(link, info)))));
    }
  }

  private void note(Link link, NodeInfo info) {
    LinkTarget.DataNode target = (LinkTarget.DataNode) link.target;
    Optional<Address> master = process.published(target.group());
    if (master.isPresent()) {
      Knowledge.Group group = process.knowledge().group(target.group());
      group.info(target.address(), master.get(), info, process.now());
    }
  }

  @Override
  public void onAskCluster(Effect.AskCluster effect) {
    throw new IllegalStateException("no cluster is modelled here");
  }

  @Override
  public void onPromoteInShard(Effect.PromoteInShard effect) {
    throw new IllegalStateException("no cluster is modelled here");
  }

  @Override
  public void onPublishHello(Effect.PublishHello effect) {
    Link link = usable(effect.link());
    if (link != null && !holdsBack) {
      world.witness().onHello(process, effect.hello());
      Connection connection = link.connection;
      Endpoint server = connection.server();
      connection.toServer(() -> server.publish(effect.hello(), connection));
    }
  }

  @Override
  public void onResubscribe(Effect.Resubscribe effect) {
    // The modelled subscription stands as long as its connection.
  }

  @Override
  public void onReplicaof(Effect.Replicaof effect) {
    Link link = usable(effect.link());
    if (link == null || holdsBack) {
      return;
    }
    LinkTarget.DataNode target = (LinkTarget.DataNode) link.target;
    world.trace().order(process, target.address(), effect.master());
    world.witness().onOrder(process, target, effect.master());
    Connection connection = link.connection;
    Endpoint server = connection.server();
    connection.toServer(
        () ->
            server.replicaof(
                effect.master(),
                connection,
                error ->
                    connection.toClient(
                        () -> process.offer(new Input.ReplicaofReply(link.id, error)))));
  }

  // Handing over.

  /** A command to a data node, which may be sent now. */
  private interface Command {
    void on(Endpoint server, Connection connection);
  }

  private void send(LinkId id, Command command) {
    Link link = usable(id);
    if (link != null) {
      Connection connection = link.connection;
      connection.toServer(() -> command.on(connection.server(), connection));
    }
  }

  @Override
  public void onPauseWrites(Effect.PauseWrites effect) {
    tell(effect.link(), "to keep its clients from writing for " + effect.ms() + " ms");
    long until = process.now() + effect.ms();
    dataNode(effect.link())
        .ifPresent(
            node -> {
              world.witness().onPauseWrites(process, node);
              world.witness().onWritesStopped(process, effect.link(), node, until);
            });
    send(
        effect.link(),
        (server, connection) ->
            server.pauseWrites(
                effect.ms(),
                error -> connection.toClient(() -> onPauseReply(effect.link(), error))));
  }

  private void onPauseReply(LinkId link, Optional<String> error) {
    process.offer(
        new Input.PauseReply(link, error),
        () -> {
          if (error.isPresent()) {
            writesGoOn(link);
          }
        });
  }

  private void writesGoOn(LinkId link) {
    world.witness().onWritesGoOn(process, link, dataNode(link));
  }

  /** The server at the other end; empty: the link does not stand. */
  private Optional<LinkTarget.DataNode> dataNode(LinkId id) {
    return Optional.ofNullable(usable(id)).map(link -> (LinkTarget.DataNode) link.target);
  }

  @Override
  public void onResumeWrites(Effect.ResumeWrites effect) {
    tell(effect.link(), "to let its clients write");
    writesGoOn(effect.link());
    send(effect.link(), (server, connection) -> server.resumeWrites());
  }

  @Override
  public void onHandOver(Effect.HandOver effect) {
    Link link = usable(effect.link());
    if (link == null || holdsBack) {
      return;
    }
    tell(effect.link(), "to hand over to " + effect.replica());
    world.witness().onHandOver(process, (LinkTarget.DataNode) link.target, effect.replica());
    send(
        effect.link(),
        (server, connection) ->
            server.handOver(
                effect.replica(),
                error ->
                    connection.toClient(
                        () -> process.offer(new Input.HandOverReply(effect.link(), error)))));
  }

  @Override
  public void onAbortHandOver(Effect.AbortHandOver effect) {
    tell(effect.link(), "not to hand over");
    send(effect.link(), (server, connection) -> server.abortHandOver());
  }

  @Override
  public void onReleaseClients(Effect.ReleaseClients effect) {
    tell(effect.link(), "to send its clients away");
    writesGoOn(effect.link());
    send(effect.link(), Endpoint::releaseClients);
  }

  private void tell(LinkId id, String what) {
    Link link = usable(id);
    if (link != null) {
      world
          .trace()
          .line(process.name(), () -> "tells " + link.connection.server().name() + " " + what);
    }
  }

  @Override
  public void onLogIn(Effect.LogIn effect) {
    // Everybody is let in with whatever login.
    send(
        effect.link(),
        (server, connection) ->
            connection.toClient(
                () -> process.offer(new Input.LoginReply(effect.link(), Optional.empty()))));
  }

  @Override
  public void onResolveHost(Effect.ResolveHost effect) {
    throw new IllegalStateException("nobody has a name in this world: " + effect.name());
  }

  @Override
  public void onKillScript(Effect.KillScript effect) {
    Link link = usable(effect.link());
    if (link != null) {
      Endpoint server = link.connection.server();
      link.connection.toServer(server::killScript);
    }
  }

  @Override
  public void onAskPeer(Effect.AskPeer effect) {
    Link link = usable(effect.link());
    if (link == null || (holdsBack && effect.candidate().isPresent())) {
      return;
    }
    if (effect.candidate().isPresent()) {
      world.witness().onVoteAsked(process, effect);
    }
    Endpoint.Question question =
        new Endpoint.Question(effect.master(), effect.epoch(), effect.candidate());
    Connection connection = link.connection;
    Endpoint server = connection.server();
    connection.toServer(
        () ->
            server.ask(
                question, answer -> connection.toClient(() -> onAnswer(link, effect, answer))));
  }

  private void onAnswer(Link link, Effect.AskPeer asked, Endpoint.Answer answer) {
    LinkTarget.Peer target = (LinkTarget.Peer) link.target;
    Knowledge.Peer peer = process.knowledge().group(asked.group()).peer(target.runId());
    process.offer(
        new Input.PeerReply(
            link.id,
            asked.group(),
            asked.master(),
            answer.isDown(),
            answer.leader(),
            answer.leaderEpoch()),
        () -> {
          if (process.published(asked.group()).equals(Optional.of(asked.master()))) {
            peer.report(answer.isDown(), asked.master(), process.now());
          }
          answer.leader().ifPresent(leader -> peer.vote(leader, answer.leaderEpoch()));
        });
  }

  // What is answered and told.

  @Override
  public void onAnswerPeer(Effect.AnswerPeer effect) {
    VedetteProcess.Asked asked = process.asked(effect.ticket());
    if (asked != null && !holdsBack) {
      world.witness().onAnswer(process, asked.question().master(), effect);
      asked
          .reply()
          .accept(new Endpoint.Answer(effect.masterDown(), effect.leader(), effect.leaderEpoch()));
    }
  }

  @Override
  public void onPublish(Effect.Publish effect) {
    world.trace().event(process, effect.event());
    world.witness().onEvent(process, effect.event());
    world.onEvent(process, effect.event());
  }

  @Override
  public void onAnswerAdmin(Effect.AnswerAdmin effect) {
    // Operators look at what becomes of their orders, not at the answer.
  }

  @Override
  public void onSaveState() {
    // Saved once for all that was decided, before the first effect.
  }

  @Override
  public void onRunNotificationScript(Effect.RunNotificationScript effect) {
    // Scripts have no part in what is decided.
  }

  @Override
  public void onRunReconfigScript(Effect.RunReconfigScript effect) {
    // As above.
  }

  @Override
  public void onExit(Effect.Exit effect) {
    world.trace().line(process.name(), () -> "exits with " + effect.code());
    process.crash(false);
  }
}
