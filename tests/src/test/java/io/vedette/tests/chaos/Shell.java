package io.vedette.tests.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Short commands of the system, run to their end. */
final class Shell {
  private static final long SOON_S = 20;

  private Shell() {}

  /** What a command has said; its exit code was {@code exitCode}. */
  record Outcome(int exitCode, String said) {}

  /**
   * Runs a command of words without blanks, and gives what it said.
   *
   * @throws IllegalStateException if it fails, with what it said
   */
  static String sh(String command) {
    return feed("", Arrays.asList(command.split(" ")));
  }

  /** As {@link #sh}, with something to read for it. */
  static String feed(String input, List<String> command) {
    Outcome outcome = attempt(input, command);
    if (outcome.exitCode() != 0) {
      throw new IllegalStateException(
          String.join(" ", command) + " failed: " + outcome.said().strip());
    }
    return outcome.said();
  }

  /** Whether it did what it was to do; a program that is not there did not. */
  static boolean works(String command) {
    try {
      return attempt("", Arrays.asList(command.split(" "))).exitCode() == 0;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private static Outcome attempt(String input, List<String> command) {
    try {
      Path said = Files.createTempFile("vdchaos", ".out");
      try {
        Process process =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try (OutputStream in = process.getOutputStream()) {
          in.write(input.getBytes(UTF_8));
        }
        if (!process.waitFor(SOON_S, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new IllegalStateException(
              String.join(" ", command) + " takes more than " + SOON_S + " s");
        }
        return new Outcome(process.exitValue(), Files.readString(said));
      } finally {
        Files.delete(said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + String.join(" ", command), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
