package io.vedette.quorum.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.AdminAnswer;
import io.vedette.quorum.Coordinator;
import io.vedette.quorum.Effect;
import io.vedette.quorum.Input;
import io.vedette.quorum.Ticket;
import io.vedette.quorum.cluster.ShardMemory;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.CoordinatorConfig;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.GroupMemory;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.LinkId;
import io.vedette.quorum.model.LinkTarget;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.model.Timing;
import io.vedette.quorum.options.GroupOptions;
import io.vedette.quorum.options.OptionValues;
import io.vedette.quorum.view.ClusterView;
import io.vedette.quorum.view.CoordinatorView;
import io.vedette.quorum.view.GroupView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** A coordinator process in the world: the real core, a disk that keeps what is saved, links. */
final class Member implements Effect.Handler {
  private static final Optional<String> NONE = Optional.empty();

  final String name;
  final RunId runId;
  final Address address;
  boolean alive;
  boolean diskFails;
  Coordinator core;
  CoordinatorView saved;
  AdminAnswer lastAnswer;
  Optional<String> announceHost = Optional.empty();
  OptionValues options = OptionValues.DEFAULTS;
  private final World world;
  private final Map<LinkId, LinkTarget> links = new LinkedHashMap<>();
  private final Map<Address, Optional<String>> accepted = new LinkedHashMap<>();
  private final Map<GroupName, GroupMemory> memories = new LinkedHashMap<>();
  private final Map<Ticket, Question> questions = new LinkedHashMap<>();
  private final Map<Address, Long> pauses = new LinkedHashMap<>();
  private final Map<Address, Long> resumed = new LinkedHashMap<>();
  private long orders;
  private long lastTicket;
  private long timerAt = Coordinator.NO_DEADLINE;
  private int timers;
  private int incarnation;
  private boolean holdsBack;
  private boolean paused;
  private final IdleWatch idle = new IdleWatch();
  private final List<Input> arrived = new ArrayList<>();

  /** Who waits for an answer, on which of its links. */
  private record Question(Member asker, LinkId link, GroupName group, Address master) {}

  Member(World world, int number) {
    this.world = world;
    name = "c" + number;
    runId = new RunId(("c" + number).repeat(RunId.LENGTH / 2));
    address = new Address("10.0.1." + number, 26379);
  }

  /** Starts from a configuration, or from what was saved. */
  void start(List<GroupConfig> groups) {
    alive = true;
    paused = false;
    arrived.clear();
    incarnation++;
    timers++;
    timerAt = Coordinator.NO_DEADLINE;
    links.clear();
    questions.clear();
    pauses.clear();
    CoordinatorConfig config =
        new CoordinatorConfig(
            runId,
            saved == null ? io.vedette.quorum.model.Epoch.ZERO : saved.process().currentEpoch(),
            announceHost,
            address.port(),
            Timing.DEFAULT,
            saved == null ? groups : plainGroups(),
            world.names.rules(world.namesAtStart));
    core = new Coordinator(config, new SplittableRandom(world.seed + name.hashCode()), world.now());
    core.take(new Input.Recall(memories), world.now());
    core.take(new Input.SetOptions(GroupOptions.of(options)), world.now());
    core.take(new Input.RecallShards(shards()), world.now());
    core.take(new Input.SetClusters(world.clusters), world.now());
    carryOut(core.start(world.now()));
  }

  private List<GroupConfig> plainGroups() {
    return saved.groups().stream()
        .filter(group -> saved.clusters().stream().allMatch(c -> c.shard(group.name()).isEmpty()))
        .map(Member::config)
        .toList();
  }

  private List<ShardMemory> shards() {
    List<ShardMemory> shards = new ArrayList<>();
    if (saved != null) {
      for (ClusterView cluster : saved.clusters()) {
        for (GroupView group : saved.groups()) {
          cluster
              .shard(group.name())
              .ifPresent(
                  shard ->
                      shards.add(
                          new ShardMemory(
                              cluster.name(), shard.master(), shard.members(), config(group))));
        }
      }
    }
    return shards;
  }

