package io.vedette.sentinel.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.vedette.sentinel.runtime.DaemonThreads;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The appender: a bounded queue and the one thread that writes. Nobody who logs ever waits; when
 * the queue is nearly full, only warnings get in, and when it is full, nothing does. What was
 * dropped is counted, and said in the log as soon as it moves again.
 */
final class LineWriter extends AppenderBase<ILoggingEvent> {
  private static final int RESERVED_PARTS = 4;
  private static final long CLOSE_TIMEOUT_MS = 2_000;

  private final LogTarget target;
  private final int reservedForWarnings;
  private final BlockingQueue<String> queue;
  private final AtomicLong dropped = new AtomicLong();
  private final Thread thread = DaemonThreads.of("vedette-log", this::work);
  private long droppedSaid;
  private volatile boolean closing;
  private volatile boolean json;

  LineWriter(LogTarget target, int capacity) {
    this.target = target;
    this.queue = new ArrayBlockingQueue<>(capacity);
    this.reservedForWarnings = capacity / RESERVED_PARTS;
  }

  @Override
  public void start() {
    super.start();
    thread.start();
  }

  @Override
  protected void append(ILoggingEvent event) {
    boolean warning = event.getLevel().isGreaterOrEqual(Level.WARN);
    boolean room = warning || queue.remainingCapacity() > reservedForWarnings;
    if (!room || !queue.offer(json ? JsonLine.of(event) : RedisLine.of(event))) {
      dropped.incrementAndGet();
    }
  }

  /** Whether lines are objects of JSON, from the next one on. */
  void json(boolean wanted) {
    json = wanted;
  }

  /** How many lines were dropped since the start. */
  long dropped() {
    return dropped.get();
  }

  /** Writes what is left, for two seconds at most. */
  @Override
  public void stop() {
    super.stop();
    closing = true;
    thread.interrupt();
    try {
      thread.join(CLOSE_TIMEOUT_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    List<String> lines = new ArrayList<>();
    while (!closing || !queue.isEmpty()) {
      takeInto(lines);
      sayDropped(lines);
      write(lines);
      lines.clear();
    }
    try {
      target.close();
    } catch (IOException e) {
      // Every line was written before; there is nobody to tell.
    }
  }

  private void takeInto(List<String> lines) {
    try {
      String first = closing ? queue.poll() : queue.poll(1, TimeUnit.SECONDS);
      if (first != null) {
        lines.add(first);
        queue.drainTo(lines);
      }
    } catch (InterruptedException e) {
      // Woken to close: what is left is written without waiting.
    }
  }

  private void sayDropped(List<String> lines) {
    long now = dropped.get();
    if (now > droppedSaid) {
      String message = (now - droppedSaid) + " lines of the log were dropped: it is too slow";
      long wallMs = System.currentTimeMillis();
      lines.add(
          json ? JsonLine.warning(wallMs, message) : RedisLine.of(wallMs, '#', message) + "\n");
      droppedSaid = now;
    }
  }

  private void write(List<String> lines) {
    if (lines.isEmpty()) {
      return;
    }
    try {
      target.write(String.join("", lines).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      dropped.addAndGet(lines.size());
    }
  }
}
