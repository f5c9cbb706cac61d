package io.vedette.sentinel.conf;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.GroupSettings;
import io.vedette.quorum.view.CoordinatorView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A state that is saved again and again is written as one that is saved for the first time. */
class LinesByKeyTest extends ConfigFileFixture {
  private static final String BEGIN =
      """
      # ours
      port 26379
      sentinel monitor a 10.0.0.1 6379 2
      sentinel down-after-milliseconds a 30000
      sentinel monitor b 10.0.0.2 6379 2
      sentinel known-replica b 10.0.1.2 6379
      sentinel known-replica b 10.0.1.2 6379
      # of c
      sentinel monitor c 10.0.0.3 6379 2\r
      sentinel failover-timeout c 7000
      loglevel notice
      loglevel notice
      """;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void whatHasChangedIsMergedAsEverythingIs(int seed) throws Exception {
    SentinelConf conf = load(BEGIN);
    save(conf);
    Random random = new Random(seed);
    List<GroupConfig> groups = new ArrayList<>(conf.coordinatorConfig().groups());
    for (int i = 0; i < 30; i++) {
      for (int changes = random.nextInt(3); changes >= 0; changes--) {
        change(groups, random);
      }
      CoordinatorView state = Views.of(conf.coordinatorConfig(), groups);
      String wholly = savedAnew(state);
      conf.stateStore().save(state);
      assertThat(content()).as("step %d of seed %d", i, seed).isEqualTo(wholly);
    }
  }

  private String savedAnew(CoordinatorView state) throws Exception {
    Path copy = Files.copy(file(), folder.resolve("copy.conf"));
    SentinelConf.load(copy, List.of()).stateStore().save(state);
    String content = Files.readString(copy);
    Files.delete(copy);
    return content;
  }

  private static void change(List<GroupConfig> groups, Random random) {
    int index = random.nextInt(groups.size());
    GroupConfig group = groups.get(index);
    List<Address> replicas = new ArrayList<>(group.replicas());
    switch (random.nextInt(5)) {
      case 0 -> replicas.add(new Address("10.0.2." + random.nextInt(9), 6379));
      case 1 -> {
        if (!replicas.isEmpty()) {
          groups.set(
              index,
              Views.switched(group, replicas.get(0), new Epoch(group.configEpoch().value() + 1)));
        }
        return;
      }
      case 2 -> {
        long downAfterMs = random.nextBoolean() ? 30_000 : 1_000 + random.nextInt(9);
        GroupSettings settings = group.settings().change().downAfterMs(downAfterMs).build();
        groups.set(index, with(group, settings, replicas));
        return;
      }
      case 3 -> {
        if (groups.size() > 1) {
          groups.remove(index);
        }
        return;
      }
      default -> replicas.removeIf(replica -> random.nextInt(3) == 0);
    }
    groups.set(index, with(group, group.settings(), replicas.stream().distinct().toList()));
  }

  private static GroupConfig with(
      GroupConfig group, GroupSettings settings, List<Address> replicas) {
    return new GroupConfig(
        group.name(),
        group.master(),
        settings,
        group.configEpoch(),
        group.leaderEpoch(),
        replicas,
        group.peers());
  }
}
