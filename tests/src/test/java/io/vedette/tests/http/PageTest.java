package io.vedette.tests.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.tests.harness.Cluster;
import io.vedette.tests.harness.CoordinatorKind;
import io.vedette.tests.harness.DataNode;
import io.vedette.tests.harness.Executables;
import io.vedette.tests.harness.OsProcess;
import io.vedette.tests.harness.RequiresRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The page in Chromium: it loads, lives through a real failover without being loaded again, can be
 * used by keyboard, and orders a failover. Its pictures stay in {@code target/page}.
 */
@RequiresRedis
@Timeout(300)
class PageTest {
  private static final Duration SOON = Duration.ofSeconds(100);
  private static final String TOKEN = "the token of the page";

  @Test
  void thePageLivesThroughAFailover() throws IOException {
    Cluster cluster =
        Cluster.with(3, CoordinatorKind.VEDETTE)
            .downAfter(Duration.ofSeconds(5))
            .failoverTimeout(Duration.ofSeconds(30))
            .http()
            .options("http-action-token = " + TOKEN)
            .start();
    DataNode first = cluster.node(0);
    Path folder = emptyFolder();
    Path log = folder.resolve("page.log");
    OsProcess browser = OsProcess.start(command(cluster, folder), folder, log);
    try {
      awaitLine(cluster, log, browser, "loaded " + first.address());
      // A failover takes some milliseconds: that a picture can be taken of it, nobody may be
      // promoted.
      priorities(cluster, "0");
      first.kill();
      Files.createFile(folder.resolve("master-killed"));
      awaitLine(cluster, log, browser, "seen down");
      priorities(cluster, "100");
      DataNode second = cluster.awaitFailoverFrom(first, SOON);
      awaitLine(cluster, log, browser, "switched " + second.address());
      awaitLine(cluster, log, browser, "history " + first.address() + " → " + second.address());
      first.restart();
      cluster.awaitStable(SOON);
      Files.createFile(folder.resolve("stable"));
      awaitLine(cluster, log, browser, "refused the http-action-token is needed");
      awaitLine(cluster, log, browser, "ordered ");
      DataNode third = cluster.awaitFailoverFrom(second, SOON);
      assertThat(Files.readString(log)).contains("ordered " + third.address());
      cluster.awaitStable(SOON);
      Files.createFile(folder.resolve("stable-again"));
      awaitLine(cluster, log, browser, "done");
      assertThat(Files.readAllLines(log)).noneMatch(line -> line.startsWith("problem "));
    } finally {
      browser.destroy();
    }
    for (String name :
        List.of(
            "healthy-phone-dark",
            "healthy-desktop-light",
            "failover",
            "switched",
            "history",
            "after-phone-light",
            "after-desktop-dark")) {
      assertThat(folder.resolve(name + ".png")).isNotEmptyFile();
    }
  }

  /** Of all replicas, until all coordinators have heard of it. */
  private static void priorities(Cluster cluster, String priority) {
    for (DataNode node : cluster.nodes()) {
      if (node.isRunning()) {
        node.call("CONFIG", "SET", "replica-priority", priority);
      }
    }
    cluster.until(
        "all coordinators know the priority " + priority,
        SOON,
        () ->
            cluster.coordinators().stream()
                .flatMap(c -> c.replicas("mymaster").stream())
                .filter(replica -> !replica.get("flags").contains("down"))
                .allMatch(replica -> replica.get("slave-priority").equals(priority)));
  }

  /** Pictures of an earlier run say nothing of this one. */
  private static Path emptyFolder() throws IOException {
    Path folder = Path.of("target", "page").toAbsolutePath();
    Files.createDirectories(folder);
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    return folder;
  }

  private static List<String> command(Cluster cluster, Path folder) {
    List<String> command = new ArrayList<>(Executables.node());
    command.addAll(
        List.of(
            Executables.vedetteHome().resolve("tests/clients/page.mjs").toString(),
            new Site(cluster.coordinator(0)).base() + "/",
            folder.toString(),
            TOKEN));
    command.addAll(Executables.chromium());
    return command;
  }

  private static void awaitLine(Cluster cluster, Path log, OsProcess browser, String start) {
    cluster.until(
        "the page says: " + start,
        SOON,
        () -> {
          String said = read(log);
          boolean isSaid = said.lines().anyMatch(line -> line.startsWith(start));
          if (!isSaid && !browser.isAlive()) {
            throw new IllegalStateException("the browser has ended: " + said);
          }
          return isSaid;
        });
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
