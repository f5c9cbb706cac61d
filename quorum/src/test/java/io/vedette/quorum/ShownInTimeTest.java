package io.vedette.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.GroupSettings;
import io.vedette.quorum.model.LinkId;
import io.vedette.quorum.model.Timing;
import io.vedette.quorum.view.Flag;
import io.vedette.quorum.view.GroupView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When what has changed is to be seen: with many groups what is merely said again may be late. */
class ShownInTimeTest {
  private static final GroupName FIRST = new GroupName("group-0");
  private static final long LATE_MS = 500;

  private Coordinator core;
  private final List<LinkId> links = new ArrayList<>();
  private long now = 1;

  private void watch(int groups) {
    GroupSettings settings =
        GroupSettings.defaults(2, Timing.DEFAULT).change().downAfterMs(5_000).build();
    core =
        Cores.watching(
            IntStream.range(0, groups)
                .mapToObj(
                    i ->
                        GroupConfig.fresh(
                            new GroupName("group-" + i), new Address("10.0.0.1", 1 + i), settings))
                .toArray(GroupConfig[]::new));
    take(core.start(now));
    for (LinkId link : List.copyOf(links)) {
      step(new Input.LinkUp(link, "10.0.0.9"));
    }
    pass();
    core.takeViewChange();
  }

  /** As long as anything may be late, and no step is. */
  private void pass() {
    for (long end = now + LATE_MS; now < end; ) {
      now += 10;
      step(new Input.Timer());
    }
  }

  private void step(Input input) {
    take(core.step(input, now));
  }

  private void take(List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Connect connect) {
        links.add(connect.link());
      }
    }
  }

  private Optional<GroupView> shown() {
    return core.takeViewChange().changed().stream()
        .filter(group -> group.name().equals(FIRST))
        .findFirst();
  }

  private void pong() {
    now++;
    step(new Input.PingReply(links.get(0), Input.PingAnswer.PONG));
  }

  @Test
  void withFewGroupsAnAnswerIsSeenAtOnce() {
    watch(Rhythm.MANY_GROUPS - 1);
    pong();
    assertThat(shown().orElseThrow().master().link().lastOkPingReplyAt()).isEqualTo(now);
  }

  @Test
  void withManyGroupsAnAnswerIsSeenALittleLater() {
    watch(Rhythm.MANY_GROUPS);
    pong();
    assertThat(shown()).isEmpty();
    long answeredAt = now;
    pass();
    assertThat(shown().orElseThrow().master().link().lastOkPingReplyAt()).isEqualTo(answeredAt);
  }

  @Test
  void whoIsDownIsSeenAtOnceWithManyGroups() {
    watch(Rhythm.MANY_GROUPS);
    boolean isSeen = false;
    // Nobody answers: the group is looked at because its time has come, and for nothing else.
    for (int i = 0; i < 70 && !isSeen; i++) {
      now += 100;
      boolean isSaid =
          core.step(new Input.Timer(), now).stream()
              .anyMatch(
                  effect ->
                      effect instanceof Effect.Publish said
                          && said.event().type() == EventType.SDOWN
                          && said.event().group().equals(Optional.of(FIRST)));
      Optional<GroupView> shown = shown();
      if (isSaid) {
        assertThat(shown.orElseThrow().master().flags()).contains(Flag.S_DOWN);
        isSeen = true;
      }
    }
    assertThat(isSeen).isTrue();
  }
}
