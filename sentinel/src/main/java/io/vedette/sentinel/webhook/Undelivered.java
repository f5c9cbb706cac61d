package io.vedette.sentinel.webhook;

import io.vedette.sentinel.runtime.DaemonThreads;
import io.vedette.sentinel.runtime.Json;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of what could not be delivered: a line of JSON for each event and server. When it is 8
 * MiB large it is moved to the same name with {@code .1}, whose content goes. Written by a thread
 * of its own, so that no disk delays who gives up.
 */
final class Undelivered implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Undelivered.class);

  private static final long LARGEST_BYTES = 8L << 20;
  private static final long CLOSE_MS = 2_000;

  private final Path file;
  private final Sender sender;
  private final WebhookCounts counts;
  private final BlockingQueue<Line> queue;
  private final AtomicLong lost = new AtomicLong();
  private final Thread thread = DaemonThreads.of("vedette-undelivered", this::work);
  private volatile boolean closing;

  private record Line(URI url, Notice notice, String reason) {}

  private Undelivered(Path file, int capacity, Sender sender, WebhookCounts counts) {
    this.file = file;
    this.sender = sender;
    this.counts = counts;
    this.queue = new ArrayBlockingQueue<>(capacity);
  }

  /**
   * Ready to take events; the file is made with the first.
   *
   * @param capacity how many may wait to be written
   */
  static Undelivered start(Path file, int capacity, Sender sender, WebhookCounts counts) {
    Undelivered undelivered = new Undelivered(file, capacity, sender, counts);
    undelivered.thread.start();
    return undelivered;
  }

  /** Never waits: where the disk is too slow, it is counted, and said in the log. */
  void add(URI url, Notice notice, String reason) {
    counts.undelivered.increment();
    if (!queue.offer(new Line(url, notice, reason))) {
      lost.incrementAndGet();
    }
  }

  private void work() {
    List<Line> lines = new ArrayList<>();
    while (!closing || !queue.isEmpty()) {
      try {
        Line first = closing ? queue.poll() : queue.take();
        if (first != null) {
          lines.add(first);
          queue.drainTo(lines);
        }
      } catch (InterruptedException e) {
        // Woken to close: what is left is written without waiting.
      }
      write(lines);
      lines.clear();
    }
  }

  private void write(List<Line> lines) {
    long lostNow = lost.getAndSet(0);
    if (lostNow > 0) {
      LOG.warn("{} events for webhooks are lost: {} is too slow", lostNow, file);
    }
    if (lines.isEmpty()) {
      return;
    }
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(json(line)).append('\n'));
    Line last = lines.get(lines.size() - 1);
    try {
      makeRoom();
      // Not a channel: an interrupt would close it.
      try (OutputStream out = new FileOutputStream(file.toFile(), true)) {
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
      }
      LOG.warn(
          "webhook {}: {}; not delivered, but written to {}: {}",
          Delivery.name(last.url()),
          last.reason(),
          file,
          lines.size());
    } catch (IOException e) {
      LOG.warn(
          "webhook {}: {}; not delivered: {}, and {} can't be written: {}",
          Delivery.name(last.url()),
          last.reason(),
          lines.size(),
          file,
          e.toString());
    }
  }

  private void makeRoom() throws IOException {
    if (Files.exists(file) && Files.size(file) >= LARGEST_BYTES) {
      Path older = file.resolveSibling(file.getFileName() + ".1");
      Files.move(file, older, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private String json(Line line) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("to", Delivery.name(line.url()));
    fields.put("why", line.reason());
    fields.put("post", line.notice().fields(sender));
    return Json.of(fields);
  }

  /** Writes what is left, for two seconds at most. */
  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    try {
      thread.join(CLOSE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
