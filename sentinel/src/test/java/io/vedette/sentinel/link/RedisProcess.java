package io.vedette.sentinel.link;

import io.vedette.quorum.model.Address;
import io.vedette.sentinel.FreePorts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A real redis-server or redis-sentinel on a free port, in a folder of its own, gone at the end.
 */
final class RedisProcess implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";

  private final Path folder;
  private final int port;
  private final Process process;

  private RedisProcess(Path folder, int port, Process process) {
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  /** A data server with these lines in its redis.conf. */
  static RedisProcess server(String... conf) {
    return start("redis-server", conf);
  }

  /** A coordinator with these lines in its sentinel.conf. */
  static RedisProcess sentinel(String... conf) {
    return start("redis-sentinel", conf);
  }

  private static RedisProcess start(String program, String... conf) {
    try {
      int port = FreePorts.next();
      Path folder = Files.createTempDirectory("vedette-link-test");
      List<String> lines = new ArrayList<>();
      lines.add("port " + port);
      lines.add("dir " + folder);
      if (Stream.of(conf).noneMatch(line -> line.startsWith("bind "))) {
        lines.add("bind " + LOOPBACK);
      }
      lines.addAll(List.of(conf));
      Path file = Files.write(folder.resolve("server.conf"), lines);
      Process process =
          new ProcessBuilder(program, file.toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile())
              .start();
      RedisProcess started = new RedisProcess(folder, port, process);
      Awaitility.await(program + " answers")
          .atMost(Duration.ofSeconds(10))
          .pollInterval(Duration.ofMillis(10))
          .until(started::answers);
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean answers() {
    if (!process.isAlive()) {
      throw new IllegalStateException("the server ended at once: " + log());
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      return socket.getInputStream().read() > 0;
    } catch (IOException notYet) {
      return false;
    }
  }

  Address address() {
    return new Address(LOOPBACK, port);
  }

  int port() {
    return port;
  }

  String log() {
    return read("log");
  }

  /** What its configuration file holds now. */
  String configuration() {
    return read("server.conf");
  }

  private String read(String name) {
    try {
      return Files.readString(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs an inline command and returns the answer's lines that came within a short while. */
  String cli(String... arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("redis-cli", "-h", LOOPBACK, "-p", Integer.toString(port)));
    command.addAll(List.of(arguments));
    try {
      Process cli = new ProcessBuilder(command).redirectErrorStream(true).start();
      try (BufferedReader out =
          new BufferedReader(new InputStreamReader(cli.getInputStream(), StandardCharsets.UTF_8))) {
        return String.join("\n", out.lines().toList());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a signal to this process only. */
  void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
