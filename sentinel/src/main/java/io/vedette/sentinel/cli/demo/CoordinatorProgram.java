package io.vedette.sentinel.cli.demo;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The coordinator that the demo shows.
 *
 * @param name for people
 * @param command how it is started; the path of its configuration file is put behind
 */
public record CoordinatorProgram(String name, List<String> command) {
  private static final String MAIN = "io.vedette.sentinel.SentinelMain";

  public CoordinatorProgram {
    command = List.copyOf(command);
  }

  /** This very program: the same Java, the same options, the same classes. */
  public static CoordinatorProgram vedette(String version) {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse(java.toString()));
    javaOptions().forEach(command::add);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(MAIN);
    return new CoordinatorProgram("Vedette " + version, command);
  }

  /** Another one, by its name in {@code path} or its file, that is started with a file alone. */
  public static CoordinatorProgram other(String program, String path) throws DemoFailure {
    if (program.contains("/")) {
      return new CoordinatorProgram(program, List.of(program));
    }
    Path file =
        ServerProgram.inPath(program, path)
            .orElseThrow(() -> new DemoFailure(program + " is not in PATH"));
    return new CoordinatorProgram(program, List.of(file.toString()));
  }

  /** What is meant for this process alone stays out: a debugger's port can't be opened twice. */
  private static Stream<String> javaOptions() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> !option.startsWith("-agentlib:") && !option.startsWith("-javaagent:"))
        .filter(option -> !option.startsWith("-Dvedette.terminal"));
  }
}
