package io.vedette.tests.bench;

import io.vedette.quorum.model.Address;
import io.vedette.tests.bench.Options.Fault;
import io.vedette.tests.harness.DataNode;
import io.vedette.tests.harness.StuckWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** What a client writes to a master that will fail, as fast as it can. */
final class Writes implements AutoCloseable {
  private static final long GIVE_UP_MS = 20_000;

  private final Optional<StuckWriter> writer;
  private final Optional<Thread> thread;
  private final DataNode master;

  private Writes(Optional<StuckWriter> writer, DataNode master) {
    this.writer = writer;
    this.master = master;
    this.thread = writer.map(task -> new Thread(task, "writer"));
    thread.ifPresent(
        begun -> {
          begun.setDaemon(true);
          begun.start();
        });
  }

  /** Begins to write, if the fault is measured under writes. */
  static Writes during(Fault fault, DataNode master) {
    return new Writes(
        fault.isUnderWrites()
            ? Optional.of(StuckWriter.asFastAsItCan(master.address()))
            : Optional.empty(),
        master);
  }

  /** The master does not answer any more: this client does not try again. */
  void end() {
    thread.ifPresent(Thread::interrupt);
  }

  /** How many were acknowledged, once it has ended. */
  int acknowledged() {
    return written().size();
  }

  /** How many of them a server does not have. */
  int lostAt(Address server) {
    try {
      return StuckWriter.missing(written(), server).size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<StuckWriter.Written> written() {
    close();
    return writer.map(one -> one.log().written()).orElse(List.of());
  }

  /** Ends it; a master that hangs is killed: else its client would wait for ever. */
  @Override
  public void close() {
    end();
    if (thread.isEmpty() || !thread.get().isAlive()) {
      return;
    }
    master.kill();
    try {
      thread.get().join(GIVE_UP_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    if (thread.get().isAlive()) {
      throw new IllegalStateException("the client did not end");
    }
  }
}
