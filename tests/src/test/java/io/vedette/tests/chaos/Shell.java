package io.vedette.tests.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;

/** Short commands of the system, run to their end. */
final class Shell {
  private Shell() {}

  /** What a command has said; its exit code was {@code exitCode}. */
  record Outcome(int exitCode, String said) {}

  /**
   * Runs a command of words without blanks, and gives what it said.
   *
   * @throws IllegalStateException if it fails, with what it said
   */
  static String sh(String command) {
    return feed("", Arrays.asList(command.split(" ", -1)));
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
      return attempt("", Arrays.asList(command.split(" ", -1))).exitCode() == 0;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private static Outcome attempt(String input, List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(input.getBytes(UTF_8));
      }
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new Outcome(process.waitFor(), said);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + String.join(" ", command), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
