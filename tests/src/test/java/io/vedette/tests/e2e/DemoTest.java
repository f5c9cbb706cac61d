package io.vedette.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code vedette demo} as a new user starts it, from the checkout. */
@Timeout(180)
class DemoTest {
  private static final Path LAUNCHER =
      Path.of(System.getProperty("vedette.home"), "sentinel/bin/vedette").normalize();
  private static final Duration PATIENCE = Duration.ofSeconds(150);

  @TempDir Path temp;
  private final Set<ProcessHandle> seen = ConcurrentHashMap.newKeySet();

  @Test
  void aClusterHealsItselfAndIsRescuedAndNothingIsLeft() throws Exception {
    String out = finished(demo(Map.of(), "--cluster"), 0);
    assertThat(out)
        .contains("the cluster has healed itself", "+cluster-rescue", "all slots are served again")
        .containsPattern("ok  writes +\\d+ acknowledged, \\d+ lost")
        .contains("Everything happened as it should");
    assertThat(out.lines()).allMatch(line -> line.length() <= 80);
    assertNothingIsLeft();
  }

  @Test
  void itWorksOnAMachineWithoutRedis() throws Exception {
    String out = finished(demo(Map.of("PATH", pathWithoutServers())), 0);
    assertThat(out).contains("comes with Vedette", "Everything happened as it should");
    assertThat(out.lines()).allMatch(line -> line.length() <= 80);
    assertAFailover(out);
    assertNothingIsLeft();
  }

  @Test
  void keptItRunsUntilItIsStoppedAndThenNothingIsLeft() throws Exception {
    Process process = demo(Map.of(), "--keep");
    await()
        .atMost(PATIENCE)
        .until(() -> output().contains("goes on running") || !remember(process).isAlive());
    assertAFailover(output());
    assertThat(output()).contains("redis-cli -p ").doesNotContain("comes with Vedette");
    assertThat(process.isAlive()).isTrue();
    new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor();
    finished(process, 130);
    assertNothingIsLeft();
  }

  @Test
  void stoppedHalfwayItLeavesNothing() throws Exception {
    Process process = demo(Map.of());
    await()
        .atMost(PATIENCE)
        .until(() -> output().contains("kill -9") || !remember(process).isAlive());
    process.destroy();
    finished(process, 143);
    assertNothingIsLeft();
  }

  private static void assertAFailover(String out) {
    for (String event : List.of("+sdown", "+odown", "+vote-for-leader", "+elected-leader")) {
      assertThat(out).contains(event);
    }
    assertThat(out).contains("+selected-slave", "+promoted-slave");
    Matcher switched = Pattern.compile("(?m)^ +\\d+  ([ABC]) +\\+switch-master").matcher(out);
    assertThat(switched.results().map(found -> found.group(1)).distinct().count()).isEqualTo(3);
    Matcher writes =
        Pattern.compile("ok  writes +(\\d+) acknowledged, (\\d+) on the new master, (\\d+) lost")
            .matcher(out);
    assertThat(writes.find()).isTrue();
    int acknowledged = Integer.parseInt(writes.group(1));
    int held = Integer.parseInt(writes.group(2));
    assertThat(acknowledged).isGreaterThan(1000);
    assertThat(held + Integer.parseInt(writes.group(3))).isEqualTo(acknowledged);
    assertThat(out).contains("client  writes again", "ok  old master  a replica again");
  }

  private void assertNothingIsLeft() throws IOException {
    assertThat(seen).as("processes of the demo that were seen").hasSizeGreaterThanOrEqualTo(6);
    assertThat(seen).noneMatch(ProcessHandle::isAlive);
    try (var files = Files.list(scratch())) {
      assertThat(files).isEmpty();
    }
  }

  private Process demo(Map<String, String> env, String... options) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(LAUNCHER.toString(), "demo");
    builder.command().addAll(List.of(options));
    builder.environment().putAll(env);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("VEDETTE_JAVA_OPTS", "-Djava.io.tmpdir=" + scratch());
    return builder.redirectErrorStream(true).redirectOutput(out().toFile()).start();
  }

  /** Waits for its end, and for this exit code; returns what it said. */
  private String finished(Process process, int exitCode) throws IOException {
    try {
      await().atMost(PATIENCE).until(() -> !remember(process).isAlive());
    } finally {
      process.destroy();
    }
    assertThat(process.exitValue()).as(output()).isEqualTo(exitCode);
    return output();
  }

  /** Remembers what runs under it, to see later whether it still does. */
  private Process remember(Process process) {
    process.descendants().forEach(seen::add);
    return process;
  }

  private String output() throws IOException {
    return Files.readString(out());
  }

  private Path out() {
    return temp.resolve("out");
  }

  private Path scratch() throws IOException {
    return Files.createDirectories(temp.resolve("scratch"));
  }

  /** Commands that the launcher needs, and no server. */
  private String pathWithoutServers() throws IOException {
    Path folder = Files.createDirectories(temp.resolve("bin"));
    for (String name : List.of("bash", "find", "flock", "mkdir", "mvn", "readlink", "sh")) {
      for (String place : System.getenv("PATH").split(":", -1)) {
        Path file = Path.of(place, name);
        Path link = folder.resolve(name);
        if (Files.isExecutable(file) && !Files.exists(link)) {
          Files.writeString(link, "#!/bin/sh\nexec " + file + " \"$@\"\n");
          Files.setPosixFilePermissions(link, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
      }
    }
    return folder.toString();
  }
}
