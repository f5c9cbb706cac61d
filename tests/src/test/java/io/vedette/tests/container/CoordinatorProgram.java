package io.vedette.tests.container;

import java.nio.file.Files;
import java.nio.file.Path;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.MountableFile;

/** What runs as the coordinator, chosen by the environment variable VEDETTE_TEST_COORDINATOR. */
enum CoordinatorProgram {
  /** The packaged Vedette of this checkout, in the image with a Java runtime. */
  VEDETTE {
    @Override
    GenericContainer<?> container(String configuration) {
      return new GenericContainer<>(Images.jre())
          .withCopyFileToContainer(built("vedette.jar"), "/opt/vedette/vedette.jar")
          .withCopyFileToContainer(built("lib"), "/opt/vedette/lib")
          .withCommand(
              "java",
              "-XX:+UseSerialGC",
              "-Xmx256m",
              "-jar",
              "/opt/vedette/vedette.jar",
              configuration);
    }
  },

  /** Redis' own coordinator, from the image of the data nodes. */
  REDIS_SENTINEL {
    @Override
    GenericContainer<?> container(String configuration) {
      return new GenericContainer<>(Images.redis()).withCommand("redis-sentinel", configuration);
    }
  };

  /**
   * A container, not yet started, that runs this program.
   *
   * @param configuration path of the configuration file inside the container
   */
  abstract GenericContainer<?> container(String configuration);

  static CoordinatorProgram chosen() {
    String name = System.getenv("VEDETTE_TEST_COORDINATOR");
    if (name == null || name.isBlank() || name.equals("vedette")) {
      return VEDETTE;
    }
    if (name.equals("redis-sentinel")) {
      return REDIS_SENTINEL;
    }
    throw new IllegalArgumentException(
        "VEDETTE_TEST_COORDINATOR: expected vedette or redis-sentinel, got " + name);
  }

  private static MountableFile built(String name) {
    Path file = Path.of(System.getProperty("vedette.home"), "sentinel", "target", name);
    if (!Files.exists(file)) {
      throw new IllegalStateException("not built yet: " + file.normalize());
    }
    return MountableFile.forHostPath(file.toAbsolutePath().normalize());
  }
}
