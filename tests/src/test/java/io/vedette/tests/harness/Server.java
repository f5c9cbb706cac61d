package io.vedette.tests.harness;

import static org.awaitility.Awaitility.await;

import io.vedette.quorum.model.Address;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A process with a configuration file of its own that answers RESP on a port of its own, again and
 * again: after a crash it is started from the same file on the same port.
 */
public abstract class Server implements AutoCloseable {
  private static final Duration REPLY_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

  private final String name;
  private final Address address;
  private final Path folder;
  private final Access access;
  private OsProcess process;
  private RespClient client;

  Server(String name, Address address, Path folder, Access access) {
    this.name = name;
    this.address = address;
    this.access = access;
    this.folder = folder;
  }

  /** The command that starts this server from {@link #config()}. */
  abstract List<String> command();

  /** Called each time the server has begun to answer. */
  void started() {}

  public final String name() {
    return name;
  }

  public final Address address() {
    return address;
  }

  public final Path folder() {
    return folder;
  }

  public final Path config() {
    return folder.resolve(name + ".conf");
  }

  public final Path log() {
    return folder.resolve(name + ".log");
  }

  public final OsProcess process() {
    return process;
  }

  public final boolean isRunning() {
    return process != null && process.isAlive();
  }

  /** Starts the process without waiting for it. */
  public final void launch() {
    if (isRunning()) {
      throw new IllegalStateException(name + " runs already");
    }
    process = OsProcess.start(command(), folder, log());
  }

  /** Waits until the launched process answers PING. */
  public final void awaitStarted() {
    await(name + " answers PING")
        .atMost(START_TIMEOUT)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              if (!isRunning()) {
                throw new IllegalStateException(
                    name + " ended with " + process.awaitExit(REPLY_TIMEOUT) + ":\n" + logText());
              }
              return answersPing();
            });
    started();
  }

  public final void start() {
    launch();
    awaitStarted();
  }

  /** SIGKILL, and waits until it is gone. */
  public final void kill() {
    process.kill();
    process.awaitExit(Duration.ofSeconds(10));
    disconnect();
  }

  /** SIGSTOP: the process hangs, its connections stay open. */
  public final void suspend() {
    process.signal("STOP");
  }

  /** SIGCONT. */
  public final void resume() {
    process.signal("CONT");
  }

  /** SIGTERM, and the exit code. */
  public final int stop() {
    process.signal("TERM");
    disconnect();
    return process.awaitExit(Duration.ofSeconds(10));
  }

  /** Waits until the process is gone, and starts it again from its file. */
  public final void restart() {
    process.awaitExit(Duration.ofSeconds(10));
    disconnect();
    start();
  }

  public final boolean answersPing() {
    return tryCall("PING").filter("PONG"::equals).isPresent();
  }

  /**
   * One command over a connection that is kept open. Where the server has closed that meanwhile (a
   * failover kills clients' connections), it is sent again over a new one.
   *
   * @throws UncheckedIOException when there is no answer within a second
   */
  public final Object call(String... words) {
    boolean reused = client != null;
    try {
      return callOnce(words);
    } catch (SocketTimeoutException e) {
      throw unanswered(words, e);
    } catch (IOException e) {
      if (!reused) {
        throw unanswered(words, e);
      }
    }
    try {
      return callOnce(words);
    } catch (IOException e) {
      throw unanswered(words, e);
    }
  }

  private Object callOnce(String... words) throws IOException {
    try {
      if (client == null) {
        client = connect();
      }
      return client.call(words);
    } catch (IOException e) {
      disconnect();
      throw e;
    }
  }

  private UncheckedIOException unanswered(String[] words, IOException cause) {
    String command = String.join(" ", words);
    return new UncheckedIOException(name + " at " + address + " does not answer " + command, cause);
  }

  /** As {@link #call}; empty when the server is not there, answers an error or null. */
  public final Optional<Object> tryCall(String... words) {
    try {
      return Optional.ofNullable(call(words));
    } catch (UncheckedIOException | ErrorReply e) {
      return Optional.empty();
    }
  }

  /** A connection of the caller's own, logged in as all calls here are. */
  public final RespClient connect() throws IOException {
    return RespClient.connect(address, REPLY_TIMEOUT, access);
  }

  private void disconnect() {
    if (client == null) {
      return;
    }
    try {
      client.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      client = null;
    }
  }

  /** All that the process has printed since the cluster was made. */
  public final String logText() {
    return read(log());
  }

  /** The configuration as it is on disk now. */
  public final String configText() {
    return read(config());
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  final void writeConfig(List<String> lines) {
    try {
      Files.write(config(), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    disconnect();
    if (process != null) {
      process.destroy();
    }
  }

  @Override
  public final String toString() {
    return name + "(" + address + ")";
  }
}
