package io.vedette.quorum.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.EventType;
import org.junit.jupiter.api.Test;

/** Elections in many worlds, each with other latencies. */
class RandomElectionsTest {
  @Test
  void votesAreRarelySplitForLongWhenTheHostOfTheMasterDiesOnSlowNetwork() {
    int slow = 0;
    for (long seed = 0; seed < 300; seed++) {
      World each = new World(seed, true, 2, 3, World.settings(2, 1_000, 10_000));
      each.processes().forEach(each::start);
      each.run(5_000 + seed * 7);
      each.killServer(each.server("m"));
      each.process("c3").kill();
      each.run(6_000);
      if (each.count(EventType.SWITCH_MASTER) == 0) {
        slow++;
      }
    }
    assertThat(slow).as("of 300 runs not switched within 5 s of the detection").isZero();
  }
}
