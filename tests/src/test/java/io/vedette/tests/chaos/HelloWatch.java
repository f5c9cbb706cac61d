package io.vedette.tests.chaos;

import io.vedette.quorum.model.Address;
import io.vedette.tests.harness.ErrorReply;
import io.vedette.tests.harness.RespClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Hears all hellos at one server, on a thread of its own; comes again when it is cut off. */
final class HelloWatch implements AutoCloseable {
  private static final Duration SILENCE = Duration.ofSeconds(5);
  private static final long TRY_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Address server;
  private final Claims claims;
  private final Thread thread;
  private volatile boolean isClosed;

  /** Begins to listen. */
  HelloWatch(Address server, Claims claims) {
    this.server = server;
    this.claims = claims;
    thread = new Thread(this::listen, "hellos at " + server);
    thread.setDaemon(true);
    thread.start();
  }

  private void listen() {
    while (!isClosed) {
      try (RespClient client = RespClient.connect(server, SILENCE)) {
        client.call("SUBSCRIBE", "__sentinel__:hello");
        while (!isClosed) {
          claims.heard((String) ((List<?>) client.read()).get(2), System.nanoTime());
        }
      } catch (IOException | ErrorReply e) {
        LockSupport.parkNanos(TRY_AGAIN_NANOS);
      }
    }
  }

  /** Hears no more, at the latest when the next hello comes. */
  @Override
  public void close() {
    isClosed = true;
    LockSupport.unpark(thread);
  }
}
