package io.vedette.quorum.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.Effect;
import io.vedette.quorum.Input;
import java.util.List;

/**
 * Watches that a coordinator does not spin: a {@link Input.Timer} step does something, or moves the
 * next deadline into the future. The real loop gives the timer as often as the deadline has passed.
 */
final class IdleWatch {
  /** A link that is given up is made anew by the next step; more are steps in vain. */
  private static final int REPEATS = 1;

  /** Steps that do something are a loop too if they never end. */
  private static final int TIMERS_PER_INSTANT = 50;

  private long instant;
  private int idle;
  private int timers;

  void onStep(World world, Member member, Input input, List<Effect> effects) {
    if (!(input instanceof Input.Timer)) {
      return;
    }
    if (world.now() != instant) {
      instant = world.now();
      idle = 0;
      timers = 0;
    }
    timers++;
    if (effects.isEmpty() && member.core.nextDeadline() <= world.now()) {
      idle++;
    }
    assertThat(idle)
        .as("%s at %d: timer steps in vain, seed %d", member.name, world.now(), world.seed)
        .isLessThanOrEqualTo(REPEATS);
    assertThat(timers)
        .as("%s at %d: timer steps at one instant, seed %d", member.name, world.now(), world.seed)
        .isLessThanOrEqualTo(TIMERS_PER_INSTANT);
  }
}
