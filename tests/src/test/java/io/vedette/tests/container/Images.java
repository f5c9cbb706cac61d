package io.vedette.tests.container;

import java.util.List;
import org.testcontainers.utility.DockerImageName;

/** The images that the containers are made of: public ones, unless the environment names others. */
final class Images {
  /** Has redis-server, redis-sentinel, redis-cli and a shell's usual tools. */
  static final String REDIS = fromEnvironment("VEDETTE_TEST_REDIS_IMAGE", "redis:7.2-alpine");

  /** Has {@code java} on its PATH, version 17 or newer. */
  static final String JRE = fromEnvironment("VEDETTE_TEST_JRE_IMAGE", "eclipse-temurin:17-jre");

  private Images() {}

  static List<String> all() {
    return List.of(REDIS, JRE);
  }

  static DockerImageName redis() {
    return DockerImageName.parse(REDIS);
  }

  static DockerImageName jre() {
    return DockerImageName.parse(JRE);
  }

  private static String fromEnvironment(String variable, String otherwise) {
    String name = System.getenv(variable);
    return name == null || name.isBlank() ? otherwise : name;
  }
}
