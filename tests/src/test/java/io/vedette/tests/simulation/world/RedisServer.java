package io.vedette.tests.simulation.world;

import io.vedette.quorum.Input.PingAnswer;
import io.vedette.quorum.gossip.Hello;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.NodeInfo;
import io.vedette.quorum.model.Role;
import io.vedette.quorum.model.RunId;
import io.vedette.tests.simulation.scenario.ServerFault.Kept;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * A Redis server as a coordinator and a client see it: a role, a place in a stream of changes, what
 * it keeps over a restart, and the ways in which it can be slow.
 */
public final class RedisServer extends Endpoint {
  private static final int DEFAULT_PRIORITY = NodeInfo.DEFAULT_PRIORITY;
  private static final int LOST_OF_SOME = 5;

  private final SimGroup group;
  private final int number;
  private final SplittableRandom random;
  private final Replication replication;
  private final ReplicaLink upstream;
  private final ReplicaFeed feed;
  private final WritePause writes;
  private final ServerHandOver handOver;
  private final Optional<Address> configuredMaster;
  private RunId runId;
  private Optional<Address> master;
  private Optional<Address> savedMaster;
  private int priority = DEFAULT_PRIORITY;
  private long startedAt;
  private long loadingUntil;
  private int replyDelayMs;
  private long answersAt;
  private int echoMs;
  private boolean isBusy;
  private boolean refusesRoles;
  private boolean forgetsRoles;

  RedisServer(
      World world,
      SimGroup group,
      int number,
      int host,
      Address address,
      Optional<Address> master) {
    super(world, group.name() + "/" + (number == 0 ? "m" : "r" + number), host, address);
    this.group = group;
    this.number = number;
    this.master = master;
    savedMaster = master;
    configuredMaster = master;
    random = world.random().split();
    replication = new Replication(random);
    upstream = new ReplicaLink(this);
    feed = new ReplicaFeed(this);
    writes = new WritePause(this);
    handOver = new ServerHandOver(this);
    begin();
    nameAnew();
    world.later(1 + random.nextInt(1_000), this::cron);
  }

  private void nameAnew() {
    runId =
        new RunId(
            "%02x%02x%012x%016x00000000"
                .formatted(group.number(), number, life(), random.nextLong()));
    startedAt = world().now();
  }

  /** Once a second, as long as the world stands. */
  private void cron() {
    if (isAwake()) {
      upstream.cron();
      feed.cron();
    }
    world().later(1_000, this::cron);
  }

  // Life.

  @Override
  void crash(boolean withPower) {
    if (!isRunning()) {
      return;
    }
    end();
    dropConnections(withPower);
    upstream.drop();
    feed.dropAll(withPower);
    writes.reset();
    handOver.reset();
    if (withPower) {
      world().network().power(host(), false);
    }
  }

  /**
   * It starts again.
   *
   * @param kept what its disk has
   * @param loadMs for how long it loads that
   */
  void restart(Kept kept, long loadMs) {
    world().network().power(host(), true);
    begin();
    nameAnew();
    master = forgetsRoles ? configuredMaster : savedMaster;
    Write data =
        switch (kept) {
          case ALL -> replication.data();
          case SOME -> Write.without(replication.data(), 1 + random.nextInt(LOST_OF_SOME));
          case NOTHING -> null;
        };
    if (kept == Kept.NOTHING || !world().shape().keepsIds()) {
      replication.restartAnew(data);
    } else {
      replication.restart(data, master.isPresent());
    }
    isBusy = false;
    answersAt = 0;
    loadingUntil = world().now() + loadMs;
    upstream.restart();
  }

  /** Its configuration was written anew before it started. */
  void startAs(Address of) {
    master = Optional.of(of);
    savedMaster = master;
    upstream.restart();
  }

  /** The same: it follows nobody. */
  void startAsMaster() {
    if (master.isPresent()) {
      replication.beginOwnStream();
      master = Optional.empty();
      savedMaster = master;
      upstream.restart();
    }
  }

  boolean isLoading() {
    return world().now() < loadingUntil;
  }

  /** Whether a replica or a client gets an answer of substance. */
  boolean serves() {
    return isAwake() && !isLoading() && !isBusy;
  }

  // What faults do to it.

  void replyDelay(int ms) {
    replyDelayMs = ms;
  }

  /** What is published is heard once more, up to so much later; 0: it is not. */
  void echo(int ms) {
    echoMs = ms;
  }

  /** A script runs that is not done: everything is answered by BUSY. */
  void busy(boolean busy) {
    isBusy = busy;
  }

  void priority(int value) {
    priority = value;
  }

  /** Whether SLAVEOF is refused, as by an ACL. */
  void refuseRoles(boolean refuses) {
    refusesRoles = refuses;
  }

  /** Whether CONFIG REWRITE does nothing: it starts as it was configured at first. */
  void forgetRoles(boolean forgets) {
    forgetsRoles = forgets;
  }

  /** An operator's own SLAVEOF. */
  void order(Optional<Address> newMaster) {
    if (serves()) {
      follow(newMaster);
      killClients(null);
    }
  }

  // Commands.

  @Override
  void ping(Consumer<PingAnswer> reply) {
    PingAnswer answer =
        isLoading() ? PingAnswer.LOADING : isBusy ? PingAnswer.BUSY : PingAnswer.PONG;
    reply(() -> reply.accept(answer));
  }

  @Override
  void info(Consumer<NodeInfo> reply) {
    if (!isBusy) {
      NodeInfo info = info();
      reply(() -> reply.accept(info));
    }
  }

  /** One after the other, in the order of the commands. */
  private void reply(Runnable reply) {
    answersAt = Math.max(answersAt, world().now() + replyDelayMs);
    if (answersAt == world().now()) {
      reply.run();
    } else {
      world().at(answersAt, reply);
    }
  }

