package io.vedette.quorum.world;

import io.vedette.quorum.EventType;
import io.vedette.quorum.cluster.ClusterConfig;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.options.ClusterOption;
import io.vedette.quorum.options.OptionValues;
import io.vedette.quorum.view.GroupView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A Redis Cluster that heals itself beside coordinators that rescue it, with faults at random; then
 * all is well again, and there is to be one owner for each slot, known to everybody.
 */
final class ClusterRun {
  private static final long FAULTS_MS = 60_000;
  private static final long PEACE_MS = 60_000;
  private static final long RESCUE_AFTER_MS = 5_000;

  /** Until everybody who can hear it has heard of a move. */
  private static final long SPREAD_MS = 2_500;

  /** In one of so many runs rescue is not chosen. */
  private static final int UNRESCUED = 5;

  private final SplittableRandom random;
  private final int masters;
  private final World world;
  private final ClusterInvariants invariants;
  private final Set<GroupName> names;

  ClusterRun(long seed) {
    random = new SplittableRandom(seed);
    masters = 3 + 2 * random.nextInt(2);
    long rescueAfterMs = seed % UNRESCUED == 0 ? 0 : RESCUE_AFTER_MS;
    OptionValues options =
        OptionValues.DEFAULTS
            .withText(ClusterOption.NODES, "10.0.0.1:6379 10.0.0.2:6379")
            .withText(ClusterOption.DOWN_AFTER_MS, "1000")
            .withText(ClusterOption.RESCUE_AFTER_MS, Long.toString(rescueAfterMs));
    ClusterConfig config = new ClusterConfig(new GroupName("shop"), options);
    world = new World(seed, true, masters, 3, config);
    world.processes().forEach(world::start);
    world.run(8_000);
    names = names(world.processes().iterator().next());
    invariants = new ClusterInvariants(world, rescueAfterMs);
    world.clusterInvariants = Optional.of(invariants);
  }

  /** Plays it; what does not hold, by name and with what it has to say. */
  Optional<Map.Entry<String, String>> play() {
    long end = world.now() + FAULTS_MS;
    while (world.now() < end && invariants.broken().isEmpty()) {
      fault();
      world.run(100 + random.nextInt(random.nextInt(4) == 0 ? 12_000 : 1_500));
    }
    if (invariants.broken().isEmpty()) {
      heal();
      world.run(PEACE_MS);
      check();
    }
    return invariants.broken();
  }

  /** How many replicas were told to become master without their masters. */
  long rescues() {
    return world.count(EventType.RESCUE);
  }

  private void fault() {
    List<Server> servers = List.copyOf(world.servers());
    Server server = servers.get(random.nextInt(servers.size()));
    List<Member> processes = List.copyOf(world.processes());
    Member process = processes.get(random.nextInt(processes.size()));
    switch (random.nextInt(12)) {
      case 0, 1 -> kill(server);
      case 2 -> {
        kill(server);
        kill(servers.get(random.nextInt(masters)));
      }
      case 3 -> restart(server);
      case 4 -> server.hung = !server.hung;
      case 5 -> world.cut(server.name, servers.get(random.nextInt(servers.size())).name);
      case 6 -> world.cut(process.name, server.name);
      case 7 -> {
        if (process.alive) {
          process.kill();
          invariants.onDeath(process);
        } else {
          world.start(process);
        }
      }
      case 8 -> moveUnseen(server, servers);
      case 9 -> outOfReachOfCoordinators(servers);
      case 10 -> {
        world.cluster.moveSome(random);
        world.run(SPREAD_MS);
      }
      default -> world.healNetwork();
    }
  }

  /** Slots move while one server hears of nothing; then masters die. */
  private void moveUnseen(Server deaf, List<Server> servers) {
    for (Server other : servers) {
      if (other != deaf) {
        world.cut(deaf.name, other.name);
      }
    }
    for (int i = 0; i < masters; i++) {
      world.cluster.moveSome(random);
    }
    world.run(SPREAD_MS);
    for (int i = 0; i < masters / 2 + 1; i++) {
      kill(servers.get(random.nextInt(servers.size())));
    }
  }

  /** Coordinators reach some servers no more, which reach each other. */
  private void outOfReachOfCoordinators(List<Server> servers) {
    for (int i = 0; i < masters / 2 + 1; i++) {
      Server server = servers.get(random.nextInt(servers.size()));
      world.processes().forEach(process -> world.cut(process.name, server.name));
    }
  }

  private void kill(Server server) {
    if (server.alive) {
      world.killServer(server);
    }
  }

  private static void restart(Server server) {
    if (!server.alive) {
      server.restart();
    }
  }

  private void heal() {
    world.healNetwork();
    for (Server server : world.servers()) {
      server.hung = false;
      restart(server);
    }
    for (Member process : world.processes()) {
      if (!process.alive) {
        world.start(process);
      }
    }
  }

  private void check() {
    world.cluster.whyUnsettled().ifPresent(why -> invariants.violate("OneOwnerForEachSlot", why));
    Set<Address> owners = world.cluster.ownerAddresses();
    for (Member process : world.processes()) {
      Set<Address> published =
          process.core.view().groups().stream()
              .map(GroupView::published)
              .collect(Collectors.toCollection(TreeSet::new));
      if (!published.equals(owners)) {
        invariants.violate("MastersArePublished", process.name + " publishes " + published);
      }
    }
    Set<Set<GroupName>> used =
        world.processes().stream().map(ClusterRun::names).collect(Collectors.toSet());
    if (used.size() > 1) {
      invariants.violate("NamesAreShared", "coordinators use other names");
    }
    // Who comes back with slots that nobody took over is a shard of its own.
    if (owners.size() == masters && !used.contains(names)) {
      invariants.violate("NamesLast", "the shards are called " + used + " by now");
    }
  }

  private static Set<GroupName> names(Member process) {
    return process.core.view().groups().stream()
        .map(GroupView::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