  private static GroupConfig config(GroupView view) {
    return new GroupConfig(
        view.name(),
        view.master().known(),
        view.settings(),
        view.configEpoch(),
        view.leaderEpoch(),
        view.replicas().stream().map(replica -> replica.known()).toList(),
        view.peers().stream()
            .map(peer -> new GroupConfig.KnownPeer(peer.known(), peer.runId()))
            .toList());
  }

  /** As the real process does, from second to second. */
  private void remember(GroupView group) {
    long paused = Math.max(0, group.outlook().pausedUntil() - world.now());
    memories.put(group.name(), new GroupMemory(group.outlook().lastKnown(), paused));
  }

  /** Other options, from now on. */
  void choose(OptionValues chosen) {
    options = chosen;
    step(new Input.SetOptions(GroupOptions.of(options)));
  }

  void kill() {
    alive = false;
    core.view().groups().forEach(this::remember);
    incarnation++;
    world.processes().forEach(other -> other.loseLinks(address));
  }

  /** The links to an address end, as when a process dies: its kernel says so. */
  void loseLinks(Address target) {
    List<LinkId> lost =
        links.entrySet().stream()
            .filter(link -> link.getValue().address().equals(target))
            .map(Map.Entry::getKey)
            .toList();
    for (LinkId link : lost) {
      tellLater(link, new Input.LinkLost(link, Input.LinkLoss.CLOSED, "closed"));
    }
  }

  /** An administrator's command. */
  Ticket ticket() {
    return new Ticket(++lastTicket);
  }

  /** The process is stopped: what arrives waits, its timer does not fire. */
  void pause() {
    paused = true;
  }

  /** It goes on, with everything that has arrived meanwhile. */
  void resume() {
    paused = false;
    List<Input> waiting = List.copyOf(arrived);
    arrived.clear();
    for (Input input : waiting) {
      if (input instanceof Input.LinkLost loss) {
        links.remove(loss.link());
      }
      core.take(input, world.now());
    }
    carryOut(core.settle(world.now()));
  }

  /** It goes on, and looks around before it reads what has arrived. */
  void resumeDeaf() {
    paused = false;
    List<Input> waiting = List.copyOf(arrived);
    arrived.clear();
    carryOut(core.settle(world.now()));
    waiting.forEach(input -> world.later(1, () -> step(input)));
  }

  void step(Input input) {
    if (!alive) {
      return;
    }
    if (paused) {
      arrived.add(input);
      return;
    }
    if (input instanceof Input.LinkLost loss) {
      links.remove(loss.link());
    }
    List<Effect> effects = core.step(input, world.now());
    idle.onStep(world, this, input, effects);
    carryOut(effects);
  }

  private void carryOut(List<Effect> effects) {
    holdsBack = false;
    if (effects.stream().anyMatch(Effect.SaveState.class::isInstance)) {
      if (diskFails) {
        holdsBack = true;
      } else {
        saved = core.view();
      }
    }
    for (Effect effect : effects) {
      if (alive) {
        effect.dispatchTo(this);
      }
    }
    if (alive && holdsBack) {
      holdsBack = false;
      carryOut(core.step(new Input.StateUnsaved("disk full"), world.now()));
    }
    scheduleTimer();
    world.check(this);
  }

  private void scheduleTimer() {
    long deadline = Math.max(core.nextDeadline(), world.now());
    if (deadline == timerAt || deadline == Coordinator.NO_DEADLINE) {
      return;
    }
    timerAt = deadline;
    int mine = ++timers;
    world.at(
        timerAt,
        () -> {
          if (mine == timers) {
            timerAt = Coordinator.NO_DEADLINE;
            step(new Input.Timer());
          }
        });
  }

  /** An input that comes over a link, if it still stands when it arrives. */
  private void tellLater(LinkId link, Input input) {
    int mine = incarnation;
    world.later(
        world.latency(),
        () -> {
          if (mine == incarnation && links.containsKey(link)) {
            step(input);
          }
        });
  }

