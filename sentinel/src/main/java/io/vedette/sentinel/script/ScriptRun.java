package io.vedette.sentinel.script;

import io.vedette.sentinel.runtime.Scripts.Job;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A script in the queue: waiting or running. Guarded by the queue's lock. */
final class ScriptRun {
  private final List<String> argv;
  private int retries;
  private long dueNanos;
  private Optional<Running> running = Optional.empty();

  /**
   * The part that exists while it runs.
   *
   * @param process it
   * @param output what it prints
   * @param startedNanos when it was started
   * @param timedOut whether it was killed for taking too long
   */
  record Running(Process process, ScriptOutput output, long startedNanos, boolean timedOut) {}

  ScriptRun(List<String> argv, long nowNanos) {
    this.argv = List.copyOf(argv);
    this.dueNanos = nowNanos;
  }

  List<String> argv() {
    return argv;
  }

  String path() {
    return argv.get(0);
  }

  Optional<Running> running() {
    return running;
  }

  /** How often it has been started; Sentinel's {@code retry_num}. */
  int starts() {
    return retries;
  }

  boolean isDue(long nowNanos) {
    return running.isEmpty() && nowNanos - dueNanos >= 0;
  }

  long nanosUntilDue(long nowNanos) {
    return Math.max(0, dueNanos - nowNanos);
  }

  void countStart() {
    retries++;
  }

  void started(Process process, ScriptOutput output, long nowNanos) {
    running = Optional.of(new Running(process, output, nowNanos, false));
  }

  void timedOut() {
    running =
        running.map(run -> new Running(run.process(), run.output(), run.startedNanos(), true));
  }

  void waitUntil(long nanos) {
    running = Optional.empty();
    dueNanos = nanos;
  }

  Job job(long nowNanos) {
    return running
        .map(
            run ->
                new Job(
                    argv,
                    true,
                    run.process().pid(),
                    TimeUnit.NANOSECONDS.toMillis(nowNanos - run.startedNanos()),
                    0,
                    retries))
        .orElseGet(
            () ->
                new Job(
                    argv,
                    false,
                    0,
                    0,
                    TimeUnit.NANOSECONDS.toMillis(nanosUntilDue(nowNanos)),
                    retries));
  }
}
