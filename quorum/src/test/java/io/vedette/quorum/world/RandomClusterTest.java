package io.vedette.quorum.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.EventType;
import io.vedette.quorum.cluster.ClusterConfig;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.options.ClusterOption;
import io.vedette.quorum.options.OptionValues;
import io.vedette.quorum.view.GroupView;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * A Redis Cluster that heals itself beside coordinators that rescue it, with faults at random; then
 * all is well again, and there is to be one owner for each slot, known to everybody.
 */
class RandomClusterTest {
  private static final int RUNS = Integer.getInteger("vedette.cluster.runs", 6);
  private static final long FAULTS_MS = 60_000;
  private static final long PEACE_MS = 60_000;

  @Test
  void afterAnyFaultsEverySlotHasOneOwnerAndEverybodyKnowsIt() {
    long rescues = 0;
    for (long seed = 1; seed <= RUNS; seed++) {
      rescues += run(seed);
    }
    assertThat(rescues).as("faults that nobody could have healed but coordinators").isPositive();
  }

  private static long run(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int masters = 3 + 2 * random.nextInt(2);
    OptionValues options =
        OptionValues.DEFAULTS
            .withText(ClusterOption.NODES, "10.0.0.1:6379 10.0.0.2:6379")
            .withText(ClusterOption.DOWN_AFTER_MS, "1000")
            .withText(ClusterOption.RESCUE_AFTER_MS, "5000");
    ClusterConfig config = new ClusterConfig(new GroupName("shop"), options);
    World world = new World(seed, true, masters, 3, config);
    world.processes().forEach(world::start);
    world.run(8_000);
    long end = world.now() + FAULTS_MS;
    while (world.now() < end) {
      fault(world, random, masters);
      world.run(100 + random.nextInt(random.nextInt(4) == 0 ? 12_000 : 1_500));
    }
    heal(world);
    world.run(PEACE_MS);
    check(world, seed);
    return world.count(EventType.RESCUE);
  }

  private static void fault(World world, SplittableRandom random, int masters) {
    List<Server> servers = List.copyOf(world.servers());
    Server server = servers.get(random.nextInt(servers.size()));
    List<Member> processes = List.copyOf(world.processes());
    Member process = processes.get(random.nextInt(processes.size()));
    switch (random.nextInt(9)) {
      case 0, 1 -> kill(world, server);
      case 2 -> {
        kill(world, server);
        kill(world, servers.get(random.nextInt(masters)));
      }
      case 3 -> restart(server);
      case 4 -> server.hung = !server.hung;
      case 5 -> world.cut(server.name, servers.get(random.nextInt(servers.size())).name);
      case 6 -> world.cut(process.name, server.name);
      case 7 -> {
        if (process.alive) {
          process.kill();
        } else {
          world.start(process);
        }
      }
      default -> world.healNetwork();
    }
  }

  private static void kill(World world, Server server) {
    if (server.alive) {
      world.killServer(server);
    }
  }

  private static void restart(Server server) {
    if (!server.alive) {
      server.restart();
    }
  }

  private static void heal(World world) {
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

  private static void check(World world, long seed) {
    assertThat(world.cluster.whyUnsettled()).as("seed %d", seed).isEmpty();
    Set<Address> owners = world.cluster.ownerAddresses();
    for (Member process : world.processes()) {
      Set<Address> published =
          process.core.view().groups().stream()
              .map(GroupView::published)
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(published).as("%s, seed %d", process.name, seed).isEqualTo(owners);
    }
    List<Set<GroupName>> names =
        world.processes().stream()
            .map(RandomClusterTest::names)
            .distinct()
            .collect(Collectors.toList());
    assertThat(names).as("they use the same names, seed %d", seed).hasSize(1);
  }

  private static Set<GroupName> names(Member process) {
    return process.core.view().groups().stream()
        .map(GroupView::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
