package io.vedette.tests.simulation.world;

import io.vedette.quorum.Input.PingAnswer;
import io.vedette.quorum.gossip.Hello;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.RunId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * A stock Sentinel, as far as others can tell: its timer, its rules, and its weaknesses. Its disk
 * never fails.
 */
final class StockSentinel extends CoordinatorNode {
  private static final long TILT_TRIGGER_MS = 2_000;
  private static final long TILT_MS = 30_000;

  private final SplittableRandom random;
  private final Map<GroupName, StockGroup> groups = new LinkedHashMap<>();
  private long currentEpoch;
  private long lastTick;
  private long tiltSince = Knowledge.NEVER;

  StockSentinel(World world, int number, int host, Address address) {
    super(world, "s", number, host, address);
    random = world.random().split();
    for (SimGroup group : world.groups()) {
      groups.put(group.groupName(), new StockGroup(this, group));
    }
  }

  SplittableRandom random() {
    return random;
  }

  // Life.

  @Override
  void start() {
    world().network().power(host(), true);
    begin();
    lastTick = world().now();
    tiltSince = Knowledge.NEVER;
    groups.values().forEach(StockGroup::restart);
    plan();
  }

  @Override
  void crash(boolean withPower) {
    if (isRunning()) {
      end();
      dropConnections(withPower);
      groups.values().forEach(group -> group.dropLinks(withPower));
      if (withPower) {
        world().network().power(host(), false);
      }
    }
  }

  private void plan() {
    int mine = life();
    world()
        .later(
            52 + random.nextInt(49),
            () -> {
              if (mine == life() && isRunning()) {
                if (!isPaused()) {
                  tick();
                }
                plan();
              }
            });
  }

  private void tick() {
    long now = world().now();
    if (now - lastTick > TILT_TRIGGER_MS) {
      tiltSince = now;
    }
    lastTick = now;
    if (isTilted() && now - tiltSince > TILT_MS) {
      tiltSince = Knowledge.NEVER;
    }
    groups.values().forEach(StockGroup::tick);
  }

  boolean isTilted() {
    return tiltSince != Knowledge.NEVER;
  }

  // Epochs.

  long currentEpoch() {
    return currentEpoch;
  }

  long nextEpoch() {
    return ++currentEpoch;
  }

  void observe(long epoch) {
    currentEpoch = Math.max(currentEpoch, epoch);
  }

  /** Where it can't be brought to agree with the others by itself, it is told who is master. */
  void monitorAnewIfAtOdds(SimGroup group, Address master) {
    StockGroup watched = groups.get(group.groupName());
    if (isRunning() && watched.isAtOdds()) {
      note("is told to monitor " + group.name() + " anew");
      watched.monitorAnew(master);
    }
  }

  // Links.

  /** Begins to connect an instance. */
  void connect(StockInstance instance) {
    Endpoint there = world().endpointAt(instance.address);
    Network network = world().network();
    if (there == null || !network.passesBothWays(host(), there.host())) {
      return;
    }
    int mine = life();
    world()
        .later(
            network.latency(host(), there.host()) + network.latency(there.host(), host()),
            () -> {
              if (mine == life() && there.isRunning() && !instance.isUp()) {
                receive(
                    () -> {
                      if (!instance.isUp() && there.isRunning()) {
                        instance.connected(
                            new Connection(world(), this, there, instance, instance::lost));
                      }
                    });
              }
            });
  }

  // What others ask of it.

  @Override
  void ping(Consumer<PingAnswer> reply) {
    reply.accept(PingAnswer.PONG);
  }

  @Override
  void publish(Hello hello, Connection from) {
    onHello(hello);
  }

  @Override
  void hear(Connection on, Hello hello) {
    onHello(hello);
  }

  private void onHello(Hello hello) {
    StockGroup group = groups.get(hello.group());
    if (group != null && !hello.runId().equals(runId())) {
      group.onHello(hello);
    }
  }

  @Override
  void ask(Question question, Consumer<Answer> reply) {
    for (StockGroup group : groups.values()) {
      if (group.masterAddress().equals(question.master())) {
        reply.accept(group.answer(question));
        return;
      }
    }
    reply.accept(new Answer(false, Optional.empty(), Epoch.ZERO));
  }

  @Override
  public Optional<Address> published(GroupName group) {
    return Optional.of(groups.get(group).publishedAddress());
  }

  @Override
  public Epoch configEpoch(GroupName group) {
    return new Epoch(groups.get(group).configEpoch());
  }

  @Override
  public boolean isAtRest(GroupName group) {
    return groups.get(group).isAtRest();
  }

  /** The hello of a group. */
  Hello hello(StockGroup group) {
    return new Hello(
        address(),
        runId(),
        new Epoch(currentEpoch),
        group.name(),
        group.publishedAddress(),
        new Epoch(group.configEpoch()));
  }

  void told(StockInstance node, Optional<Address> master) {
    world().trace().order(this, node.address, master);
    Connection over = node.connection();
    over.toServer(() -> over.server().replicaof(master, over, ignored -> {}));
  }

  void note(String what) {
    world().trace().line(name(), () -> what);
  }

  boolean isSelf(RunId id) {
    return id.equals(runId());
  }
}
