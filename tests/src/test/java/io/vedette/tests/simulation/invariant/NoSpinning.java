package io.vedette.tests.simulation.invariant;

import io.vedette.quorum.Effect;
import io.vedette.tests.simulation.world.VedetteProcess;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** See {@link #sentence()}. */
final class NoSpinning extends Invariant {
  /** A link that is given up is made anew by the next step; more are steps in vain. */
  private static final int IN_VAIN = 2;

  /** Steps that do something are a loop, too, if they never end. */
  private static final int PER_INSTANT = 100;

  private final Map<VedetteProcess, Watch> watches = new HashMap<>();

  private static final class Watch {
    private long instant;
    private int steps;
    private int inVain;
  }

  @Override
  public String sentence() {
    return "A step that nothing but the clock asked for does something, or moves the next deadline"
        + " into the future.";
  }

  @Override
  public void onStep(VedetteProcess who, int taken, long lateMs, List<Effect> decided) {
    if (taken > 0) {
      return;
    }
    Watch watch = watches.computeIfAbsent(who, ignored -> new Watch());
    if (watch.instant != who.decidedAt()) {
      watch.instant = who.decidedAt();
      watch.steps = 0;
      watch.inVain = 0;
    }
    watch.steps++;
    if (decided.isEmpty() && who.nextDeadline() <= who.decidedAt()) {
      watch.inVain++;
    }
    require(
        watch.inVain <= IN_VAIN && watch.steps <= PER_INSTANT,
        () ->
            "%s has taken %d steps at %d, %d in vain"
                .formatted(who.name(), watch.steps, watch.instant, watch.inVain));
  }
}
