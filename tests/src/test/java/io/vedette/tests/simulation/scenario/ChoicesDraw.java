package io.vedette.tests.simulation.scenario;

import java.util.SplittableRandom;

/** Draws which options are chosen: mostly none, as most people have it, else each by itself. */
final class ChoicesDraw {
  private final SplittableRandom random;

  ChoicesDraw(SplittableRandom random) {
    this.random = random;
  }

  Choices draw() {
    if (random.nextInt(2) == 0) {
      return Choices.NONE;
    }
    return new Choices(
        random.nextInt(4) > 0,
        isChosen(),
        isChosen(),
        isChosen(),
        isChosen(),
        isChosen(),
        isChosen() ? 1 + random.nextInt(2_000) : 0,
        isChosen() ? 1 + random.nextInt(20_000) : 0,
        isChosen() ? 1 + random.nextInt(20_000) : 0,
        isChosen() ? 1 + random.nextInt(20_000) : 0);
  }

  private boolean isChosen() {
    return random.nextInt(3) == 0;
  }
}
