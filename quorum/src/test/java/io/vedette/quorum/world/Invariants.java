package io.vedette.quorum.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.Event;
import io.vedette.quorum.EventType;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.view.GroupView;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What must hold after every step of every run. */
final class Invariants {
  private final Map<String, String> voteByVoterAndEpoch = new LinkedHashMap<>();
  private final Map<String, String> leaderByEpoch = new LinkedHashMap<>();
  private final Map<String, Long> currentEpochs = new LinkedHashMap<>();
  private final Map<String, Long> configEpochs = new LinkedHashMap<>();
  private final EnumMap<EventType, Long> counts = new EnumMap<>(EventType.class);

  void onEvent(Member process, Event event, boolean checks) {
    counts.merge(event.type(), 1L, Long::sum);
    if (!checks) {
      return;
    }
    if (event.type() == EventType.VOTE_FOR_LEADER) {
      String[] words = event.payload().split(" ", -1);
      String before =
          voteByVoterAndEpoch.putIfAbsent(
              process.name + "@" + words[1] + "@" + event.group().orElseThrow(), words[0]);
      assertThat(before == null || before.equals(words[0]))
          .as("one vote per epoch and group: %s", event.line())
          .isTrue();
    }
    if (event.type() == EventType.ELECTED_LEADER) {
      GroupName name = event.group().orElseThrow();
      long epoch =
          process.core.view().groups().stream()
              .filter(group -> group.name().equals(name))
              .findFirst()
              .orElseThrow()
              .failoverEpoch()
              .value();
      String before = leaderByEpoch.putIfAbsent(name + "@" + epoch, process.name);
      assertThat(before).as("one leader of %s in epoch %d", name, epoch).isIn(null, process.name);
    }
  }

  void onOrder(World world, Member process, Address target, Optional<Address> master) {
    assertThat(world.cluster).as("no node of a cluster is told whom to follow").isNull();
    assertThat(master.map(world::server))
        .as("nobody is told to follow itself (%s: %s)", target, master)
        .isNotEqualTo(Optional.of(world.server(target)));
    assertThat(world.server(target)).as("only nodes of the group are told anything").isNotNull();
    if (master.isEmpty()) {
      assertThat(world.server(target).priority)
          .as("%s promotes nobody of priority 0", process.name)
          .isPositive();
    }
  }

  void onStep(Member process) {
    var view = process.core.view();
    long current = view.process().currentEpoch().value();
    Long before = currentEpochs.put(process.name, current);
    assertThat(before == null || before <= current).as("epochs never go back").isTrue();
    for (GroupView group : view.groups()) {
      Long configBefore =
          configEpochs.put(process.name + group.name(), group.configEpoch().value());
      assertThat(configBefore == null || configBefore <= group.configEpoch().value())
          .as("config epochs never go back")
          .isTrue();
      assertThat(group.replicas())
          .as("a master is not its own replica")
          .noneMatch(replica -> replica.address().equals(group.published()));
    }
  }

  long count(EventType type) {
    return counts.getOrDefault(type, 0L);
  }
}
