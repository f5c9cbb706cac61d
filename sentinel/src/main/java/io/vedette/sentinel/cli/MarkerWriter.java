package io.vedette.sentinel.cli;

import io.vedette.quorum.model.Address;
import io.vedette.sentinel.cli.client.AskException;
import io.vedette.sentinel.cli.client.Servers;
import io.vedette.sentinel.runtime.DaemonThreads;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A client of a drill: writes numbers, one after the other, as fields of one hash that is gone
 * after an hour by itself, and remembers which were acknowledged. Where it writes to it is told.
 */
final class MarkerWriter implements AutoCloseable {
  private static final long PAUSE_MS = 5;
  private static final String LIFETIME_S = "3600";
  private static final int FIELDS_AT_ONCE = 500;

  private final Servers servers;
  private final String key;

  /** All guarded by this. */
  private final Set<Long> acknowledged = new HashSet<>();

  private Address target;
  private long next;
  private long refused;
  private long lastNanos;
  private long longestPauseNanos;

  /** Writes nothing yet. */
  MarkerWriter(Servers servers, String key) {
    this.servers = servers;
    this.key = key;
  }

  String key() {
    return key;
  }

  /**
   * Makes the hash.
   *
   * @throws AskException if that is not allowed here
   */
  void begin(Address master) throws AskException {
    servers.ask(master, "HSET", key, "begin", "1");
    servers.ask(master, "EXPIRE", key, LIFETIME_S);
    leadTo(master);
  }

  /** From now on it writes there; a write that hangs elsewhere is not waited for. */
  synchronized void leadTo(Address master) {
    if (!master.equals(target)) {
      target = master;
      DaemonThreads.of("marker-writer", () -> write(master)).start();
    }
  }

  private synchronized boolean isTarget(Address master) {
    return master.equals(target);
  }

  private void write(Address master) {
    try {
      while (isTarget(master)) {
        long number = take();
        try {
          servers.ask(master, "HSET", key, Long.toString(number), "1");
          acknowledge(number);
        } catch (AskException e) {
          refuse();
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
      }
    } catch (InterruptedException e) {
      // Nobody does that but the end of the program.
    }
  }

  private synchronized long take() {
    return next++;
  }

  private synchronized void acknowledge(long number) {
    long now = System.nanoTime();
    if (!acknowledged.isEmpty()) {
      longestPauseNanos = Math.max(longestPauseNanos, now - lastNanos);
    }
    lastNanos = now;
    acknowledged.add(number);
  }

  private synchronized void refuse() {
    refused++;
  }

  /** How many writes were acknowledged so far. */
  synchronized int acknowledged() {
    return acknowledged.size();
  }

  /** How many got an error, or no answer. */
  synchronized long refused() {
    return refused;
  }

  /** The longest time between two acknowledged writes, seconds. */
  synchronized double longestPauseS() {
    return longestPauseNanos / 1e9;
  }

  /** Writes no more. */
  @Override
  public synchronized void close() {
    target = null;
  }

  /**
   * How many acknowledged writes a server does not have; after {@link #close}.
   *
   * @throws AskException if it can't be asked
   */
  int missingAt(Address server) throws AskException {
    List<String> fields = acknowledgedFields();
    int missing = 0;
    for (int from = 0; from < fields.size(); from += FIELDS_AT_ONCE) {
      List<String> some = fields.subList(from, Math.min(from + FIELDS_AT_ONCE, fields.size()));
      String[] words = new String[some.size() + 1];
      words[0] = key;
      for (int i = 0; i < some.size(); i++) {
        words[i + 1] = some.get(i);
      }
      if (!(servers.ask(server, "HMGET", words) instanceof List<?> values)) {
        throw AskException.odd(server, "HMGET");
      }
      missing += (int) values.stream().filter(value -> value == null).count();
    }
    return missing;
  }

  private synchronized List<String> acknowledgedFields() {
    return acknowledged.stream().map(number -> Long.toString(number)).toList();
  }

  /** Removes the hash, and says why it could not be removed. */
  Optional<String> cleanUp(Address master) {
    try {
      servers.ask(master, "DEL", key);
      return Optional.empty();
    } catch (AskException e) {
      return Optional.of(e.getMessage());
    }
  }
}
