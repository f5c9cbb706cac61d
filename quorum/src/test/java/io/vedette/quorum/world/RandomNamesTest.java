package io.vedette.quorum.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.EventType;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupConfig;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** Everybody is known by name, servers come back elsewhere, and DNS is slow, late, or away. */
class RandomNamesTest {
  private static final int FAULTS = 12;

  @Property(tries = 150)
  void whatIsHealedComesToRest(@ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
    World world = faulty(seed);
    world.names.fails = false;
    world.names.delayMs = 2;
    world.healNetwork();
    for (Server server : world.servers()) {
      if (!server.alive) {
        server.restart();
      }
      world.names.set(server.name, List.of(server.address.host()));
    }
    world.processes().stream().filter(member -> !member.alive).forEach(world::start);
    world.run(200_000);
    assertThat(world.whyUnsettled()).as("seed %d", seed).isEmpty();
  }

  @Test
  void randomRunsDoFailOverAndMove() {
    long switches = 0;
    long moves = 0;
    for (long seed = 0; seed < 20; seed++) {
      World world = faulty(seed);
      switches += world.count(EventType.PROMOTED_REPLICA);
      moves += world.count(EventType.HOST_MOVED);
    }
    assertThat(switches).as("the property would say nothing without failovers").isPositive();
    assertThat(moves).as("nor without moves").isPositive();
  }

  private static World faulty(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    World world = new World(seed, true, 1 + random.nextInt(3), 3, World.settings(2, 1_000, 10_000));
    world.names.resolve = true;
    world.names.announce = random.nextBoolean();
    for (Server server : world.servers()) {
      world.names.set(server.name, List.of(server.address.host()));
      server.announced = server.name;
    }
    for (Member member : world.processes()) {
      world.names.set(member.name, List.of(member.address.host()));
      member.announceHost = Optional.of(member.name);
    }
    GroupConfig group = world.configured();
    world.configure(
        new GroupConfig(
            group.name(),
            new Address("m", 6379),
            group.settings(),
            Epoch.ZERO,
            Epoch.ZERO,
            List.of(),
            List.of()));
    world.processes().forEach(world::start);
    world.run(3_000);
    for (int i = 0; i < FAULTS; i++) {
      fault(world, random, i);
      world.run(random.nextInt(4_000));
    }
    return world;
  }

  private static void fault(World world, SplittableRandom random, int number) {
    Server server = List.copyOf(world.servers()).get(random.nextInt(world.servers().size()));
    Member member = List.copyOf(world.processes()).get(random.nextInt(world.processes().size()));
    switch (random.nextInt(8)) {
      case 0 -> world.killServer(server);
      case 1 -> comeBackElsewhere(world, server, number);
      case 2 -> world.names.set(server.name, List.of(server.address.host()));
      case 3 -> world.names.fails = true;
      case 4 -> world.names.fails = false;
      case 5 -> world.names.delayMs = random.nextInt(9_000);
      case 6 -> world.cut(member.name, server.name);
      default -> world.healNetwork();
    }
  }

  /** DNS hears of it now, or only by a later fault. */
  private static void comeBackElsewhere(World world, Server server, int number) {
    if (!server.alive) {
      world.move(server, "10.0.2." + number);
      server.restart();
      if (number % 2 == 0) {
        world.names.set(server.name, List.of(server.address.host()));
      }
    }
  }
}
