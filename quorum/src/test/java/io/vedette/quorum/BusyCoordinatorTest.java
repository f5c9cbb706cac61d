package io.vedette.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.GroupSettings;
import io.vedette.quorum.model.LinkId;
import io.vedette.quorum.model.Timing;
import org.junit.jupiter.api.Test;

/** A late step puts off when others are called down, unless it is known to have been deciding. */
class BusyCoordinatorTest {
  private static final long DOWN_AFTER_MS = 1_000;
  private static final LinkId LINK = new LinkId(1);

  private final Coordinator core =
      Cores.watching(
          GroupConfig.fresh(
              new GroupName("mymaster"),
              new Address("10.0.0.1", 6379),
              GroupSettings.defaults(1, Timing.DEFAULT)
                  .change()
                  .downAfterMs(DOWN_AFTER_MS)
                  .build()));

  /** The master is linked and never answers; the step at 500 ms comes 300 ms late. */
  private long downAt(long busyMs) {
    core.start(0);
    core.step(new Input.LinkUp(LINK, "10.0.0.9"), 10);
    long now = 10;
    while (now < 10_000) {
      if (now == 500) {
        core.wasBusy(busyMs);
        now = core.nextDeadline() + 300;
      } else {
        now = Math.min(core.nextDeadline(), now < 500 ? 500 : 10_000);
      }
      for (Effect effect : core.step(new Input.Timer(), now)) {
        if (effect instanceof Effect.Publish publish && publish.event().type() == EventType.SDOWN) {
          return now;
        }
      }
    }
    throw new AssertionError("it was never called down");
  }

  @Test
  void timeInWhichNobodyWasHeardIsNotTheirSilence() {
    assertThat(downAt(0)).isGreaterThanOrEqualTo(10 + DOWN_AFTER_MS + 300);
  }

  @Test
  void timeInWhichItWasDecidingIs() {
    assertThat(downAt(300)).isEqualTo(10 + DOWN_AFTER_MS);
  }

  @Test
  void aStepMayBeAsLateAsTheDiskWasSlow() {
    core.start(0);
    core.excuse(5_000);
    assertThat(core.step(new Input.Timer(), 6_000)).noneMatch(BusyCoordinatorTest::isTilt);
    assertThat(core.step(new Input.Timer(), 12_000))
        .as("it was excused once")
        .anyMatch(BusyCoordinatorTest::isTilt);
  }

  private static boolean isTilt(Effect effect) {
    return effect instanceof Effect.Publish publish && publish.event().type() == EventType.TILT;
  }
}
