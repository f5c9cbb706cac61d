package io.vedette.tests.simulation.world;

import io.vedette.quorum.Input;
import io.vedette.quorum.SettingChange;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.Role;
import io.vedette.tests.simulation.scenario.Choices;
import io.vedette.tests.simulation.scenario.Order;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Does what operators do. Stock Sentinels are given no commands. */
final class Orders implements Order.Handler {
  private static final long SEEN_TO_MS = 10_000;

  private record Watched(VedetteProcess who, SimGroup group) {}

  private final World world;
  private final Faults faults;

  /** In which of its steps a process was last told to monitor a group. */
  private final Map<Watched, Long> monitored = new HashMap<>();

  Orders(World world, Faults faults) {
    this.world = world;
    this.faults = faults;
  }

  private VedetteProcess process(int number) {
    return faults.coordinator(number) instanceof VedetteProcess process
        ? process
        : world.vedettes().get(number % world.vedettes().size());
  }

  private List<VedetteProcess> processes(boolean everywhere, int number) {
    return everywhere ? world.vedettes() : List.of(process(number));
  }

  @Override
  public void onFailover(Order.Failover order) {
    SimGroup group = faults.group(order.group());
    VedetteProcess process = process(order.coordinator());
    process.command(
        ticket -> new Input.Failover(ticket, group.groupName(), order.coordinated()),
        () ->
            process
                .knowledge()
                .group(group.groupName())
                .ordered(process.steps(), order.coordinated()));
  }

  @Override
  public void onReset(Order.Reset order) {
    SimGroup group = faults.group(order.group());
    VedetteProcess process = process(order.coordinator());
    if (!isInPlace(process, group)) {
      return;
    }
    process.command(
        ticket -> new Input.Reset(ticket, List.of(group.groupName())),
        () -> process.knowledge().forgetPeersOf(group.groupName()));
  }

  @Override
  public void onRemonitor(Order.Remonitor order) {
    SimGroup group = faults.group(order.group());
    VedetteProcess process = process(order.coordinator());
    if (!isInPlace(process, group) || !isKnownElsewhere(process, group)) {
      return;
    }
    process.command(
        ticket -> new Input.Remove(ticket, group.groupName()),
        () -> process.knowledge().forget(group.groupName()));
    faults.endIn(order.forMs(), () -> monitor(process, group, order.stale()));
  }

  /** Whether it watches the group, and a server has the address that it gives. */
  private boolean isInPlace(VedetteProcess process, SimGroup group) {
    return process.published(group.groupName()).map(world::serverAt).isPresent();
  }

  /**
   * Whether another one that runs knows the configuration that this one is to forget. Otherwise it
   * would begin anew with what it has, and the others with what they had before.
   */
  private boolean isKnownElsewhere(VedetteProcess process, SimGroup group) {
    long known = process.configEpoch(group.groupName()).value();
    return world.coordinators().stream()
        .anyMatch(
            other ->
                other != process
                    && other.isRunning()
                    && other.configEpoch(group.groupName()).value() >= known);
  }

  private void monitor(VedetteProcess process, SimGroup group, boolean isStale) {
    Address address = monitored(group, isStale);
    process.command(
        ticket ->
            new Input.Monitor(
                ticket, GroupConfig.fresh(group.groupName(), address, world.settings())),
        () -> {
          // Otherwise the command before did not find it alive, and this one is refused, as is the
          // second of two that are taken together.
          Long before = monitored.put(new Watched(process, group), process.steps());
          boolean isSecond = before != null && before == process.steps();
          if (process.seen(group.groupName()).isEmpty() && !isSecond) {
            world.witness().onMonitor(process, group, address);
          }
        });
    world.later(SEEN_TO_MS, () -> seeTo(process, group, isStale));
  }

  /**
   * Where somebody is: nobody learns anything of a group from an address that nobody has; and an
   * old address only where another coordinator knows better.
   */
  private Address monitored(SimGroup group, boolean isStale) {
    boolean isKnownBetter =
        world.vedettes().stream().anyMatch(each -> each.view() != null && isLater(each, group));
    if (isStale && isKnownBetter && world.serverAt(group.configuredMaster()) != null) {
      return group.configuredMaster();
    }
    Stream<RedisServer> masters =
        group.servers().stream()
            .filter(server -> server.isRunning() && server.role() == Role.MASTER);
    return Stream.concat(Stream.ofNullable(world.publishedMaster(group)), masters)
        .map(RedisServer::address)
        .findFirst()
        .orElse(group.configuredMaster());
  }

  private static boolean isLater(VedetteProcess process, SimGroup group) {
    return process.configEpoch(group.groupName()).value() > 0;
  }

  /** A command that a process has not lived to carry out is given again. */
  void seeTo(VedetteProcess process, SimGroup group, boolean isStale) {
    if (process.seen(group.groupName()).isEmpty()) {
      monitor(process, group, isStale);
    }
  }

  @Override
  public void onSet(Order.Set order) {
    SimGroup group = faults.group(order.group());
    SettingChange change =
        switch (order.option()) {
          case QUORUM -> new SettingChange.Quorum(order.value());
          case DOWN_AFTER -> new SettingChange.DownAfter(order.value());
          case FAILOVER_TIMEOUT -> new SettingChange.FailoverTimeout(order.value());
          case PARALLEL_SYNCS -> new SettingChange.ParallelSyncs(order.value());
          case REBOOT_DOWN_AFTER -> new SettingChange.MasterRebootDownAfter(order.value());
        };
    for (VedetteProcess each : processes(order.everywhere(), order.coordinator())) {
      each.command(ticket -> new Input.Set(ticket, group.groupName(), List.of(change)), () -> {});
    }
  }

  @Override
  public void onReplicaof(Order.Replicaof order) {
    RedisServer server = faults.server(order.group(), order.server());
    if (server == null || !server.isRunning()) {
      return;
    }
    if (order.other() < 0) {
      server.order(Optional.empty());
    } else if (server != world.publishedMaster(server.group())) {
      // The master itself made a replica leaves a group without one: see tests/README.md.
      RedisServer other = faults.server(order.group(), order.other());
      // Who is pointed at a server that no coordinator knows has its data then, and is not
      // promoted.
      if (other != null && other != server && faults.isKnown(server.group(), other)) {
        server.order(Optional.of(other.address()));
      }
    }
  }

  @Override
  public void onNewPeerLogin(Order.NewPeerLogin order) {
    process(order.coordinator()).command(ticket -> new Input.PeerLoginChanged(), () -> {});
  }

  @Override
  public void onPauseFailovers(Order.PauseFailovers order) {
    SimGroup group = faults.group(order.group());
    for (VedetteProcess each : processes(order.everywhere(), order.coordinator())) {
      each.command(
          ticket -> new Input.Pause(ticket, group.groupName(), order.forMs()),
          () -> each.knowledge().group(group.groupName()).paused(each.decidedAt() + order.forMs()));
    }
  }

  @Override
  public void onResumeFailovers(Order.ResumeFailovers order) {
    SimGroup group = faults.group(order.group());
    for (VedetteProcess each : processes(order.everywhere(), order.coordinator())) {
      each.command(
          ticket -> new Input.Resume(ticket, group.groupName()),
          () -> each.knowledge().group(group.groupName()).paused(Knowledge.NEVER));
    }
  }

  @Override
  public void onChoose(Order.Choose order) {
    Choices choices = order.anything() ? world.choices() : Choices.NONE;
    for (VedetteProcess each : processes(order.everywhere(), order.coordinator())) {
      each.choose(choices);
    }
  }
}
