package io.vedette.sentinel.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupMemory;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.LastKnown;
import io.vedette.quorum.model.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryFileTest {
  private static final long NOW = 1_700_000_000_000L;
  private static final GroupName ONE = new GroupName("one");
  private static final GroupName TWO = new GroupName("two.x");

  @TempDir Path folder;

  private static LastKnown data(Optional<RunId> runId) {
    return new LastKnown(new Epoch(7), runId, "a".repeat(40), 123_456);
  }

  @Test
  void whatIsWrittenIsReadAndAPauseGoesOnByTheTimeOfDay() throws IOException {
    MemoryFile file = new MemoryFile(folder.resolve("m"));
    Map<GroupName, GroupMemory> memories =
        Map.of(
            ONE,
            new GroupMemory(Optional.of(data(Optional.of(new RunId("b".repeat(40))))), 60_000),
            TWO,
            new GroupMemory(Optional.of(data(Optional.empty())), 0));
    file.write(memories, NOW);

    assertThat(file.read(NOW)).isEqualTo(memories);
    assertThat(file.read(NOW + 59_000).get(ONE).pausedMs()).isEqualTo(1_000);
    assertThat(file.read(NOW + 61_000).get(ONE).pausedMs()).isZero();
    assertThat(file.warnings()).isEmpty();
  }

  @Test
  void whatIsDamagedIsLeftOutAndSaid() throws IOException {
    Path path = folder.resolve("m");
    Files.write(
        path,
        List.of(
            "# a comment",
            "data one 7 123456 " + "a".repeat(40) + " -",
            "data one 7",
            "paused two.x soon",
            "paused two.x -5",
            "what is this",
            "data b@d 7 1 a -"));
    MemoryFile file = new MemoryFile(path);

    assertThat(file.read(NOW))
        .containsOnlyKeys(ONE, TWO)
        .containsEntry(ONE, new GroupMemory(Optional.of(data(Optional.empty())), 0));
    assertThat(file.warnings())
        .containsExactly(
            path + ":3: damaged, so it is not remembered",
            path + ":4: damaged, so it is not remembered",
            path + ":6: damaged, so it is not remembered",
            path + ":7: damaged, so it is not remembered");
  }

  @Test
  void itIsNamedAfterTheConfigurationAndMadeForSomethingOnly() throws IOException {
    MemoryFile beside = MemoryFile.of(folder.resolve("s1.conf"), Optional.empty());
    assertThat(beside.path()).isEqualTo(folder.resolve("s1.memory"));
    MemoryFile apart = MemoryFile.of(Path.of("/etc/s1"), Optional.of(folder));
    assertThat(apart.path()).isEqualTo(folder.resolve("s1.memory"));

    assertThat(beside.read(NOW)).isEmpty();
    beside.write(Map.of(ONE, new GroupMemory(Optional.empty(), 0)), NOW);
    assertThat(beside.path()).doesNotExist();
    beside.write(Map.of(ONE, new GroupMemory(Optional.empty(), 9)), NOW);
    assertThat(beside.path()).exists();
    beside.write(Map.of(ONE, new GroupMemory(Optional.empty(), 0)), NOW);
    assertThat(beside.read(NOW)).as("nothing is left of it").isEmpty();
  }
}
