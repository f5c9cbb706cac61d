package io.vedette.tests.harness;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The two programs that can watch a group. */
public enum CoordinatorKind {
  VEDETTE("vedette"),
  SENTINEL("redis-sentinel");

  private final String label;

  CoordinatorKind(String label) {
    this.label = label;
  }

  /** The program's name. */
  public String label() {
    return label;
  }

  /**
   * The kind that the end-to-end tests start: {@code vedette.tests.coordinators}, VEDETTE unless
   * given. With SENTINEL the same tests show that they ask for nothing that the original doesn't
   * do.
   */
  public static CoordinatorKind underTest() {
    String kind = System.getProperty("vedette.tests.coordinators", VEDETTE.name());
    return valueOf(kind.toUpperCase(Locale.ROOT));
  }

  /** The command that starts one from a configuration file. */
  public List<String> command(Path config) {
    return this == VEDETTE ? Executables.vedette(config) : Executables.redisSentinel(config);
  }
}
