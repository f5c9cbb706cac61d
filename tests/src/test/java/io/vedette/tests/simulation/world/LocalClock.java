package io.vedette.tests.simulation.world;

/**
 * A host's monotonic clock: it may run fast or slow, jump ahead, or stand still for a while, but it
 * never goes back.
 */
final class LocalClock {
  private static final long MILLION = 1_000_000;

  private long worldBase;
  private long localBase;
  private long ratePpm = MILLION;

  LocalClock(long worldNow, long localNow) {
    worldBase = worldNow;
    localBase = localNow;
  }

  /** The local time at a time of the world, not before the last change. */
  long local(long world) {
    return localBase + (world - worldBase) * ratePpm / MILLION;
  }

  /** The first time of the world at which the clock shows this or more. */
  long world(long local) {
    if (local <= localBase) {
      return worldBase;
    }
    if (ratePpm == 0) {
      return Scheduler.NEVER;
    }
    long ahead = local - localBase;
    long estimate = worldBase + (ahead * MILLION + ratePpm - 1) / ratePpm;
    while (local(estimate) < local) {
      estimate++;
    }
    return estimate;
  }

  /** From now on it runs at this rate: a million is right, 0 stands still. */
  void rate(long ppm, long worldNow) {
    localBase = local(worldNow);
    worldBase = worldNow;
    ratePpm = ppm;
  }

  void jump(long ms) {
    localBase += ms;
  }
}