  /** Something that a server does when a command of this process arrives there. */
  private void atServer(LinkId link, java.util.function.Consumer<Server> action) {
    LinkTarget target = links.get(link);
    if (target == null || !world.isConnected(name, target.address())) {
      return;
    }
    Server server = world.server(target.address());
    world.later(
        world.latency(),
        () -> {
          if (server != null && server.answers()) {
            action.accept(server);
          }
        });
  }

  @Override
  public void onSaveState() {
    world.print(name, holdsBack ? "save failed" : "save");
  }

  @Override
  public void onPublish(Effect.Publish effect) {
    world.print(name, effect.event().line());
    world.observe(this, effect.event());
  }

  @Override
  public void onConnect(Effect.Connect effect) {
    LinkId link = effect.link();
    Address target = effect.target().address();
    links.put(link, effect.target());
    if (!world.isConnected(name, target) || world.isHung(target)) {
      world.later(
          1_000,
          () -> tellLater(link, new Input.LinkLost(link, Input.LinkLoss.TIMEOUT, "timeout")));
    } else if (!world.isAlive(target)) {
      tellLater(link, new Input.LinkLost(link, Input.LinkLoss.REFUSED, "refused"));
    } else {
      tellLater(link, logIn(link, effect.target()));
    }
  }

  /** As the real links do: the login that is set, and where it is refused, the last good one. */
  private Input logIn(LinkId link, LinkTarget target) {
    Optional<String> refusal = refusal(target);
    boolean isLetIn =
        refusal.isEmpty()
            || world.server(target.address()).lets(accepted.getOrDefault(target.address(), NONE));
    return isLetIn
        ? new Input.LinkUp(link, address.host(), refusal)
        : new Input.LinkLost(link, Input.LinkLoss.AUTH, refusal.get());
  }

  private Optional<String> refusal(LinkTarget target) {
    if (!(target instanceof LinkTarget.DataNode node)
        || world.server(target.address()).lets(node.authPass())) {
      if (target instanceof LinkTarget.DataNode letIn) {
        accepted.put(target.address(), letIn.authPass());
      }
      return Optional.empty();
    }
    return Optional.of(node.authPass().isPresent() ? "WRONGPASS" : "NOAUTH");
  }

  @Override
  public void onLogIn(Effect.LogIn effect) {
    if (world.isConnected(name, effect.target().address())
        && world.isAlive(effect.target().address())
        && !world.isHung(effect.target().address())) {
      tellLater(effect.link(), new Input.LoginReply(effect.link(), refusal(effect.target())));
    }
  }

  @Override
  public void onResolveHost(Effect.ResolveHost effect) {
    world.print(name, "looks up " + effect.name());
    int mine = incarnation;
    world.later(
        world.names.delayMs,
        () -> {
          if (mine == incarnation) {
            step(world.names.answer(effect.name()));
          }
        });
  }

  @Override
  public void onDisconnect(Effect.Disconnect effect) {
    links.remove(effect.link());
  }

  @Override
  public void onPing(Effect.Ping effect) {
    LinkTarget target = links.get(effect.link());
    if (target == null
        || !world.isConnected(name, target.address())
        || !world.isAlive(target.address())
        || world.isHung(target.address())) {
      return;
    }
    Server server = world.server(target.address());
    boolean isLoading = server != null && server.loading;
    tellLater(
        effect.link(),
        new Input.PingReply(
            effect.link(), isLoading ? Input.PingAnswer.LOADING : Input.PingAnswer.PONG));
  }

  @Override
  public void onInfo(Effect.Info effect) {
    atServer(
        effect.link(),
        server -> {
          if (server.infoDelayMs == 0) {
            tellInfo(effect.link(), server);
          } else {
            world.later(server.infoDelayMs, () -> tellInfo(effect.link(), server));
          }
        });
  }

  private void tellInfo(LinkId link, Server server) {
    tellLater(link, new Input.InfoReply(link, server.info(world)));
  }

