package io.vedette.quorum.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.EventType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every coordinator sees the master down in the same millisecond, again and again: the order of
 * candidates keeps the vote from being split, and where it is, that does not cost much.
 */
class SimultaneousElectionsTest {
  private static final int ELECTIONS = Integer.getInteger("elections", 200);
  private static final long DOWN_AFTER_MS = 1_000;
  private static final long BOUND_MS = 100;

  /** A network of some milliseconds, with a disk that sometimes takes 20 to save a vote. */
  private static final int SPREAD_MS = 4;

  private static final int RARE_MS = 20;

  @ParameterizedTest
  @ValueSource(ints = {3, 7})
  void noSplitVoteCostsMuch(int coordinators) {
    long seed = Long.getLong("elections.seed", 2026 + coordinators);
    World world =
        new World(
            seed,
            false,
            2,
            coordinators,
            World.settings(coordinators / 2 + 1, DOWN_AFTER_MS, 180_000));
    world.processes().forEach(world::start);
    List<Long> took = new ArrayList<>();
    for (int election = 0; election < ELECTIONS; election++) {
      took.add(elect(world, seed));
    }

    Collections.sort(took);
    long aborted = world.count(EventType.ABORT_NOT_ELECTED);
    long stood = world.count(EventType.TRY_FAILOVER);
    System.out.printf(
        "%d coordinators, seed %d: %d elections, %d candidatures, %d in vain, from SDOWN to the"
            + " leader: median %d ms, longest %d ms%n",
        coordinators,
        seed,
        ELECTIONS,
        stood,
        aborted,
        took.get(ELECTIONS / 2),
        took.get(ELECTIONS - 1));
    assertThat(took.get(ELECTIONS - 1)).as("seed %d", seed).isLessThanOrEqualTo(BOUND_MS);
  }

  /** From the moment at which all see the master down to the election of a leader. */
  private static long elect(World world, long seed) {
    // All links are made at the same moment, so that all PINGs are sent at the same moment.
    world.delays(1, 1);
    world
        .processes()
        .forEach(process -> world.servers().forEach(s -> process.loseLinks(s.address)));
    for (int i = 0; i < 30 && (i < 3 || world.whyUnsettled().isPresent()); i++) {
      world.run(500);
    }
    assertThat(world.whyUnsettled()).as("seed %d", seed).isEmpty();

    Server master = world.server(world.process("c1").core.view().groups().get(0).published());
    long electedBefore = world.count(EventType.ELECTED_LEADER);
    long downBefore = world.count(EventType.SDOWN);
    master.hung = true;
    world.delays(SPREAD_MS, RARE_MS);
    long firstSeen = runUntil(world, EventType.SDOWN, downBefore + 1);
    long seenDown = runUntil(world, EventType.SDOWN, downBefore + world.processes().size());
    assertThat(seenDown - firstSeen)
        .as("between the first and the last who sees it, seed %d", seed)
        .isLessThanOrEqualTo(1);
    long elected = runUntil(world, EventType.ELECTED_LEADER, electedBefore + 1);

    world.run(500);
    master.hung = false;
    return elected - seenDown;
  }

  /** When there are so many events of this kind. */
  private static long runUntil(World world, EventType type, long count) {
    long end = world.now() + 30_000;
    while (world.count(type) < count && world.now() < end) {
      world.run(1);
    }
    assertThat(world.count(type)).as("%s within 30 s", type).isGreaterThanOrEqualTo(count);
    return world.now();
  }
}
