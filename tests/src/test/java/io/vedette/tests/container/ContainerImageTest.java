package io.vedette.tests.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.tests.harness.Executables;
import io.vedette.tests.harness.FreePorts;
import io.vedette.tests.harness.OsProcess;
import io.vedette.tests.harness.OsProcess.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The image, built from the archive by its Dockerfile, and what compose.yaml makes of it: its users
 * do the same.
 */
@ExtendWith(NeedsDockerEngine.class)
@Timeout(400)
class ContainerImageTest {
  private static final String IMAGE = "vedette-test/vedette:local";
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration SETTLED_WITHIN = Duration.ofMinutes(2);

  private final String project = "vedettetest" + ProcessHandle.current().pid();
  @TempDir Path temp;
  private Path home;

  @BeforeEach
  void build() throws IOException {
    Path built = Executables.vedetteHome().resolve("sentinel/distribution/target");
    try (Stream<Path> files = Files.list(built)) {
      Path archive =
          files.filter(file -> file.toString().endsWith(".tar.gz")).findFirst().orElseThrow();
      must("tar", "-xzf", archive.toString(), "-C", temp.toString());
      home = temp.resolve(archive.getFileName().toString().replace(".tar.gz", ""));
    }
    String base = "BASE=" + Images.JRE;
    String file = home.resolve("config/container/Dockerfile").toString();
    must("docker", "build", "-q", "--build-arg", base, "-f", file, "-t", IMAGE, home.toString());
  }

  @AfterEach
  void remove() {
    compose("down", "--volumes", "--timeout", "5");
    run("docker", "image", "rm", "--force", IMAGE);
  }

  private Outcome run(String... command) {
    return OsProcess.run(List.of(command), temp, PATIENCE);
  }

  private String must(String... command) {
    Outcome outcome = run(command);
    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    return outcome.output().strip();
  }

  private Outcome compose(String... words) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "env",
                "VEDETTE_IMAGE=" + IMAGE,
                "REDIS_IMAGE=" + Images.REDIS,
                "VEDETTE_PORT_0=" + FreePorts.next(),
                "VEDETTE_PORT_1=" + FreePorts.next(),
                "VEDETTE_PORT_2=" + FreePorts.next(),
                "docker-compose",
                "-p",
                project,
                "-f",
                home.resolve("config/container/compose.yaml").toString()));
    command.addAll(List.of(words));
    return run(command.toArray(String[]::new));
  }

  private String container(String service) {
    return project + "_" + service + "_1";
  }

  private Outcome vedette(String service, String... words) {
    List<String> command =
        new ArrayList<>(List.of("docker", "exec", container(service), "/opt/vedette/bin/vedette"));
    command.addAll(List.of(words));
    return run(command.toArray(String[]::new));
  }

  @Test
  void threeCoordinatorsOnReadOnlyRootsFailOver() {
    Outcome up = compose("up", "-d");
    assertThat(up.exitCode()).as(up.output()).isZero();
    await("all is well")
        .atMost(SETTLED_WITHIN)
        .pollInterval(Duration.ofSeconds(2))
        .untilAsserted(
            () -> {
              Outcome status = vedette("vedette-0", "status", "mymaster");
              assertThat(status.exitCode()).as(status.output()).isZero();
              assertThat(status.output()).contains("master redis-0:6379", "vedette-2:26379");
            });
    assertThat(must("docker", "exec", container("vedette-1"), "id", "-u")).isEqualTo("10001");
    assertThat(run("docker", "exec", container("vedette-1"), "touch", "/opt/x").exitCode())
        .isNotZero();
    assertThat(must("docker", "exec", container("vedette-1"), "cat", "/proc/1/maps"))
        .as("the classes as the image's own Java has laid them out")
        .contains("/opt/vedette/class-data/java-");
    String state = "/var/lib/vedette/sentinel.state.conf";
    assertThat(must("docker", "exec", container("vedette-1"), "cat", state))
        .contains("sentinel myid ");
    String health = "{{.State.Health.Status}}";
    await("Docker takes them for healthy")
        .atMost(SETTLED_WITHIN)
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () ->
                must("docker", "inspect", "-f", health, container("vedette-2")).equals("healthy"));

    must("docker", "kill", container("redis-0"));
    await("another master")
        .atMost(SETTLED_WITHIN)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () ->
                assertThat(vedette("vedette-2", "master", "mymaster").output())
                    .matches("redis-[12]:6379\n"));
    must("docker", "stop", "-t", "20", container("vedette-1"));
    assertThat(must("docker", "inspect", "-f", "{{.State.ExitCode}}", container("vedette-1")))
        .isEqualTo("0");
  }
}
