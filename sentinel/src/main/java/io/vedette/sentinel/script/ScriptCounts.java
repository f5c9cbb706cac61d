package io.vedette.sentinel.script;

import java.util.concurrent.atomic.LongAdder;

/** How runs of scripts ended, since the start. Any thread. */
public final class ScriptCounts {
  /** With exit code 0. */
  public final LongAdder done = new LongAdder();

  /** With another one, or not at all, and not to be run again. */
  public final LongAdder failed = new LongAdder();

  /** To be run again. */
  public final LongAdder retried = new LongAdder();

  /** Killed because they took too long; counted under how they ended, too. */
  public final LongAdder timedOut = new LongAdder();

  /** Never run: the queue was full. */
  public final LongAdder dropped = new LongAdder();
}
