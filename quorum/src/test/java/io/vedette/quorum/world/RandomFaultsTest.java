package io.vedette.quorum.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.EventType;
import io.vedette.quorum.Input;
import io.vedette.quorum.options.GroupOption;
import io.vedette.quorum.options.OptionValues;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** Faults at random, then a healed world: it must come to rest with one master, in bounded time. */
class RandomFaultsTest {
  private static final long FAILOVER_TIMEOUT_MS = 5_000;

  /** Twice the failover-timeout for a failover that is given up, some of them, and repairs. */
  private static final long REST_MS = 12 * FAILOVER_TIMEOUT_MS;

  private static final int MAX_PAUSE_MS = 5_000;

  @Property(tries = 100)
  void settlesAfterAnyFaults(@ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
    World world = faulty(seed);
    heal(world);
    world.run(REST_MS);
    assertThat(world.whyUnsettled()).as("seed %d", seed).isEmpty();
  }

  @Test
  void theSameSeedGivesTheSameRun() {
    assertThat(faulty(42).takePrinted()).isEqualTo(faulty(42).takePrinted());
  }

  @Test
  void randomRunsDoFailOver() {
    long switches = 0;
    for (long seed = 0; seed < 20; seed++) {
      switches += faulty(seed).count(EventType.PROMOTED_REPLICA);
    }
    assertThat(switches).as("the property would say nothing without failovers").isPositive();
  }

  private static World faulty(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int coordinators = 3 + 2 * random.nextInt(2);
    World world =
        new World(
            seed,
            true,
            1 + random.nextInt(3),
            coordinators,
            World.settings(1 + random.nextInt(coordinators / 2 + 1), 1_000, FAILOVER_TIMEOUT_MS));
    OptionValues options = options(random);
    world.processes().forEach(member -> member.options = options);
    world.processes().forEach(world::start);
    world.run(3_000);
    for (int i = 0; i < 12; i++) {
      fault(world, random);
      world.run(random.nextInt(4_000));
    }
    return world;
  }

  private static void fault(World world, SplittableRandom random) {
    Server server = pick(List.copyOf(world.servers()), random);
    Member member = pick(List.copyOf(world.processes()), random);
    switch (random.nextInt(12)) {
      case 0 -> world.killServer(server);
      case 1 -> server.hung = true;
      case 2 -> server.hung = false;
      case 3 -> revive(server);
      case 4 -> {
        if (member.alive) {
          member.kill();
        }
      }
      case 5 -> restart(world, member);
      case 6 -> world.cut(member.name, server.name);
      case 7 -> world.cut(member.name, pick(List.copyOf(world.processes()), random).name);
      case 8 -> order(member, random.nextBoolean());
      case 9 -> server.neverHandsOver = !server.neverHandsOver;
      case 10 -> pause(member, 1 + random.nextInt(MAX_PAUSE_MS));
      default -> world.healNetwork();
    }
  }

  private static OptionValues options(SplittableRandom random) {
    return OptionValues.DEFAULTS
        .with(GroupOption.CRASH_DETECTION, random.nextBoolean())
        .with(GroupOption.MIN_FAILOVER_INTERVAL_MS, random.nextBoolean() ? 2_000L : 0L);
  }

  private static void pause(Member member, long ms) {
    member.step(new Input.Pause(member.ticket(), World.GROUP, ms));
  }

  private static void order(Member member, boolean coordinated) {
    member.step(new Input.Failover(member.ticket(), World.GROUP, coordinated));
  }

  private static void heal(World world) {
    world.healNetwork();
    world.servers().forEach(RandomFaultsTest::revive);
    world.servers().forEach(server -> server.hung = false);
    world.processes().forEach(member -> restart(world, member));
  }

  private static void revive(Server server) {
    if (!server.alive) {
      server.restart();
    }
  }

  private static void restart(World world, Member member) {
    if (!member.alive) {
      world.start(member);
    }
  }

  private static <T> T pick(List<T> from, SplittableRandom random) {
    return from.get(random.nextInt(from.size()));
  }
}
