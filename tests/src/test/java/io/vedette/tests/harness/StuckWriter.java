package io.vedette.tests.harness;

import io.vedette.quorum.model.Address;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A client that writes to one server, whatever anybody says, 2,000 times a second unless it is told
 * to write as fast as it can, until that refuses because it is a replica. Keys are numbered: {@code
 * stuck:0}, {@code stuck:1} …
 *
 * <p>Runs as a thread, or as a process of its own on another host: times are of {@link
 * System#nanoTime}, which is the same clock for all processes of a machine.
 */
public final class StuckWriter implements Runnable {
  private static final long INTERVAL_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

  /** How many keys are asked for at a time. */
  private static final int BATCH = 1_000;

  private static final long TRY_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** What was acknowledged, key by key, and when it came to know that it is at a replica. */
  public record Log(List<Written> written, long refusedNanos) {
    /** From a file that {@link #main} has written. */
    public static Log read(Path file) throws IOException {
      List<Written> written = new ArrayList<>();
      long refused = 0;
      for (String line : Files.readAllLines(file)) {
        String[] words = line.split(" ", -1);
        if (words[0].equals("refused")) {
          refused = Long.parseLong(words[1]);
        } else {
          written.add(new Written(words[0], Long.parseLong(words[1])));
        }
      }
      return new Log(written, refused);
    }
  }

  /** One acknowledged write. */
  public record Written(String key, long nanos) {}

  private final Address server;
  private final long intervalNanos;
  private final List<Written> written = new ArrayList<>();
  private long attempts;
  private long nextNanos = System.nanoTime();
  private long refusedNanos;

  /** A writer that has not begun. */
  public StuckWriter(Address server) {
    this(server, INTERVAL_NANOS);
  }

  private StuckWriter(Address server, long intervalNanos) {
    this.server = server;
    this.intervalNanos = intervalNanos;
  }

  /** One that has not begun, and will not rest between two writes. */
  public static StuckWriter asFastAsItCan(Address server) {
    return new StuckWriter(server, 0);
  }

  /**
   * Starts one as a process of its own on another host; when it has ended, the file holds its
   * {@link Log}.
   */
  public static OsProcess startOn(OtherHost host, Address server, Path file) {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            StuckWriter.class.getName(),
            server.host(),
            Integer.toString(server.port()),
            file.toString());
    return OsProcess.start(host.run(command), file.getParent(), file.resolveSibling("writer.log"));
  }

  /**
   * Those of some writes that a server does not have.
   *
   * @throws IOException when it does not answer within five seconds
   */
  public static List<Written> missing(List<Written> written, Address server) throws IOException {
    List<Written> missing = new ArrayList<>();
    try (RespClient client = RespClient.connect(server, Duration.ofSeconds(5))) {
      for (int begin = 0; begin < written.size(); begin += BATCH) {
        List<Written> batch = written.subList(begin, Math.min(begin + BATCH, written.size()));
        for (Written one : batch) {
          client.send("EXISTS", one.key());
        }
        for (Written one : batch) {
          if (client.read().equals(0L)) {
            missing.add(one);
          }
        }
      }
    }
    return missing;
  }

  /** {@code host port file}: writes until refused, and then what happened into the file. */
  public static void main(String[] args) throws IOException {
    StuckWriter writer = new StuckWriter(new Address(args[0], Integer.parseInt(args[1])));
    writer.run();
    try (PrintStream out = new PrintStream(args[2], StandardCharsets.US_ASCII)) {
      writer.written.forEach(one -> out.println(one.key() + " " + one.nanos()));
      out.println("refused " + writer.refusedNanos);
    }
  }

  /** What happened; when the thread has ended. */
  public Log log() {
    return new Log(List.copyOf(written), refusedNanos);
  }

  @Override
  public void run() {
    while (refusedNanos == 0 && !Thread.currentThread().isInterrupted()) {
      // No bound on answers: one that is held back is no reason to go.
      try (RespClient client = RespClient.connect(server, Duration.ZERO)) {
        write(client);
      } catch (IOException e) {
        // Not there yet, or the connection was killed: it comes again, as bad clients do.
        LockSupport.parkNanos(TRY_AGAIN_NANOS);
      }
    }
  }

  private void write(RespClient client) throws IOException {
    while (!Thread.currentThread().isInterrupted()) {
      String key = "stuck:" + attempts++;
      try {
        client.call("SET", key, "1");
        written.add(new Written(key, System.nanoTime()));
      } catch (ErrorReply e) {
        if (e.getMessage().startsWith("READONLY")) {
          refusedNanos = System.nanoTime();
          return;
        }
      }
      nextNanos = Math.max(nextNanos + intervalNanos, System.nanoTime());
      LockSupport.parkNanos(nextNanos - System.nanoTime());
    }
  }
}