  @Override
  public void onAskCluster(Effect.AskCluster effect) {
    atServer(
        effect.link(),
        server ->
            tellLater(
                effect.link(),
                world
                    .cluster
                    .report(server)
                    .<Input>map(report -> new Input.ClusterReply(effect.link(), report))
                    .orElseGet(() -> new Input.ClusterRefusal(effect.link(), "ERR no cluster"))));
  }

  @Override
  public void onPromoteInShard(Effect.PromoteInShard effect) {
    if (holdsBack) {
      return;
    }
    world.print(name, "tells " + target(effect.link()) + " to be master, " + effect.how());
    atServer(
        effect.link(),
        server ->
            tellLater(
                effect.link(),
                new Input.PromotionReply(
                    effect.link(), world.cluster.promote(server, effect.how()))));
  }

  @Override
  public void onPublishHello(Effect.PublishHello effect) {
    LinkTarget target = links.get(effect.link());
    if (target == null || holdsBack || !world.isConnected(name, target.address())) {
      return;
    }
    if (target instanceof LinkTarget.Peer) {
      world.later(
          world.latency(),
          () ->
              world
                  .process(target.address())
                  .step(new Input.HelloHeard(Optional.empty(), effect.hello())));
    } else {
      assertThat(world.checksInvariants ? pauses.getOrDefault(target.address(), 0L) : 0)
          .as("%s publishes nothing where it has stopped the writes: it would wait there", name)
          .isLessThanOrEqualTo(world.now());
      atServer(effect.link(), server -> publish(server, effect.hello()));
    }
  }

  /** A PUBLISH is a write to a server that is paused. */
  private void publish(Server server, io.vedette.quorum.gossip.Hello hello) {
    if (server.pausedUntil > world.now()) {
      world.later(server.pausedUntil - world.now(), () -> publish(server, hello));
    } else {
      world.processes().forEach(other -> other.hear(server, hello));
      if (world.cluster != null) {
        // A cluster hands on what is published anywhere in it.
        world.servers().stream()
            .filter(node -> node != server && node.answers())
            .filter(node -> world.isConnected(server.name, node.address))
            .forEach(node -> world.processes().forEach(other -> other.hear(node, hello)));
      }
    }
  }

  private void hear(Server server, io.vedette.quorum.gossip.Hello hello) {
    if (world.isConnected(name, server.address)) {
      links.forEach(
          (link, target) -> {
            if (target.address().equals(server.address)) {
              tellLater(link, new Input.HelloHeard(Optional.of(link), hello));
            }
          });
    }
  }

  @Override
  public void onResubscribe(Effect.Resubscribe effect) {
    // The modelled subscription never breaks by itself.
  }

  @Override
  public void onReplicaof(Effect.Replicaof effect) {
    LinkTarget target = links.get(effect.link());
    if (target == null || holdsBack) {
      return;
    }
    String master = effect.master().map(Address::toString).orElse("no one");
    world.print(name, "tells " + target.address() + " to follow " + master);
    world.observeOrder(this, target.address(), effect.master());
    atServer(
        effect.link(),
        server -> {
          if (server.refusesReplicaof || server.isHandingOver) {
            String error =
                server.isHandingOver
                    ? "ERR REPLICAOF not allowed while failing over."
                    : "NOPERM refused";
            tellLater(effect.link(), new Input.ReplicaofReply(effect.link(), Optional.of(error)));
          } else {
            server.follow(effect.master());
            tellLater(effect.link(), new Input.ReplicaofReply(effect.link(), Optional.empty()));
          }
        });
  }

  @Override
  public void onPauseWrites(Effect.PauseWrites effect) {
    world.print(name, "pauses writes at " + target(effect.link()) + " for " + effect.ms() + " ms");
    long order = ++orders;
    // As this process knows it: the pause began one way later.
    long until = world.now() + effect.ms();
    atServer(
        effect.link(),
        server -> {
          Optional<String> error =
              server.refusesPause ? Optional.of("NOPERM refused") : Optional.empty();
          if (error.isEmpty() && order > resumed.getOrDefault(server.address, 0L)) {
            server.pausedUntil = Math.max(server.pausedUntil, world.now() + effect.ms());
            pauses.put(server.address, until);
          }
          tellLater(effect.link(), new Input.PauseReply(effect.link(), error));
        });
  }

