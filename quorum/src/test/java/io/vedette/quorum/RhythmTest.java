package io.vedette.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.election.CandidateOrder;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.CoordinatorConfig;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.GroupSettings;
import io.vedette.quorum.model.MasterGroup;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.model.Timing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RhythmTest {
  private static final long DOWN_AFTER_MS = 5_000;
  private static final long PUBLISH_MS = Timing.DEFAULT.publishPeriodMs();

  private final List<MasterGroup> groups = new ArrayList<>();
  private Self self;

  private Rhythm of(int count, long downAfterMs) {
    CoordinatorConfig config =
        new CoordinatorConfig(
            new RunId("a".repeat(RunId.LENGTH)),
            Epoch.ZERO,
            Optional.empty(),
            26379,
            Timing.DEFAULT,
            List.of());
    self = new Self(config, new SplittableRandom(1), 0);
    Registry registry = new Registry(self, new Outbox());
    GroupSettings settings =
        GroupSettings.defaults(2, Timing.DEFAULT).change().downAfterMs(downAfterMs).build();
    for (int i = 0; i < count; i++) {
      groups.add(
          registry.add(
              GroupConfig.fresh(
                  new GroupName("group-" + i), new Address("10.0.0.1", 1 + i), settings)));
    }
    return new Rhythm(self, registry);
  }

  @Test
  void withFewGroupsEverythingIsDueWhenItsPeriodIsOver() {
    Rhythm rhythm = of(Rhythm.MANY_GROUPS - 1, DOWN_AFTER_MS);
    assertThat(rhythm.pingPeriod(DOWN_AFTER_MS)).isEqualTo(500);
    assertThat(rhythm.due(groups.get(3), 1_234, 500)).isEqualTo(1_734);
    assertThat(rhythm.pace(500, 3_000)).isEqualTo(500);
  }

  @Test
  void withManyGroupsWhatIsSentToOneIsSentTogether() {
    Rhythm rhythm = of(Rhythm.MANY_GROUPS, DOWN_AFTER_MS);
    long period = rhythm.pingPeriod(DOWN_AFTER_MS);
    assertThat(period).isEqualTo(1_000);
    assertThat(rhythm.pace(period, 3_000)).isEqualTo(3_000);
    assertThat(rhythm.pace(5_000, 3_000)).isEqualTo(5_000);
    for (MasterGroup group : groups) {
      long ping = rhythm.due(group, 12_345, period);
      assertThat(ping).isBetween(12_346L, 12_345 + period);
      assertThat(rhythm.due(group, ping, period)).isEqualTo(ping + period);
      assertThat(rhythm.due(group, ping + 1, period)).as("sent late").isEqualTo(ping + period);
      assertThat(rhythm.due(group, ping, PUBLISH_MS)).isEqualTo(ping + PUBLISH_MS);
      assertThat((rhythm.due(group, 777, PUBLISH_MS) - ping) % period).isZero();
    }
  }

  @Test
  void theGroupsShareTheTimeBetweenThem() {
    Rhythm rhythm = of(1_000, DOWN_AFTER_MS);
    Map<Long, Integer> atOnce = new HashMap<>();
    groups.forEach(group -> atOnce.merge(rhythm.due(group, 0, 1_000), 1, Integer::sum));
    assertThat(atOnce).hasSize(20);
    assertThat(atOnce.values()).allMatch(count -> count <= 100);
  }

  @Test
  void fewMomentsAreSharedBySome() {
    Rhythm rhythm = of(100, DOWN_AFTER_MS);
    Map<Long, Integer> atOnce = new HashMap<>();
    groups.forEach(group -> atOnce.merge(rhythm.due(group, 0, 1_000), 1, Integer::sum));
    assertThat(atOnce.keySet()).containsExactlyInAnyOrder(250L, 500L, 750L, 1_000L);
    assertThat(atOnce.values()).allMatch(count -> count <= 50);
  }

  @Test
  void whereDownAfterIsShortNothingIsMoved() {
    Rhythm rhythm = of(Rhythm.MANY_GROUPS, 900);
    assertThat(rhythm.pingPeriod(900)).isEqualTo(180);
    assertThat(rhythm.due(groups.get(0), 1_234, 180)).isEqualTo(1_414);
    assertThat(rhythm.due(groups.get(0), 1_234, 20)).isEqualTo(1_254);
  }

  @Test
  void withManyGroupsNotEverybodyHurriesAtOnce() {
    Rhythm.Budget budget = of(Rhythm.MANY_GROUPS, DOWN_AFTER_MS).attempts();
    self.now = 1_000;
    int hurried = 0;
    while (budget.period(1_000, 100) == 100) {
      budget.spend();
      hurried++;
    }
    assertThat(hurried).isEqualTo(10);
    assertThat(budget.period(50, 100)).as("the usual period is the shorter one").isEqualTo(50);
    self.now = 1_100;
    assertThat(budget.period(1_000, 100)).as("a moment later").isEqualTo(100);
  }

  @Test
  void withFewGroupsAllMayHurry() {
    Rhythm.Budget budget = of(1, DOWN_AFTER_MS).attempts();
    for (int i = 0; i < 1_000; i++) {
      budget.spend();
    }
    assertThat(budget.period(1_000, 100)).isEqualTo(100);
  }

  @Test
  void whatIsRegularGivesWayWhileManyMastersAreDown() {
    Rhythm rhythm = of(100, DOWN_AFTER_MS);
    self.now = 10_000;
    groups.stream().limit(31).forEach(group -> group.master().markSDown(self.now));
    assertThat(rhythm.unhurried(PUBLISH_MS)).isEqualTo(PUBLISH_MS);

    groups.get(31).master().markSDown(self.now);
    assertThat(rhythm.unhurried(PUBLISH_MS)).as("counted a moment ago").isEqualTo(PUBLISH_MS);
    self.now += 200;
    assertThat(rhythm.unhurried(PUBLISH_MS)).isEqualTo(2 * PUBLISH_MS);
    assertThat(rhythm.unhurriedPing(DOWN_AFTER_MS)).isEqualTo(2_000);
    assertThat(rhythm.unhurriedPing(400)).as("two in down-after").isEqualTo(200);
    assertThat(rhythm.unhurriedPing(300)).as("two would be too few").isEqualTo(100);

    groups.get(0).master().clearSDown();
    self.now += 200;
    assertThat(rhythm.unhurried(PUBLISH_MS)).as("one is back").isEqualTo(PUBLISH_MS);
  }

  @Test
  void mastersThatStayDownAreNoReason() {
    Rhythm rhythm = of(100, DOWN_AFTER_MS);
    self.now = 10_000;
    groups.forEach(group -> group.master().markSDown(self.now));
    assertThat(rhythm.unhurried(PUBLISH_MS)).isEqualTo(2 * PUBLISH_MS);
    self.now += 10_000;
    assertThat(rhythm.unhurried(PUBLISH_MS)).isEqualTo(PUBLISH_MS);
  }

  @Test
  void withFewGroupsNothingGivesWay() {
    Rhythm rhythm = of(Rhythm.MANY_GROUPS - 1, DOWN_AFTER_MS);
    self.now = 10_000;
    groups.forEach(group -> group.master().markSDown(self.now));
    assertThat(rhythm.unhurriedPing(DOWN_AFTER_MS)).isEqualTo(500);
  }

  @Test
  void turnsOfCandidatesGrowWithTheCrowd() {
    Rhythm rhythm = of(Rhythm.MANY_GROUPS, DOWN_AFTER_MS);
    self.now = 10_000;
    assertThat(rhythm.turn()).isEqualTo(CandidateOrder.TURN_MS + 1);
    for (int i = 0; i < 398; i++) {
      rhythm.turn();
    }
    assertThat(rhythm.turn()).isEqualTo(CandidateOrder.TURN_MS + 400);
    for (int i = 0; i < 2_000; i++) {
      rhythm.turn();
    }
    assertThat(rhythm.turn()).isEqualTo(1_000);
    self.now += 1_000;
    assertThat(rhythm.turn()).as("a second later").isEqualTo(CandidateOrder.TURN_MS + 1);
  }

  @Test
  void withFewGroupsTurnsStayShort() {
    Rhythm rhythm = of(1, DOWN_AFTER_MS);
    for (int i = 0; i < 100; i++) {
      assertThat(rhythm.turn()).isEqualTo(CandidateOrder.TURN_MS);
    }
  }
}
