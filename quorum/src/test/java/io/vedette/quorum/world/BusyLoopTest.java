package io.vedette.quorum.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.EventType;
import io.vedette.quorum.Input;
import io.vedette.quorum.SettingChange;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.Timing;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Faults, commands, pauses and full disks at random: {@link IdleWatch} checks after every timer
 * step that the coordinator does not spin.
 */
class BusyLoopTest {
  private static final int RUNS = Integer.getInteger("busy.runs", 40);

  @Test
  void noTimerStepIsInVainTwice() {
    long failovers = 0;
    for (long seed = 0; seed < RUNS; seed++) {
      failovers += run(seed).count(EventType.PROMOTED_REPLICA);
    }
    assertThat(failovers).as("runs without failovers would show little").isPositive();
  }

  private static World run(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int coordinators = 1 + random.nextInt(5);
    long downAfter = List.of(1L, 37L, 500L, 1_000L, 30_000L).get(random.nextInt(5));
    World world =
        new World(
            seed,
            random.nextBoolean(),
            random.nextInt(4),
            coordinators,
            World.settings(1 + random.nextInt(coordinators), downAfter, 3_000));
    // REMOVE and MONITOR begin anew by design; only spinning is looked for here.
    world.checksInvariants = false;
    world.processes().forEach(world::start);
    world.run(2_000);
    for (int i = 0; i < 25; i++) {
      fault(world, random);
      world.run(random.nextInt(5_000));
    }
    return world;
  }

  private static void fault(World world, SplittableRandom random) {
    Server server = pick(List.copyOf(world.servers()), random);
    Member member = pick(List.copyOf(world.processes()), random);
    switch (random.nextInt(20)) {
      case 0, 1 -> world.killServer(server);
      case 2 -> server.hung = true;
      case 3 -> server.hung = false;
      case 4, 5 -> server.restart();
      case 6 -> {
        if (member.alive) {
          member.kill();
        }
      }
      case 7, 8 -> {
        if (!member.alive) {
          world.start(member);
        }
      }
      case 9 -> world.cut(member.name, server.name);
      case 10 -> world.cut(member.name, pick(List.copyOf(world.processes()), random).name);
      case 11 -> world.healNetwork();
      case 12 -> server.refusesReplicaof = !server.refusesReplicaof;
      case 13 ->
          member.step(new Input.Failover(member.ticket(), World.GROUP, random.nextBoolean()));
      case 14 -> member.step(new Input.Reset(member.ticket(), List.of(World.GROUP)));
      case 15 -> pauseOrResume(world, member);
      case 16 -> disk(member);
      case 17 -> command(member, random);
      case 18 -> server.follow(Optional.of(pick(List.copyOf(world.servers()), random).address));
      default -> server.follow(Optional.empty());
    }
  }

  private static void pauseOrResume(World world, Member member) {
    member.pause();
    world.run(3_000);
    member.resume();
  }

  private static void disk(Member member) {
    member.diskFails = !member.diskFails;
    if (!member.diskFails) {
      member.step(new Input.StateSaved());
    }
  }

  private static void command(Member member, SplittableRandom random) {
    if (!member.alive) {
      return;
    }
    switch (random.nextInt(3)) {
      case 0 ->
          member.step(
              new Input.Set(
                  member.ticket(),
                  World.GROUP,
                  List.of(new SettingChange.Quorum(1 + random.nextInt(5)))));
      case 1 ->
          member.step(
              new Input.Set(
                  member.ticket(), World.GROUP, List.of(new SettingChange.AuthPass("secret"))));
      default -> {
        var group = member.core.view().groups().get(0);
        member.step(new Input.Remove(member.ticket(), World.GROUP));
        member.step(
            new Input.Monitor(
                member.ticket(),
                GroupConfig.fresh(
                    World.GROUP, group.published(), World.settings(1, 1_000, 3_000))));
      }
    }
    member.step(new Input.Retune(member.ticket(), Timing.DEFAULT));
  }

  private static <T> T pick(List<T> from, SplittableRandom random) {
    return from.get(random.nextInt(from.size()));
  }
}
