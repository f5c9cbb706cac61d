package io.vedette.tests.simulation.world;

import io.vedette.quorum.view.CoordinatorView;
import java.util.SplittableRandom;

/**
 * Where a coordinator's state is kept: slow, full, broken, or one that says it has saved and has
 * not.
 */
final class Disk {
  /** How it behaves. */
  enum Mood {
    FINE,
    /** Every save fails. */
    FAILS,
    /** Every save is said to have worked; the next loss of power shows that it has not. */
    LIES
  }

  private final SplittableRandom random;
  private Mood mood = Mood.FINE;
  private int slowMs;
  private boolean hasLied;
  private CoordinatorView durable;
  private CoordinatorView cached;

  Disk(SplittableRandom random) {
    this.random = random;
  }

  void mood(Mood changed) {
    mood = changed;
  }

  /** Each save takes up to so long in addition. */
  void slow(int ms) {
    slowMs = ms;
  }

  boolean fails() {
    return mood == Mood.FAILS;
  }

  /** How long a save takes, in milliseconds. */
  long saveMs() {
    int usual = random.nextInt(4) == 0 ? 1 + random.nextInt(8) : 0;
    return slowMs == 0 ? usual : usual + random.nextInt(slowMs);
  }

  /** A save has ended well, or is said to have. */
  void save(CoordinatorView state) {
    cached = state;
    if (mood == Mood.LIES) {
      hasLied = true;
    } else {
      durable = state;
      hasLied = false;
    }
  }

  /** What is lost with the host's power; whether anything was. */
  boolean losePower() {
    boolean isLoss = hasLied;
    cached = durable;
    hasLied = false;
    return isLoss;
  }

  /** What a process finds that starts; null: nothing was ever saved. */
  CoordinatorView saved() {
    return cached;
  }
}
