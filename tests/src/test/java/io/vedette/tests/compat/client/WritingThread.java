package io.vedette.tests.compat.client;

import io.vedette.quorum.model.Address;
import java.util.Optional;

/** A Java library that writes from a thread of its own. */
final class WritingThread implements WritingClient {
  private static final long PAUSE_MS = 20;
  private static final long END_MS = 10_000;

  private final String key;
  private final Writer writer;
  private final Thread thread;
  private volatile boolean closed;
  private volatile long acknowledged;
  private volatile Address master;
  private volatile String complaint = "nothing";

  WritingThread(String key, Writer writer) {
    this.key = key;
    this.writer = writer;
    this.thread = new Thread(this::run, key);
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    for (long n = 1; !closed; n++) {
      try {
        writer.set(key, Long.toString(n));
        master = writer.master();
        acknowledged = n;
      } catch (RuntimeException e) {
        // Each library has its own ways to say that the master is gone.
        complaint = "number " + n + ": " + e;
      }
      pause();
    }
  }

  private void pause() {
    try {
      Thread.sleep(PAUSE_MS);
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  @Override
  public String key() {
    return key;
  }

  @Override
  public long acknowledged() {
    return acknowledged;
  }

  @Override
  public Optional<Address> master() {
    return Optional.ofNullable(master);
  }

  @Override
  public String complaints() {
    return complaint;
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join(END_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    writer.close();
  }
}
