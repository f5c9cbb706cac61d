package io.vedette.sentinel.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.cluster.NodeId;
import io.vedette.quorum.cluster.ShardMemory;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.GroupSettings;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.model.Timing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardFileTest {
  private static final NodeId MASTER = new NodeId("b".repeat(40));
  private static final NodeId REPLICA = new NodeId("a".repeat(40));
  private static final Address AT_MASTER = new Address("10.0.0.1", 6379);
  private static final Address AT_REPLICA = new Address("fe80::1", 6379);
  private static final ShardMemory SHARD =
      new ShardMemory(
          new GroupName("shop"),
          MASTER,
          Map.of(MASTER, AT_MASTER, REPLICA, AT_REPLICA),
          new GroupConfig(
              new GroupName("shop-bbbbbbbb"),
              AT_MASTER,
              GroupSettings.defaults(1, Timing.DEFAULT),
              new Epoch(7),
              new Epoch(9),
              List.of(AT_REPLICA),
              List.of(
                  new GroupConfig.KnownPeer(
                      new Address("10.0.1.2", 26379), new RunId("c".repeat(40))))));

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void namesTheFile() {
    file = folder.resolve("sentinel.clusters");
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    new ShardFile(file).write(List.of(SHARD));
    ShardFile again = new ShardFile(file);
    assertThat(again.read()).containsExactly(SHARD);
    assertThat(again.warnings()).isEmpty();
  }

  @Test
  void noFileIsMadeForNothing() throws IOException {
    ShardFile none = new ShardFile(file);
    assertThat(none.read()).isEmpty();
    none.write(List.of());
    assertThat(file).doesNotExist();
  }

  @Test
  void nothingIsWrittenTwice() throws IOException {
    ShardFile kept = new ShardFile(file);
    kept.write(List.of(SHARD));
    Files.delete(file);
    kept.write(List.of(SHARD));
    assertThat(file).doesNotExist();
    kept.write(List.of(SHARD, SHARD));
    assertThat(file).exists();
  }

  @Test
  void aDamagedLineIsLeftOutAndSaid() throws IOException {
    new ShardFile(file).write(List.of(SHARD));
    Files.writeString(
        file, Files.readString(file).replace("sentinel ccc", "sentinel xyz") + "shard 1 2\n");
    ShardFile damaged = new ShardFile(file);
    assertThat(damaged.read())
        .singleElement()
        .satisfies(
            shard -> {
              assertThat(shard.name()).isEqualTo(SHARD.name());
              assertThat(shard.members()).isEqualTo(SHARD.members());
              assertThat(shard.group().peers()).isEmpty();
            });
    assertThat(damaged.warnings())
        .containsExactly(
            file + ":5: damaged, so it is not remembered",
            file + ":6: damaged, so the shard is not remembered");
  }

  @Test
  void aShardWithoutItsMasterIsNone() throws IOException {
    new ShardFile(file).write(List.of(SHARD));
    Files.writeString(file, Files.readString(file).replace("node bbb", "node xyz"));
    assertThat(new ShardFile(file).read()).isEmpty();
  }
}
