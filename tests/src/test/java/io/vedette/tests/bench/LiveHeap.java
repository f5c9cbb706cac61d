package io.vedette.tests.bench;

import io.vedette.tests.harness.OsProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is alive in the heap of a Java process. */
final class LiveHeap {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  /** The last line of a histogram: instances, bytes. */
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

  private LiveHeap() {}

  /** In megabytes (10^6 bytes), after a full collection, which this causes. */
  static double megabytes(long pid) {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    OsProcess.Outcome asked =
        OsProcess.run(
            List.of(jcmd, Long.toString(pid), "GC.class_histogram"),
            Path.of(System.getProperty("java.io.tmpdir")),
            TIMEOUT);
    Matcher total = TOTAL.matcher(asked.output());
    if (!total.find()) {
      throw new IllegalStateException("jcmd does not tell of the heap: " + asked.output());
    }
    return Long.parseLong(total.group(1)) / 1e6;
  }
}