  @Override
  public void onResumeWrites(Effect.ResumeWrites effect) {
    world.print(name, "resumes writes at " + target(effect.link()));
    unpause(effect.link());
  }

  @Override
  public void onHandOver(Effect.HandOver effect) {
    world.print(name, "tells " + target(effect.link()) + " to hand over to " + effect.replica());
    atServer(
        effect.link(),
        server ->
            tellLater(
                effect.link(),
                new Input.HandOverReply(effect.link(), server.handOver(world, effect.replica()))));
  }

  @Override
  public void onAbortHandOver(Effect.AbortHandOver effect) {
    world.print(name, "tells " + target(effect.link()) + " not to hand over");
    atServer(effect.link(), Server::abortHandOver);
  }

  @Override
  public void onReleaseClients(Effect.ReleaseClients effect) {
    world.print(name, "releases the clients of " + target(effect.link()));
    unpause(effect.link());
  }

  private void unpause(LinkId link) {
    pauses.remove(target(link));
    // What was sent before on the same connection has been carried out before.
    resumed.put(target(link), ++orders);
    atServer(link, server -> server.pausedUntil = 0);
  }

  private Address target(LinkId link) {
    return links.get(link).address();
  }

  @Override
  public void onKillScript(Effect.KillScript effect) {
    world.print(name, "kills a script");
  }

  @Override
  public void onAskPeer(Effect.AskPeer effect) {
    LinkTarget target = links.get(effect.link());
    if (target == null
        || !world.isConnected(name, target.address())
        || (holdsBack && effect.candidate().isPresent())) {
      return;
    }
    Member peer = world.process(target.address());
    if (effect.candidate().isPresent()) {
      world.print(name, "asks " + peer.name + " for its vote in epoch " + effect.epoch());
    }
    int mine = incarnation;
    world.later(
        world.latency(),
        () -> {
          if (peer.alive && mine == incarnation) {
            Ticket ticket = peer.ticket();
            peer.questions.put(
                ticket, new Question(this, effect.link(), effect.group(), effect.master()));
            peer.step(
                new Input.PeerAsks(ticket, effect.master(), effect.epoch(), effect.candidate()));
          }
        });
  }

  @Override
  public void onAnswerPeer(Effect.AnswerPeer effect) {
    Question question = questions.remove(effect.ticket());
    if (question == null) {
      world.print(
          name,
          "answers %s, voted for %s in epoch %s"
              .formatted(
                  effect.masterDown() ? "down" : "up",
                  effect.leader().map(RunId::toString).orElse("*"),
                  effect.leaderEpoch()));
    }
    if (question == null || holdsBack || !world.isConnected(name, question.asker().address)) {
      return;
    }
    question
        .asker()
        .tellLater(
            question.link(),
            new Input.PeerReply(
                question.link(),
                question.group(),
                question.master(),
                effect.masterDown(),
                effect.leader(),
                effect.leaderEpoch()));
  }

  @Override
  public void onAnswerAdmin(Effect.AnswerAdmin effect) {
    lastAnswer = effect.answer();
    world.print(name, "answers " + effect.answer().code());
  }

  @Override
  public void onRunNotificationScript(Effect.RunNotificationScript effect) {
    world.print(name, "runs " + effect.path() + " for " + effect.event().type().channel());
  }

  @Override
  public void onRunReconfigScript(Effect.RunReconfigScript effect) {
    world.print(
        name,
        "runs %s %s %s start %s %s"
            .formatted(
                effect.path(),
                effect.group(),
                effect.leader() ? "leader" : "observer",
                effect.from(),
                effect.to()));
  }

  @Override
  public void onExit(Effect.Exit effect) {
    world.print(name, "exits with " + effect.code());
    kill();
  }
}
