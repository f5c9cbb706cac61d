package io.vedette.tests.scripts;

import io.vedette.tests.harness.Executables;
import io.vedette.tests.harness.OsProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One call of a script as a coordinator calls it; what it needs is set before. */
final class Script {
  /** By then a coordinator would have killed it. */
  static final Duration KILLED_AFTER = Duration.ofSeconds(60);

  private final Path file;
  private final Map<String, String> settings = new LinkedHashMap<>();
  private List<String> by = List.of();
  private String path = System.getenv("PATH");

  private Script(Path file) {
    this.file = file;
    // What is set on this machine is none of a test's business.
    settings.put("VEDETTE_NOTIFY_DIR", "/nowhere");
  }

  static Script of(String name) {
    return new Script(folder().resolve(name));
  }

  static Script at(Path file) {
    return new Script(file);
  }

  static Path folder() {
    return Executables.vedetteHome().resolve("notify-scripts");
  }

  Script set(String variable, String value) {
    settings.put(variable, value);
    return this;
  }

  /** What stands before the command: another shell, another host. */
  Script by(List<String> words) {
    by = List.copyOf(words);
    return this;
  }

  /** Programs that are found before all others. */
  Script with(FakeTools tools) {
    path = tools.folder() + ":" + path;
    return this;
  }

  /** Programs beside which there are no others. */
  Script withOnly(FakeTools tools) {
    path = tools.folder().toString();
    return this;
  }

  OsProcess.Outcome reconfigure(String group, String from, String to) {
    String[] old = from.split(" ", -1);
    String[] now = to.split(" ", -1);
    return run(group, "leader", "start", old[0], old[1], now[0], now[1]);
  }

  /** Whatever language the Java of the tests speaks, the script gets these characters in UTF-8. */
  OsProcess.Outcome run(String... arguments) {
    StringBuilder line = new StringBuilder("exec");
    List<String> words = new ArrayList<>(by);
    words.add(file.toString());
    words.addAll(List.of(arguments));
    words.forEach(word -> line.append(' ').append(quoted(word)));
    try {
      Path output = Files.createTempFile("vedette-script", ".log");
      ProcessBuilder builder =
          new ProcessBuilder("/bin/bash", "-c", line.toString())
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("VEDETTE_"));
      builder.environment().put("PATH", path);
      builder.environment().putAll(settings);
      Process process = builder.start();
      try {
        if (!process.waitFor(KILLED_AFTER.toSeconds(), TimeUnit.SECONDS)) {
          throw new AssertionError(file + " still runs: " + Files.readString(output));
        }
        String said = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
        return new OsProcess.Outcome(process.exitValue(), said);
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String quoted(String word) {
    StringBuilder quoted = new StringBuilder("$'");
    for (byte each : word.getBytes(StandardCharsets.UTF_8)) {
      quoted.append(String.format("\\x%02x", each));
    }
    return quoted.append('\'').toString();
  }
}
