package io.vedette.sentinel.server.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How long this process has kept processors busy, in seconds.
 *
 * @param user in its own code
 * @param system in the kernel
 * @param userOfChildren of ended children, in their own code
 * @param systemOfChildren of ended children, in the kernel
 */
record CpuTimes(double user, double system, double userOfChildren, double systemOfChildren) {
  private static final Path STAT = Path.of("/proc/self/stat");

  /** Linux tells all programs the same, whatever the kernel's own clock. */
  private static final double TICKS_PER_SECOND = 100;

  /** The times now; where there is no {@code /proc}, what Java knows, all of it as user's. */
  static CpuTimes now() {
    try {
      // The program's name may hold anything; the fields follow its closing parenthesis.
      String stat = Files.readString(STAT);
      String[] field = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return new CpuTimes(ticks(field[11]), ticks(field[12]), ticks(field[13]), ticks(field[14]));
    } catch (IOException | RuntimeException noProc) {
      Duration all = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
      return new CpuTimes(all.toMillis() / 1e3, 0, 0, 0);
    }
  }

  private static double ticks(String field) {
    return Long.parseLong(field) / TICKS_PER_SECOND;
  }
}
