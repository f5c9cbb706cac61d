package io.vedette.tests.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a process of this machine has used, as Linux counts it. */
final class Consumption {
  /** What Linux calls USER_HZ: 100 a second everywhere Java runs. */
  private static final double TICK_SECONDS = 0.01;

  /** Of the fields behind the command's name: time as a user, time in the kernel. */
  private static final int UTIME = 11;

  private static final int STIME = 12;

  private Consumption() {}

  /** Processor time of all its threads, in seconds, to a hundredth. */
  static double cpuSeconds(long pid) {
    String stat = read(pid, "stat");
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME])) * TICK_SECONDS;
  }

  /** Resident memory in megabytes (10^6 bytes). */
  static double residentMb(long pid) {
    return status(pid, "VmRSS:") * 1024 / 1e6;
  }

  /** How many threads it has. */
  static long threads(long pid) {
    return status(pid, "Threads:");
  }

  /** How many files and sockets it has open. */
  static long openFiles(long pid) {
    try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return files.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long status(long pid, String name) {
    return read(pid, "status")
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  private static String read(long pid, String file) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
