package io.vedette.tests.harness;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import redis.embedded.core.ExecutableProvider;

/**
 * The commands of all programs that tests start, in this one place. Each may be given by a system
 * property or, for scripts and CI, by an environment variable: words divided by blanks.
 */
public final class Executables {
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private Executables() {}

  /**
   * {@code redis.server} or {@code REDIS_SERVER}; else {@code redis-server} or {@code
   * valkey-server} on the PATH; else the old one that is in the embedded-redis library.
   */
  public static List<String> redisServer() {
    return setting("redis.server", "REDIS_SERVER")
        .or(() -> onPath("redis-server"))
        .or(() -> onPath("valkey-server"))
        .orElseGet(() -> Fallback.SERVER);
  }

  /**
   * All programs that serve data: {@link #redisServer}; {@code valkey.server}, {@code
   * VALKEY_SERVER} or {@code valkey-server} on the PATH, if there is one; and the old one that is
   * in the embedded-redis library. The same one may be there twice.
   */
  static List<List<String>> dataServers() {
    List<List<String>> servers = new ArrayList<>();
    servers.add(redisServer());
    setting("valkey.server", "VALKEY_SERVER")
        .or(() -> onPath("valkey-server"))
        .ifPresent(servers::add);
    servers.add(List.of(Bundled.SERVER));
    return servers;
  }

  /**
   * {@code python.command} or {@code VEDETTE_TEST_PYTHON}; else the system's own Python, which is
   * the one that has the distribution's packages.
   */
  public static List<String> python() {
    return setting("python.command", "VEDETTE_TEST_PYTHON")
        .orElseGet(() -> List.of("/usr/bin/python3"));
  }

  /** {@code node.command} or {@code VEDETTE_TEST_NODE}; else {@code node} on the PATH. */
  public static List<String> node() {
    return setting("node.command", "VEDETTE_TEST_NODE").orElseGet(() -> List.of("node"));
  }

  /** {@code chromium.command} or {@code VEDETTE_TEST_CHROMIUM}; else Debian's Chromium. */
  public static List<String> chromium() {
    return setting("chromium.command", "VEDETTE_TEST_CHROMIUM")
        .orElseGet(() -> List.of("/usr/bin/chromium"));
  }

  /**
   * {@code redis.sentinel} or {@code REDIS_SENTINEL}; else {@code redis-sentinel} on the PATH; else
   * what is the same program, {@link #redisServer} with {@code --sentinel}.
   */
  public static List<String> redisSentinel(Path config) {
    return setting("redis.sentinel", "REDIS_SENTINEL")
        .or(() -> onPath("redis-sentinel"))
        .map(command -> append(command, config.toString()))
        .orElseGet(() -> append(redisServer(), config.toString(), "--sentinel"));
  }

  /**
   * {@code vedette.command} or {@code VEDETTE_COMMAND}; else the launcher of the repository at
   * {@code vedette.home}.
   */
  public static List<String> vedette(Path config) {
    List<String> command =
        setting("vedette.command", "VEDETTE_COMMAND")
            .orElseGet(() -> List.of(vedetteHome().resolve("sentinel/bin/vedette").toString()));
    return append(command, config.toString());
  }

  /** The repository's root: {@code vedette.home}, else where this was started. */
  public static Path vedetteHome() {
    return Path.of(System.getProperty("vedette.home", ".")).toAbsolutePath().normalize();
  }

  private static Optional<List<String>> onPath(String program) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
            .filter(folder -> !folder.isBlank())
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)))
        ? Optional.of(List.of(program))
        : Optional.empty();
  }

  private static Optional<List<String>> setting(String property, String variable) {
    return Optional.ofNullable(System.getProperty(property))
        .or(() -> Optional.ofNullable(System.getenv(variable)))
        .filter(value -> !value.isBlank())
        .map(value -> List.of(BLANKS.split(value.trim())));
  }

  private static List<String> append(List<String> command, String... words) {
    List<String> longer = new ArrayList<>(command);
    longer.addAll(List.of(words));
    return List.copyOf(longer);
  }

  /** The server in the embedded-redis library, unpacked when it is first needed. */
  private static final class Bundled {
    static final String SERVER = unpack();

    private static String unpack() {
      try {
        File folder = Files.createTempDirectory("vedette-redis").toFile();
        folder.deleteOnExit();
        File program = ExecutableProvider.newJarResourceProvider(folder).get();
        program.deleteOnExit();
        return program.getPath();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot unpack the server of embedded-redis", e);
      }
    }
  }

  /** The same where nothing else is installed, which is said once. */
  private static final class Fallback {
    static final List<String> SERVER = announced();

    private static List<String> announced() {
      System.err.println("No redis-server on the PATH: using the one of embedded-redis.");
      return List.of(Bundled.SERVER);
    }
  }
}
