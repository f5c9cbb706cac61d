package io.vedette.sentinel.server.acl;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** What was refused lately, the latest first. Any thread. */
public final class AclLog {
  /** The same refusal within this time is counted, not repeated; as in Redis. */
  private static final long GROUPING_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** How many entries are looked at for the same refusal; as in Redis. */
  private static final int LOOKED_AT = 10;

  private final int most;
  private final LongSupplier nanoTime;
  private final Deque<Entry> entries = new ArrayDeque<>();

  /** Keeps so many entries. */
  AclLog(int most, LongSupplier nanoTime) {
    this.most = most;
    this.nanoTime = nanoTime;
  }

  /**
   * One kind of refusal.
   *
   * @param count how often
   * @param verdict why
   * @param username whose, or who somebody claimed to be
   * @param client the client's line when it happened last
   * @param atNanos when it happened last
   */
  public record Entry(int count, Verdict verdict, String username, String client, long atNanos) {
    /** The reason's name. */
    public String reason() {
      return verdict.reason().name().toLowerCase(Locale.ROOT);
    }
  }

  /** A login that failed, by this command. */
  public void failedLogin(String command, String username, String client) {
    add(new Verdict(Verdict.Reason.AUTH, command), username, client);
  }

  /** Adds a refusal. */
  public synchronized void add(Verdict verdict, String username, String client) {
    long now = nanoTime.getAsLong();
    int count = 1;
    int looked = 0;
    Iterator<Entry> candidates = entries.iterator();
    while (candidates.hasNext() && looked < LOOKED_AT) {
      Entry known = candidates.next();
      looked++;
      if (known.verdict().equals(verdict)
          && known.username().equals(username)
          && now - known.atNanos() <= GROUPING_NANOS) {
        count += known.count();
        candidates.remove();
        break;
      }
    }
    entries.addFirst(new Entry(count, verdict, username, client, now));
    while (entries.size() > most) {
      entries.removeLast();
    }
  }

  /** So many of them, the latest first. */
  public synchronized List<Entry> latest(long count) {
    return entries.stream().limit(Math.max(0, count)).toList();
  }

  /** How long ago an entry happened last, to the millisecond. */
  public double ageSeconds(Entry entry) {
    return TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - entry.atNanos()) / 1000.0;
  }

  /** Forgets them all. */
  public synchronized void reset() {
    entries.clear();
  }
}
