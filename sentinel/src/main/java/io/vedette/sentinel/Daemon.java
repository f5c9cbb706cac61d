package io.vedette.sentinel;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code daemonize yes}: the program starts itself again in the background, in a session of its
 * own, without a terminal, and leaves.
 */
final class Daemon {
  /** Tells the program in the background that it is the one. */
  private static final String MARK = "VEDETTE_DAEMON";

  private static final File NOWHERE = new File("/dev/null");

  private Daemon() {}

  /** Whether this process is the one in the background. */
  static boolean isThis() {
    return System.getenv(MARK) != null;
  }

  /**
   * Starts this program again, with the same arguments, in the background.
   *
   * @throws IOException in one line, if that is not possible here
   */
  static void spawn() throws IOException {
    ProcessHandle.Info self = ProcessHandle.current().info();
    if (self.command().isEmpty() || self.arguments().isEmpty()) {
      throw new IOException(
          "daemonize yes: this system does not tell how this program was started");
    }
    List<String> command = new ArrayList<>(List.of("setsid", self.command().get()));
    command.addAll(List.of(self.arguments().get()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(NOWHERE)
            .redirectOutput(NOWHERE)
            .redirectError(NOWHERE);
    builder.environment().put(MARK, "1");
    try {
      builder.start();
    } catch (IOException e) {
      throw new IOException("daemonize yes: can't start in the background: " + e.getMessage(), e);
    }
  }
}
