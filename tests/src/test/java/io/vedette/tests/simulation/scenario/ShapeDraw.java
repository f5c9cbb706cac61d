package io.vedette.tests.simulation.scenario;

import io.vedette.tests.simulation.scenario.Shape.NetworkKind;
import java.util.SplittableRandom;

/** Draws shapes: mostly small worlds, because they are quick and break as well as large ones. */
final class ShapeDraw {
  /** Short ones make many PINGs: they are rare, so that there are more runs in the same time. */
  private static final int[] DOWN_AFTER_MS = {
    1_000, 2_000, 3_000, 5_000, 5_000, 5_000, 10_000, 10_000, 10_000, 10_000, 15_000, 30_000
  };

  private final SplittableRandom random;

  ShapeDraw(SplittableRandom random) {
    this.random = random;
  }

  Shape draw() {
    boolean isLarge = isIn(60);
    int coordinators = isLarge ? 3 + random.nextInt(7) : isIn(6) ? 3 + random.nextInt(3) : 3;
    int groups = isLarge ? 2 + random.nextInt(19) : isIn(8) ? 2 + random.nextInt(2) : 1;
    int stock = isIn(6) ? 1 + random.nextInt(coordinators - 1) : 0;
    int replicas = groups > 3 ? 1 + random.nextInt(2) : isIn(3) ? 1 + random.nextInt(4) : 2;
    int downAfter =
        groups > 1 || coordinators > 5
            ? 10_000
            : DOWN_AFTER_MS[random.nextInt(DOWN_AFTER_MS.length)];
    int downAfters = downAfter > 10_000 ? 1 : 1 + random.nextInt(3);
    int failoverTimeout = Math.max(3_000, downAfter * downAfters);
    return new Shape(
        coordinators,
        stock,
        groups,
        replicas,
        groups > 3 ? 1 : 1 + random.nextInt(2),
        quorum(coordinators),
        downAfter,
        failoverTimeout,
        1 + random.nextInt(2),
        network(),
        isIn(3),
        stock == 0 && isIn(8),
        isIn(4),
        200 + random.nextInt(2_000),
        !isIn(4),
        isIn(2) ? 60_000 : 5_000 + random.nextInt(10_000),
        isIn(6) ? 1 : 0,
        isIn(3),
        60_000 + random.nextInt(60_000));
  }

  /** Mostly a majority, as is usual; at times another one. */
  private int quorum(int coordinators) {
    return isIn(4) ? 1 + random.nextInt(coordinators) : coordinators / 2 + 1;
  }

  private NetworkKind network() {
    int dice = random.nextInt(10);
    return dice < 7 ? NetworkKind.LAN : dice < 9 ? NetworkKind.UNEVEN : NetworkKind.ZONES;
  }

  private boolean isIn(int of) {
    return random.nextInt(of) == 0;
  }
}
