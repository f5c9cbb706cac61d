package io.vedette.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.model.Address;
import io.vedette.tests.harness.Cluster;
import io.vedette.tests.harness.CoordinatorKind;
import io.vedette.tests.harness.CoordinatorNode;
import io.vedette.tests.harness.Crowd;
import io.vedette.tests.harness.PingWatch;
import io.vedette.tests.harness.RequiresRedis;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Clients by the thousands, and clients that mean harm, are no matter to a coordinator. */
@RequiresRedis
class LimitsHoldTest {
  private static final int IDLE = 10_000;
  private static final int SUBSCRIBERS = 2_000;

  /** For what takes a second or two: on a machine where much else goes on. */
  private static final Duration SOON = Duration.ofSeconds(60);

  /** PINGs are a second apart. */
  private static final Duration MOST_BETWEEN_PINGS = Duration.ofSeconds(3);

  private static final long MEGABYTE = 1024 * 1024;
  private static final String PING = "PING\r\n";
  private static final String PONG = "+PONG\r\n";

  @Test
  void thousandsOfIdleClientsAndSubscribersAreServed() throws IOException {
    assertThat(openFilesLimit())
        .as("the limit on open files (ulimit -n) of whoever runs this test")
        .isGreaterThan(IDLE + SUBSCRIBERS + 500);
    Cluster cluster = start("maxclients " + (IDLE + SUBSCRIBERS + 100));
    CoordinatorNode coordinator = cluster.coordinator(0);
    Address address = coordinator.address();
    long before = residentBytes(coordinator);

    try (PingWatch pings = new PingWatch(cluster.node(0));
        Crowd idle = Crowd.connect(address, IDLE, PING, PONG, SOON);
        Crowd subscribers =
            Crowd.connect(address, SUBSCRIBERS, "SUBSCRIBE +set\r\n", "subscribe", SOON)) {
      subscribers.expect("failover-timeout 7654");
      coordinator.call("SENTINEL", "SET", cluster.group(), "failover-timeout", "7654");
      subscribers.await(SOON);
      idle.expect(PONG);
      idle.send(PING);
      idle.await(SOON);

      long grown = residentBytes(coordinator) - before;
      System.out.printf(
          "%d idle clients and %d subscribers: %d MB, longest time between PINGs %d ms%n",
          IDLE, SUBSCRIBERS, grown / MEGABYTE, pings.longestGap(0).toMillis());
      assertThat(grown / (IDLE + SUBSCRIBERS)).as("bytes a client").isLessThan(16 * 1024);
      assertThat(pings.longestGap(0)).isLessThan(MOST_BETWEEN_PINGS);
    }
    assertThat(cluster.events("+sdown")).isEmpty();
  }

  @Test
  void garbageCostsNeitherMemoryNorPings() throws IOException {
    Cluster cluster = start("timeout 0");
    CoordinatorNode coordinator = cluster.coordinator(0);
    try (PingWatch pings = new PingWatch(cluster.node(0));
        Flood flood = new Flood(coordinator.address())) {
      // What a JVM takes when it first has something to do, and keeps.
      flood.pour(Duration.ofSeconds(3));
      long before = residentBytes(coordinator);
      int first = pings.count();
      long poured = flood.connections();
      flood.pour(Duration.ofSeconds(6));

      long grown = residentBytes(coordinator) - before;
      System.out.printf(
          "%d connections of garbage: %d MB, longest time between PINGs %d ms%n",
          flood.connections() - poured, grown / MEGABYTE, pings.longestGap(first).toMillis());
      assertThat(flood.connections() - poured).isGreaterThan(100);
      assertThat(grown).isLessThan(48 * MEGABYTE);
      assertThat(pings.count() - first).isGreaterThan(1);
      assertThat(pings.longestGap(first)).isLessThan(MOST_BETWEEN_PINGS);
    }
    assertThat(cluster.events("+sdown")).isEmpty();
    assertThat(coordinator.answersPing()).isTrue();
  }

  /** Far more than any machine's limit on open files. */
  @Test
  void moreClientsThanFilesAreNotPromised() {
    Cluster cluster = start("maxclients 2000000");
    CoordinatorNode coordinator = cluster.coordinator(0);
    assertThat(coordinator.logText())
        .contains("You requested maxclients of 2000000 requiring at least")
        .contains("maxclients has been reduced to");
    String info = (String) coordinator.call("INFO", "clients");
    long promised =
        info.lines()
            .filter(line -> line.startsWith("maxclients:"))
            .mapToLong(line -> Long.parseLong(line.substring("maxclients:".length())))
            .findFirst()
            .orElseThrow();
    assertThat(promised).isPositive().isLessThan(2_000_000);
  }

  private static Cluster start(String line) {
    return Cluster.with(1, CoordinatorKind.underTest())
        .replicas(0)
        .downAfter(Duration.ofSeconds(10))
        .coordinatorConfig(line)
        .start();
  }

  private static long residentBytes(CoordinatorNode coordinator) throws IOException {
    Path status = Path.of("/proc", Long.toString(coordinator.process().pid()), "status");
    return field(status, "VmRSS:") * 1024;
  }

  private static long openFilesLimit() throws IOException {
    return field(Path.of("/proc/self/limits"), "Max open files");
  }

  /** The first number behind this word. */
  private static long field(Path file, String word) throws IOException {
    String line =
        Files.readAllLines(file).stream().filter(l -> l.startsWith(word)).findFirst().orElseThrow();
    return Arrays.stream(line.substring(word.length()).trim().split("\\s+"))
        .mapToLong(number -> number.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(number))
        .findFirst()
        .orElseThrow();
  }

  /** Connections without end that send what is no request, or none that is whole, and stay. */
  private static final class Flood implements AutoCloseable {
    private static final int OPEN_AT_ONCE = 300;

    private final Address target;
    private final Random random = new Random(3);
    private final Deque<Socket> open = new ArrayDeque<>();
    private long connections;

    Flood(Address target) {
      this.target = target;
    }

    long connections() {
      return connections;
    }

    void pour(Duration time) throws IOException {
      long end = System.nanoTime() + time.toNanos();
      while (System.nanoTime() < end) {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(target.host(), target.port()), 10_000);
        connections++;
        open.add(socket);
        try {
          socket.getOutputStream().write(garbage());
        } catch (IOException cutOff) {
          // As it should be.
        }
        if (open.size() > OPEN_AT_ONCE) {
          open.remove().close();
        }
      }
    }

    private byte[] garbage() {
      return switch (random.nextInt(6)) {
        case 0 -> noise(20_000);
        case 1 -> text("*65536\r\n$1048576\r\n");
        case 2 -> text("*1000\r\n" + "$1\r\na\r\n".repeat(500));
        case 3 -> text("*1\r\n$1000000\r\n" + "x".repeat(60_000));
        case 4 -> text("y".repeat(60_000));
        default -> text("SENTINEL MASTERS\r\n".repeat(50));
      };
    }

    private byte[] noise(int length) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      return bytes;
    }

    private static byte[] text(String text) {
      return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
      for (Socket socket : open) {
        socket.close();
      }
    }
  }
}
