package io.vedette.sentinel.runtime;

import io.vedette.quorum.view.Flag;
import io.vedette.quorum.view.GroupView;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Collects the heap when it has grown, in a moment in which no master is down and none is replaced.
 * Left to itself, Java does so only when the heap is as large as it may become: it would grow to
 * that in any case, and stop the process when it suits nobody.
 */
public final class HeapCare implements AutoCloseable {
  /** How often it looks, in milliseconds. */
  private static final long LOOK_MS = 5_000;

  /** By how much the heap may grow, in bytes, beside a quarter of itself. */
  private static final long SLACK = 4 << 20;

  /** At how many looks one after the other there is to be no trouble: others may be behind. */
  private static final int CALM_LOOKS = 2;

  /** How often it puts off what others wait for, at most: ten minutes. */
  private static final int MOST_PUT_OFF = 120;

  private static final Set<Flag> TROUBLE = Set.of(Flag.S_DOWN, Flag.FAILOVER_IN_PROGRESS);

  private final ScheduledExecutorService thread = DaemonThreads.scheduled("heap");
  private final Supplier<Collection<GroupView>> groups;
  private final LongSupplier size;
  private final Runnable collect;
  private long sizeThen;
  private int calm;
  private int putOff;

  /**
   * Begins to look.
   *
   * @param groups as they are
   */
  public static HeapCare start(Supplier<Collection<GroupView>> groups) {
    HeapCare care = new HeapCare(groups, Runtime.getRuntime()::totalMemory, System::gc);
    var unused =
        care.thread.scheduleWithFixedDelay(care::look, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
    return care;
  }

  /**
   * One that does not look by itself.
   *
   * @param size what the heap takes of the system's memory, in bytes
   */
  HeapCare(Supplier<Collection<GroupView>> groups, LongSupplier size, Runnable collect) {
    this.groups = groups;
    this.size = size;
    this.collect = collect;
  }

  void look() {
    calm = groups.get().stream().anyMatch(HeapCare::isInTrouble) ? 0 : calm + 1;
    if (size.getAsLong() <= sizeThen + sizeThen / 4 + SLACK) {
      return;
    }
    if (calm < CALM_LOOKS && putOff < MOST_PUT_OFF) {
      putOff++;
      return;
    }
    putOff = 0;
    collect.run();
    sizeThen = size.getAsLong();
  }

  private static boolean isInTrouble(GroupView group) {
    return group.master().flags().stream().anyMatch(TROUBLE::contains);
  }

  @Override
  public void close() {
    thread.shutdown();
  }
}
