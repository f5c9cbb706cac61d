package io.vedette.tests.bench;

import io.vedette.tests.harness.Executables;
import io.vedette.tests.harness.OsProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Vedette as it is installed, in a folder of its own. */
final class Distribution implements AutoCloseable {
  private static final Duration CLASS_DATA = Duration.ofMinutes(2);

  private final Path folder;

  /** Copies what the checkout has built. */
  Distribution() {
    Path sentinel = Executables.vedetteHome().resolve("sentinel");
    try {
      folder = Files.createTempDirectory("vedette-footprint");
      Files.createDirectories(folder.resolve("bin"));
      Files.copy(
          sentinel.resolve("bin/vedette"),
          folder.resolve("bin/vedette"),
          StandardCopyOption.COPY_ATTRIBUTES);
      Files.copy(sentinel.resolve("target/vedette.jar"), folder.resolve("vedette.jar"));
      copyAll(sentinel.resolve("target/lib"), Files.createDirectory(folder.resolve("lib")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copyAll(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  Path folder() {
    return folder;
  }

  /** Starts it with this Java. */
  Program program(String label, Path java) {
    return new Program(
        label,
        List.of("JAVA_HOME=" + java),
        List.of(folder.resolve("bin/vedette").toString(), Program.CONFIGURATION));
  }

  /** Has it make its class data for this Java. */
  void makeClassData(Path java) {
    OsProcess.Outcome made =
        OsProcess.run(
            List.of(
                "env", "JAVA_HOME=" + java, folder.resolve("bin/vedette").toString(), "class-data"),
            folder,
            CLASS_DATA);
    if (made.exitCode() != 0) {
      throw new IllegalStateException("no class data for " + java + ": " + made.output());
    }
  }

  /** How large what was made for all Javas is, in megabytes (10^6 bytes). */
  double classDataMb() {
    try (Stream<Path> files = Files.walk(folder.resolve("class-data"))) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum()
          / 1e6;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    Crew.delete(folder);
  }
}
