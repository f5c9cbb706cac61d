package io.vedette.tests.bench;

import io.vedette.tests.harness.CoordinatorKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A coordinator as it is measured.
 *
 * @param label what tables call it
 * @param environment {@code NAME=value} each
 * @param words the program, with {@link #CONFIGURATION} where its file is to stand
 */
record Program(String label, List<String> environment, List<String> words) {
  /** In place of a configuration's name. */
  static final String CONFIGURATION = "CONFIGURATION";

  Program {
    environment = List.copyOf(environment);
    words = List.copyOf(words);
  }

  /**
   * One of this checkout.
   *
   * @param javaOptions further ones for Vedette's Java
   */
  static Program of(CoordinatorKind kind, Optional<String> javaOptions) {
    return new Program(
        kind.label(),
        javaOptions.map(options -> List.of("VEDETTE_JAVA_OPTS=" + options)).orElse(List.of()),
        kind.command(Path.of(CONFIGURATION)));
  }

  /** What starts it. */
  List<String> command(Path configuration) {
    List<String> command = new ArrayList<>();
    if (!environment.isEmpty()) {
      command.add("env");
      command.addAll(environment);
    }
    words.forEach(
        word -> command.add(word.equals(CONFIGURATION) ? configuration.toString() : word));
    return command;
  }
}
