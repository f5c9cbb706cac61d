package io.vedette.tests.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.tests.harness.Executables;
import io.vedette.tests.harness.OsProcess;
import io.vedette.tests.harness.OsProcess.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Programs that know a kind of file, run to their end. */
final class Tools {
  static final Path CONFIG = Executables.vedetteHome().resolve("config");

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private Tools() {}

  /** In a folder of the test's own, for it is written to. */
  static Outcome run(Path folder, String... command) {
    return OsProcess.run(List.of(command), folder, PATIENCE);
  }

  /** Its output, if it ends with 0. */
  static String must(Path folder, String... command) {
    Outcome outcome = run(folder, command);
    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    return outcome.output();
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the build has made: {@code distribution/target/...}; exactly one file ends so. */
  static Path built(String end) {
    Path folder = Executables.vedetteHome().resolve("sentinel/distribution/target");
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found = files.filter(file -> file.toString().endsWith(end)).toList();
      assertThat(found).as("built %s", end).hasSize(1);
      return found.get(0);
    } catch (IOException e) {
      throw new UncheckedIOException("not built yet: " + folder, e);
    }
  }
}
