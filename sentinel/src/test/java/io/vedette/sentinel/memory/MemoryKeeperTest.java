package io.vedette.sentinel.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.Coordinator;
import io.vedette.quorum.Input;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.CoordinatorConfig;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.GroupMemory;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.GroupSettings;
import io.vedette.quorum.model.LastKnown;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.model.Timing;
import io.vedette.sentinel.runtime.CoordinatorLoop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryKeeperTest {
  private static final GroupName GROUP = new GroupName("mymaster");
  private static final CoordinatorConfig CONFIG =
      new CoordinatorConfig(
          new RunId("a".repeat(40)),
          Epoch.ZERO,
          Optional.empty(),
          26379,
          Timing.DEFAULT,
          List.of(
              GroupConfig.fresh(
                  GROUP, new Address("127.0.0.1", 1), GroupSettings.defaults(2, Timing.DEFAULT))));
  private static final LastKnown DATA =
      new LastKnown(new Epoch(7), Optional.empty(), "b".repeat(40), 123_456);

  @TempDir Path folder;

  private static Coordinator core(long pausedMs, long now) {
    Coordinator core = new Coordinator(CONFIG, new SplittableRandom(1), now);
    GroupMemory memory = new GroupMemory(Optional.of(DATA), pausedMs);
    core.take(new Input.Recall(Map.of(GROUP, memory)), now);
    return core;
  }

  @Test
  void aPauseThatWasSavedIsNotLostToAViewThatIsOlder() throws IOException {
    MemoryFile file = new MemoryFile(folder.resolve("m"));
    try (CoordinatorLoop older = new CoordinatorLoop(now -> core(0, now))) {
      MemoryKeeper keeper = new MemoryKeeper(view -> {}, file, older);
      // What is known of the data comes and goes, or there would be nothing to write.
      Coordinator paused = new Coordinator(CONFIG, new SplittableRandom(1), 1);
      paused.take(new Input.Recall(Map.of(GROUP, new GroupMemory(Optional.empty(), 3_600_000))), 1);
      keeper.save(paused.view());
      keeper.close();
    }
    GroupMemory kept = file.read(System.currentTimeMillis()).get(GROUP);
    assertThat(kept.data()).contains(DATA);
    assertThat(kept.pausedMs()).isBetween(3_000_000L, 3_600_000L);
  }
}
