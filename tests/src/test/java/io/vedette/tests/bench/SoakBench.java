package io.vedette.tests.bench;

import io.vedette.tests.harness.CoordinatorKind;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code tests/bench soak}: see {@link Bench}. */
final class SoakBench {
  private static final Duration DOWN_AFTER = Duration.ofSeconds(2);
  private static final String ROW = "%-12s  %9s  %9s  %8s  %6s  %9s%n";

  /** What memory may be more by: a heap is never twice the same. */
  private static final double HEAP_FACTOR = 1.1;

  private static final double HEAP_MB = 1;
  private static final double RESIDENT_FACTOR = 1.15;
  private static final double RESIDENT_MB = 10;

  /** Compilers' threads come and go. */
  private static final long FEW_THREADS = 3;

  /** Connections that are being closed, files that are being written. */
  private static final long FEW_FILES = 20;

  private final SoakOptions options;
  private final PrintStream out;

  /**
   * What a coordinator uses when everything is well.
   *
   * @param heapMb of what is alive after a collection
   */
  private record Use(double residentMb, double heapMb, long threads, long files) {
    /** What of this is more than before; empty: nothing. */
    List<String> growthSince(Use before) {
      List<String> growth = new ArrayList<>();
      note(growth, "heap", heapMb, before.heapMb * HEAP_FACTOR + HEAP_MB);
      note(
          growth, "resident memory", residentMb, before.residentMb * RESIDENT_FACTOR + RESIDENT_MB);
      note(growth, "threads", (double) threads, before.threads + (double) FEW_THREADS);
      note(growth, "open files", (double) files, before.files + (double) FEW_FILES);
      return growth;
    }

    private static void note(List<String> growth, String what, double now, double bound) {
      if (now > bound) {
        growth.add(String.format(Locale.ROOT, "%s: %.1f, more than %.1f", what, now, bound));
      }
    }
  }

  SoakBench(SoakOptions options) {
    this(options, System.out);
  }

  SoakBench(SoakOptions options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  /** Soaks, prints, and gives the exit code. */
  int run() {
    Program program = Program.of(CoordinatorKind.VEDETTE, options.javaOptions());
    try (Crew crew = Crew.start(program, Crew.SIZE, options.groups(), DOWN_AFTER)) {
      Duration first = options.time().dividedBy(3);
      out.printf(ROW, "after", "failovers", "resident", "heap", "threads", "open files");
      long failovers = churn(crew, first);
      List<Use> before = measure(crew, first, failovers);
      failovers += churn(crew, options.time().minus(first));
      List<Use> after = measure(crew, options.time(), failovers);
      List<String> growth = new ArrayList<>();
      for (int i = 0; i < after.size(); i++) {
        growth.addAll(after.get(i).growthSince(before.get(i)));
      }
      growth.forEach(line -> out.println("grown: " + line));
      return growth.isEmpty() ? 0 : 1;
    }
  }

  /** How many masters were killed; all is well again afterwards. */
  private static long churn(Crew crew, Duration time) {
    try (Churn churn = new Churn(crew)) {
      return churn.run(time);
    } finally {
      crew.awaitWatching();
    }
  }

  private List<Use> measure(Crew crew, Duration after, long failovers) {
    List<Use> uses = new ArrayList<>();
    for (Watcher watcher : crew.watchers()) {
      // A collection first: what is resident then is needed.
      double heapMb = LiveHeap.megabytes(watcher.pid());
      long pid = watcher.pid();
      Use use =
          new Use(
              Consumption.residentMb(pid),
              heapMb,
              Consumption.threads(pid),
              Consumption.openFiles(pid));
      uses.add(use);
      out.printf(
          Locale.ROOT,
          ROW,
          after.toSeconds() + " s",
          failovers,
          String.format(Locale.ROOT, "%.0f MB", use.residentMb()),
          String.format(Locale.ROOT, "%.1f MB", use.heapMb()),
          use.threads(),
          use.files());
    }
    return uses;
  }
}
