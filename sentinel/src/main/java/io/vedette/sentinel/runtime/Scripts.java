package io.vedette.sentinel.runtime;

import java.util.List;

/**
 * Runs operators' scripts by Sentinel's rules. No method blocks; any thread.
 *
 * <p>A script that can't be queued is dropped, counted and named in the log, never waited for.
 */
public interface Scripts {
  /**
   * Queues a run.
   *
   * @param path the program
   * @param arguments at most 15
   */
  void enqueue(String path, List<String> arguments);

  /** What waits and what runs, the oldest first. */
  List<Job> jobs();

  /** How long a script may run, in milliseconds. */
  long maxRuntimeMs();

  /** Changes how long a script may run; 1 or more. */
  void maxRuntimeMs(long ms);

  /** How long after its first failure a script is run again, in milliseconds. */
  long retryDelayMs();

  /** Changes how long after its first failure a script is run again; 1 or more. */
  void retryDelayMs(long ms);

  /**
   * A waiting or running script.
   *
   * @param argv the program and its arguments
   * @param running whether it runs
   * @param pid its process id, 0 when it waits
   * @param runTimeMs how long it has been running, 0 when it waits
   * @param runDelayMs how long it still waits, 0 when it may run at once
   * @param retries how often it has been run before
   */
  record Job(
      List<String> argv, boolean running, long pid, long runTimeMs, long runDelayMs, int retries) {}
}
