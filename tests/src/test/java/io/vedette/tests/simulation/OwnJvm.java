package io.vedette.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command that is run as its script does it, in a JVM of its own. */
public final class OwnJvm {
  private static final Path HOME = Path.of(System.getProperty("vedette.home"));

  private OwnJvm() {}

  /**
   * What came of it.
   *
   * @param lines all that it has said
   * @param exitCode of the process
   */
  public record Result(List<String> lines, int exitCode) {
    /** The last thing it said. */
    public String last() {
      return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    }

    /** All of it, for who wants to know why. */
    public String text() {
      return String.join("\n", lines);
    }
  }

  /**
   * Runs it to its end.
   *
   * @param name of the file in {@code tests/target} where its output is kept
   * @param minutes it may take; it is ended then, and that is a failure
   * @param options of the JVM
   * @param main its class
   * @param arguments of the command
   */
  public static Result run(
      String name, long minutes, List<String> options, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    Path log = HOME.resolve("tests/target").resolve(name);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-Dvedette.home=" + HOME);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      assertThat(process.waitFor(minutes, TimeUnit.MINUTES))
          .as("done within %d minutes; it says %s", minutes, log)
          .isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Result(Files.readAllLines(log), process.exitValue());
  }
}
