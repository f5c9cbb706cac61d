package io.vedette.tests.chaos;

import io.vedette.tests.harness.Executables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What this machine must have, and what it has. */
final class Machine {
  private static final Path LIBRARIES = Path.of("/usr/lib");

  private Machine() {}

  /** Why chaos can't be made here, in a line; empty: it can. */
  static Optional<String> problem(boolean needsSentinel) {
    if (!Shell.works("ip -Version") || !Shell.works("tc -Version")) {
      return Optional.of("needs ip and tc (Debian's iproute2)");
    }
    if (!runs(Executables.redisServer())) {
      return Optional.of("needs redis-server");
    }
    if (needsSentinel && !Shell.works("redis-sentinel --version")) {
      return Optional.of("needs redis-sentinel to compare with");
    }
    String probe = Leftovers.prefix() + "probe";
    if (!Shell.works("ip netns add " + probe)) {
      return Optional.of("needs root, who may make network namespaces");
    }
    Shell.sh("ip netns del " + probe);
    return Optional.empty();
  }

  private static boolean runs(List<String> program) {
    List<String> command = new ArrayList<>(program);
    command.add("--version");
    return Shell.works(String.join(" ", command));
  }

  /** What can't be done here, though the rest can, and why. */
  static Map<Fault, String> impossible() {
    Map<Fault, String> reasons = new EnumMap<>(Fault.class);
    if (fakeClock().isEmpty()) {
      reasons.put(Fault.CLOCK, "needs Debian's libfaketime");
    }
    if (Network.brake().isEmpty()) {
      reasons.put(Fault.SLOW, "needs a kernel with netem or tbf");
    }
    return reasons;
  }

  /** The library that shows a process another time, as Debian's package libfaketime has it. */
  static Optional<Path> fakeClock() {
    if (!Files.isDirectory(LIBRARIES)) {
      return Optional.empty();
    }
    try (Stream<Path> folders = Files.list(LIBRARIES)) {
      return folders
          .map(folder -> folder.resolve("faketime/libfaketimeMT.so.1"))
          .filter(Files::isReadable)
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
