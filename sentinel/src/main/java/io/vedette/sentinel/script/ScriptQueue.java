package io.vedette.sentinel.script;

import io.vedette.quorum.Event;
import io.vedette.quorum.EventType;
import io.vedette.sentinel.runtime.DaemonThreads;
import io.vedette.sentinel.runtime.Scripts;
import io.vedette.sentinel.script.ScriptRun.Running;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs scripts by Sentinel's rules: 256 in the queue (the oldest waiting one gives way), 16 at
 * once, killed after 60 s; run again after exit code 1 or death by a signal, 10 times at most, 30 s
 * × 2^(n-1) apart; given up at any other exit code but 0.
 */
public final class ScriptQueue implements Scripts, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ScriptQueue.class);

  private static final int MAX_QUEUE = 256;
  private static final int MAX_RUNNING = 16;
  private static final int MAX_WORDS = 16;
  private static final int MAX_STARTS = 10;
  private static final long DEFAULT_MAX_RUNTIME_MS = 60_000;
  private static final long DEFAULT_RETRY_DELAY_MS = 30_000;
  private static final long POLL_MS = 100;
  private static final int EXIT_RETRY = 1;
  private static final int EXIT_CANNOT_EXECUTE = 2;

  /** A shell's, and Java's, way to tell that a process died of signal n: 128 + n. */
  private static final int EXIT_SIGNAL_BASE = 128;

  private static final int HIGHEST_SIGNAL = 64;
  private static final int FORK_FAILED = 99;

  private final Path dir;
  private final Consumer<Event> events;
  private final ScheduledExecutorService thread = DaemonThreads.scheduled("vedette-scripts");
  private final List<ScriptRun> queue = new ArrayList<>(MAX_QUEUE + 1);
  private final ScriptCounts counts = new ScriptCounts();
  private Optional<ScheduledFuture<?>> next = Optional.empty();
  private boolean closed;
  private volatile long maxRuntimeMs = DEFAULT_MAX_RUNTIME_MS;
  private volatile long retryDelayMs = DEFAULT_RETRY_DELAY_MS;

  /**
   * An empty queue.
   *
   * @param dir the scripts' working directory; relative paths begin here
   * @param events told of {@code -script-error} and {@code -script-timeout}, on this queue's own
   *     thread: hands over at once, never throws
   */
  public ScriptQueue(Path dir, Consumer<Event> events) {
    this.dir = dir.toAbsolutePath();
    this.events = events;
  }

  @Override
  public void enqueue(String path, List<String> arguments) {
    List<String> argv = new ArrayList<>(MAX_WORDS);
    argv.add(path);
    argv.addAll(arguments.subList(0, Math.min(arguments.size(), MAX_WORDS - 1)));
    Optional<ScriptRun> gaveWay = Optional.empty();
    synchronized (queue) {
      if (closed) {
        return;
      }
      queue.add(new ScriptRun(argv, System.nanoTime()));
      if (queue.size() > MAX_QUEUE) {
        gaveWay = dropOldestWaiting();
      }
    }
    gaveWay.ifPresent(
        run -> LOG.warn("script {} dropped: the queue of scripts is full", run.argv()));
    wake();
  }

  private Optional<ScriptRun> dropOldestWaiting() {
    for (Iterator<ScriptRun> runs = queue.iterator(); runs.hasNext(); ) {
      ScriptRun run = runs.next();
      if (run.running().isEmpty()) {
        runs.remove();
        counts.dropped.increment();
        return Optional.of(run);
      }
    }
    return Optional.empty();
  }

  @Override
  public List<Job> jobs() {
    long now = System.nanoTime();
    synchronized (queue) {
      return queue.stream().map(run -> run.job(now)).toList();
    }
  }

  /** How runs ended. */
  public ScriptCounts counts() {
    return counts;
  }

  /**
   * How long a script may run, in milliseconds, 1 or more; default 60 s. Holds for those that run,
   * too.
   */
  @Override
  public void maxRuntimeMs(long ms) {
    maxRuntimeMs = ms;
    wake();
  }

  /** How long a script may run, in milliseconds. */
  @Override
  public long maxRuntimeMs() {
    return maxRuntimeMs;
  }

  /**
   * The delay before the second run, in milliseconds, 1 or more; default 30 s. It doubles each
   * time.
   */
  @Override
  public void retryDelayMs(long ms) {
    retryDelayMs = ms;
  }

  /** The delay before the second run, in milliseconds. */
  @Override
  public long retryDelayMs() {
    return retryDelayMs;
  }

  /** Kills what runs and forgets what waits. */
  @Override
  public void close() {
    List<ScriptRun> left;
    synchronized (queue) {
      closed = true;
      left = List.copyOf(queue);
      queue.clear();
    }
    thread.shutdownNow();
    left.forEach(run -> run.running().ifPresent(running -> kill(running.process())));
  }

  private void wake() {
    try {
      thread.execute(this::turn);
    } catch (RejectedExecutionException e) {
      // Closed meanwhile: there is nothing to run any more.
    }
  }

  /** Looks after all scripts; on this queue's thread. */
  private void turn() {
    try {
      for (ScriptRun run : running()) {
        look(run, run.running().orElseThrow());
      }
      for (Optional<ScriptRun> due = takeDue(); due.isPresent(); due = takeDue()) {
        start(due.get());
      }
    } catch (RuntimeException e) {
      LOG.error("scripts: unexpected failure", e);
    }
    scheduleNext();
  }

  private List<ScriptRun> running() {
    synchronized (queue) {
      return queue.stream().filter(run -> run.running().isPresent()).toList();
    }
  }

  private void look(ScriptRun run, Running running) {
    running.output().pump();
    if (!running.process().isAlive()) {
      running.output().finish();
      ended(run, running.process().exitValue(), running.output().last());
    } else if (!running.timedOut()
        && System.nanoTime() - running.startedNanos()
            > TimeUnit.MILLISECONDS.toNanos(maxRuntimeMs)) {
      synchronized (queue) {
        run.timedOut();
      }
      counts.timedOut.increment();
      tell(EventType.SCRIPT_TIMEOUT, run.path() + " " + running.process().pid(), "");
      kill(running.process());
    }
  }

  private void ended(ScriptRun run, int exitValue, String lastLine) {
    boolean bySignal =
        exitValue > EXIT_SIGNAL_BASE && exitValue <= EXIT_SIGNAL_BASE + HIGHEST_SIGNAL;
    if (exitValue == 0) {
      counts.done.increment();
      remove(run);
    } else if ((bySignal || exitValue == EXIT_RETRY) && run.starts() < MAX_STARTS) {
      LOG.info("script {} will be run again: exit value {}", run.path(), exitValue);
      retryLater(run);
    } else {
      counts.failed.increment();
      remove(run);
      tellError(
          run, bySignal ? exitValue - EXIT_SIGNAL_BASE : 0, bySignal ? 0 : exitValue, lastLine);
    }
  }

  private void retryLater(ScriptRun run) {
    counts.retried.increment();
    long delayMs = retryDelayMs << (run.starts() - 1);
    synchronized (queue) {
      run.waitUntil(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delayMs));
    }
  }

  private void remove(ScriptRun run) {
    synchronized (queue) {
      queue.remove(run);
    }
  }

  private Optional<ScriptRun> takeDue() {
    long now = System.nanoTime();
    synchronized (queue) {
      long running = queue.stream().filter(run -> run.running().isPresent()).count();
      if (running >= MAX_RUNNING) {
        return Optional.empty();
      }
      Optional<ScriptRun> due = queue.stream().filter(run -> run.isDue(now)).findFirst();
      due.ifPresent(ScriptRun::countStart);
      return due;
    }
  }

  private void start(ScriptRun run) {
    Process process;
    try {
      process = builder(run).start();
    } catch (IOException | RuntimeException e) {
      couldNotStart(run, String.valueOf(e.getMessage()));
      return;
    }
    String name = run.path() + " (pid " + process.pid() + ")";
    ScriptOutput output =
        new ScriptOutput(process.getInputStream(), line -> LOG.info("script {}: {}", name, line));
    boolean wanted;
    synchronized (queue) {
      wanted = !closed;
      run.started(process, output, System.nanoTime());
    }
    if (wanted) {
      CompletableFuture<Void> unused = process.onExit().thenRun(this::wake);
    } else {
      kill(process);
    }
  }

  private ProcessBuilder builder(ScriptRun run) {
    List<String> argv = new ArrayList<>(run.argv());
    // Never looked up in PATH, as with execve: relative means relative to the directory.
    argv.set(0, dir.resolve(run.path()).toString());
    return new ProcessBuilder(argv)
        .directory(dir.toFile())
        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
        .redirectErrorStream(true);
  }

  /**
   * As in Sentinel: what can't be executed is given up; where no process can be had, later maybe.
   */
  private void couldNotStart(ScriptRun run, String reason) {
    boolean noProcess = reason.contains("error=11,") || reason.contains("error=12,");
    if (noProcess && run.starts() < MAX_STARTS) {
      tellError(run, FORK_FAILED, 0, reason);
      retryLater(run);
    } else {
      counts.failed.increment();
      remove(run);
      tellError(run, 0, EXIT_CANNOT_EXECUTE, reason);
    }
  }

  private void tellError(ScriptRun run, int signal, int exit, String reason) {
    tell(EventType.SCRIPT_ERROR, run.path() + " " + signal + " " + exit, reason);
  }

  private void tell(EventType type, String payload, String reason) {
    events.accept(new Event(type, payload, reason, Optional.empty()));
  }

  private static void kill(Process process) {
    List<ProcessHandle> descendants = process.descendants().toList();
    process.destroyForcibly();
    descendants.forEach(ProcessHandle::destroyForcibly);
  }

  private void scheduleNext() {
    long now = System.nanoTime();
    synchronized (queue) {
      next.ifPresent(task -> task.cancel(false));
      next = Optional.empty();
      if (!closed && !queue.isEmpty()) {
        schedule(nanosToNextTurn(now));
      }
    }
  }

  private void schedule(long delayNanos) {
    try {
      next = Optional.of(thread.schedule(this::turn, delayNanos, TimeUnit.NANOSECONDS));
    } catch (RejectedExecutionException e) {
      // Closed meanwhile.
    }
  }

  private long nanosToNextTurn(long now) {
    boolean anyRuns = queue.stream().anyMatch(run -> run.running().isPresent());
    long poll = anyRuns ? TimeUnit.MILLISECONDS.toNanos(POLL_MS) : Long.MAX_VALUE;
    long untilDue =
        queue.stream()
            .filter(run -> run.running().isEmpty())
            .mapToLong(run -> run.nanosUntilDue(now))
            .min()
            .orElse(Long.MAX_VALUE);
    // What is due already waits for one of those that run to end.
    return anyRuns && untilDue == 0 ? poll : Math.min(poll, untilDue);
  }
}
