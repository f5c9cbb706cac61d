package io.vedette.tests.compat.client;

import io.vedette.quorum.model.Address;
import io.vedette.tests.harness.Executables;
import io.vedette.tests.harness.OsProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A program in {@code tests/clients}: what it is told are options, what it does are lines on its
 * standard output, {@code ok NUMBER}, {@code failed NUMBER WHY} and {@code master HOST:PORT}.
 */
final class WritingProgram implements WritingClient {
  private static final Path FOLDER = Executables.vedetteHome().resolve("tests/clients");
  private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(30);
  private static final int COMPLAINTS = 5;

  private final String key;
  private final Path log;
  private final OsProcess process;

  private WritingProgram(String key, List<String> command, Entrance entrance, Path folder) {
    this.key = key;
    this.log = folder.resolve(key + ".log");
    List<String> all = new ArrayList<>(command);
    all.addAll(options(entrance));
    all.addAll(List.of("--key", key));
    this.process = OsProcess.start(all, folder, log);
  }

  /** One that needs Debian's {@code python3-redis}. */
  static WritingClient python(String key, String script, Entrance entrance, Path folder) {
    List<String> python = Executables.python();
    require(python, List.of("-c", "import redis.sentinel"), "the Python library redis", folder);
    return start(key, python, script, entrance, folder);
  }

  /** One that needs Node.js and the packages of {@code tests/clients/package-lock.json}. */
  static WritingClient node(
      String key, String script, String library, Entrance entrance, Path folder) {
    List<String> node = Executables.node();
    String load = "require(require.resolve('" + library + "', {paths: ['" + FOLDER + "']}))";
    require(node, List.of("-e", load), "the npm package " + library, folder);
    return start(key, node, script, entrance, folder);
  }

  private static WritingClient start(
      String key, List<String> runtime, String script, Entrance entrance, Path folder) {
    List<String> command = new ArrayList<>(runtime);
    command.add(FOLDER.resolve(script).toString());
    return new WritingProgram(key, command, entrance, folder);
  }

  /** A library that is missing is a failure, not a reason to test less. */
  private static void require(
      List<String> runtime, List<String> arguments, String what, Path folder) {
    List<String> command = new ArrayList<>(runtime);
    command.addAll(arguments);
    String problem;
    try {
      OsProcess.Outcome outcome = OsProcess.run(command, folder, CHECK_TIMEOUT);
      if (outcome.exitCode() == 0) {
        return;
      }
      problem = outcome.output();
    } catch (UncheckedIOException e) {
      problem = e.toString();
    }
    throw new IllegalStateException(
        "%s is not there for %s; .ci/run installs it: %s"
            .formatted(what, String.join(" ", runtime), problem));
  }

  private static List<String> options(Entrance entrance) {
    List<String> options = new ArrayList<>(List.of("--group", entrance.group()));
    entrance.coordinators().forEach(c -> options.addAll(List.of("--coordinator", c.toString())));
    add(options, "--user", entrance.atNodes().user());
    add(options, "--password", entrance.atNodes().password());
    add(options, "--coordinator-user", entrance.atCoordinators().user());
    add(options, "--coordinator-password", entrance.atCoordinators().password());
    entrance
        .tls()
        .ifPresent(
            tls -> {
              add(options, "--ca", Optional.of(tls.authority().toString()));
              add(options, "--cert", Optional.of(tls.certificate().toString()));
              add(options, "--cert-key", Optional.of(tls.key().toString()));
            });
    if (entrance.resp3()) {
      options.add("--resp3");
    }
    return options;
  }

  private static void add(List<String> options, String name, Optional<String> value) {
    value.ifPresent(v -> options.addAll(List.of(name, v)));
  }

  @Override
  public String key() {
    return key;
  }

  @Override
  public long acknowledged() {
    return last("ok ").map(Long::parseLong).orElse(0L);
  }

  @Override
  public Optional<Address> master() {
    return last("master ")
        .map(
            place -> {
              int colon = place.lastIndexOf(':');
              return new Address(
                  place.substring(0, colon), Integer.parseInt(place.substring(colon + 1)));
            });
  }

  private Optional<String> last(String word) {
    return lines().stream()
        .filter(line -> line.startsWith(word))
        .reduce((first, second) -> second)
        .map(line -> line.substring(word.length()));
  }

  @Override
  public String complaints() {
    List<String> said = lines().stream().filter(line -> !line.startsWith("ok ")).toList();
    String state = process.isAlive() ? "" : "it has ended; ";
    return state
        + String.join("\n", said.subList(Math.max(0, said.size() - COMPLAINTS), said.size()));
  }

  /** Whole lines only: the last one may be half written. */
  private List<String> lines() {
    try {
      String text = Files.exists(log) ? Files.readString(log) : "";
      return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