  @Override
  void publish(Hello hello, Connection from) {
    writes.whenAllowed(
        from,
        () -> {
          hear(hello);
          if (echoMs > 0) {
            world().later(1 + random.nextInt(echoMs), () -> hear(hello));
          }
          if (world().relaysPublish() && master.isEmpty()) {
            feed.relay(hello);
          }
        });
  }

  /** Tells all coordinators that have subscribed. */
  void hear(Hello hello) {
    if (!isRunning()) {
      return;
    }
    for (Connection connection : connections()) {
      if (connection.client() instanceof CoordinatorNode coordinator) {
        connection.toClient(() -> coordinator.hear(connection, hello));
      }
    }
  }

  @Override
  void replicaof(Optional<Address> newMaster, Connection from, Consumer<Optional<String>> reply) {
    Optional<String> busy =
        handOver.isOn()
            ? Optional.of("ERR REPLICAOF not allowed while failing over.")
            : Optional.empty();
    Optional<String> error = whyUnable().or(() -> busy);
    if (error.isEmpty()) {
      follow(newMaster);
      killClients(from);
    }
    reply(() -> reply.accept(error));
  }

  private Optional<String> whyUnable() {
    return isLoading() || isBusy || refusesRoles
        ? Optional.of(isLoading() ? "LOADING" : isBusy ? "BUSY" : "NOPERM")
        : Optional.empty();
  }

  /** It has another role from now on, by whatever it was told. */
  void follow(Optional<Address> newMaster) {
    takeRole(newMaster);
    saveRole();
  }

  /** The same, as long as it runs. */
  void takeRole(Optional<Address> newMaster) {
    if (!newMaster.equals(master)) {
      if (newMaster.isEmpty()) {
        replication.beginOwnStream();
      }
      master = newMaster;
      feed.dropAll(false);
      upstream.follow();
    }
    world().obeyed(this, newMaster);
  }

  private void saveRole() {
    if (!forgetsRoles) {
      savedMaster = master;
    }
  }

  @Override
  void pauseWrites(long ms, Consumer<Optional<String>> reply) {
    Optional<String> error = whyUnable();
    if (error.isEmpty()) {
      writes.pause(ms);
    }
    reply(() -> reply.accept(error));
  }

  @Override
  void resumeWrites() {
    if (!isBusy) {
      writes.resume();
    }
  }

  @Override
  void handOver(Address replica, Consumer<Optional<String>> reply) {
    Optional<String> error = whyUnable().or(() -> handOver.begin(replica));
    reply(() -> reply.accept(error));
  }

  /** PSYNC … FAILOVER of its master has come; whether it is master now. */
  boolean takesOver(RedisServer from) {
    boolean isReady =
        serves() && master.isPresent() && replication.id().equals(from.replication().id());
    if (isReady) {
      takeRole(Optional.empty());
    }
    return isReady;
  }

  @Override
  void abortHandOver() {
    if (!isBusy) {
      handOver.abort();
    }
  }

  @Override
  void releaseClients(Connection from) {
    if (!isBusy) {
      saveRole();
      killClients(from);
      writes.resume();
    }
  }

  /** CLIENT KILL TYPE normal and pubsub: all connections but the one that says so. */
  private void killClients(Connection from) {
    for (Connection connection : List.copyOf(connections())) {
      if (connection != from) {
        connection.closeByServer();
      }
    }
  }

  @Override
  void killScript() {
    isBusy = false;
  }

  @Override
  void ask(Question question, Consumer<Answer> reply) {
    // An unknown command here: its error can't be read as an answer.
  }

  /** What INFO says. */
  private NodeInfo info() {
    boolean isReplica = master.isPresent();
    return new NodeInfo(
        Optional.of(runId),
        Optional.of(role()),
        master,
        isReplica && upstream.isOnline(),
        isReplica ? upstream.downMs() : 0,
        priority,
        isReplica ? replication.offset() : 0,
        true,
        replication.offset(),
        replication.id(),
        replication.secondId(),
        (world().now() - startedAt) / 1_000,
        isReplica ? List.of() : feed.addresses(),
        isReplica ? -1 : feed.ackAgeSeconds(),
        true,
        !isReplica && world().shape().minReplicas() > 0,
        raw());
  }

  private String raw() {
    if (isLoading()) {
      return "# Persistence\nloading:1\n";
    }
    if (handOver.hasBegun()) {
      return "# Replication\nmaster_failover_state:failover-in-progress\n";
    }
    boolean hasLog = !world().shape().keepsIds() && hasData();
    return hasLog ? "# Persistence\naof_enabled:1\n# Keyspace\ndb0:keys=1\n" : "";
  }

  /** Whether it holds anything. */
  public boolean hasData() {
    return replication.data() != null;
  }

  // For its replicas, its clients, and whoever looks.

  /** Whether it follows that server, and has what that one has. */
  public boolean isOnlineReplicaOf(RedisServer other) {
    return master.isPresent() && world().serverAt(master.get()) == other && upstream.isOnline();
  }

  public Role role() {
    return master.isPresent() ? Role.REPLICA : Role.MASTER;
  }

  Optional<Address> master() {
    return master;
  }

  int priority() {
    return priority;
  }

  RunId runId() {
    return runId;
  }

  SimGroup group() {
    return group;
  }

  Replication replication() {
    return replication;
  }

  ReplicaLink upstream() {
    return upstream;
  }

  ReplicaFeed feed() {
    return feed;
  }

  /** Whether it lets its clients write. */
  WritePause writes() {
    return writes;
  }

  SplittableRandom random() {
    return random;
  }
}
