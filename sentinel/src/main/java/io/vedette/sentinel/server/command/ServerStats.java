package io.vedette.sentinel.server.command;

import java.util.concurrent.atomic.LongAdder;

/** What the server counts. Any thread may count and read. */
public final class ServerStats {
  /** Connections that were let in. */
  public final LongAdder connectionsReceived = new LongAdder();

  /** Connections that were refused because there were too many. */
  public final LongAdder connectionsRejected = new LongAdder();

  /** Commands that were carried out. */
  public final LongAdder commands = new LongAdder();

  /** Errors sent to clients. */
  public final LongAdder errorReplies = new LongAdder();

  /** Bytes read from clients. */
  public final LongAdder bytesRead = new LongAdder();

  /** Bytes written to clients. */
  public final LongAdder bytesWritten = new LongAdder();

  /** Connections closed because what came was no request. */
  public final LongAdder protocolErrors = new LongAdder();

  /** Connections closed because the client did not read what it was sent. */
  public final LongAdder outputCutOffs = new LongAdder();

  /** Connections closed because nothing came for longer than {@code timeout}. */
  public final LongAdder idleTimeouts = new LongAdder();

  /** Hellos published here that could not be read. */
  public final LongAdder malformedHellos = new LongAdder();

  /** Peers' questions that could not be read. */
  public final LongAdder malformedVotes = new LongAdder();

  private volatile Rates rates = new Rates(0, 0, 0);
  private long sampledAtNanos = System.nanoTime();
  private long sampledCommands;
  private long sampledRead;
  private long sampledWritten;

  /**
   * What goes on just now.
   *
   * @param commandsPerSecond commands
   * @param readBytesPerSecond bytes from clients
   * @param writtenBytesPerSecond bytes to clients
   */
  public record Rates(
      double commandsPerSecond, double readBytesPerSecond, double writtenBytesPerSecond) {}

  /** What went on between the last two samples. */
  public Rates rates() {
    return rates;
  }

  /** Takes a sample; to be called about once a second. */
  public synchronized void sample() {
    long now = System.nanoTime();
    double seconds = Math.max(1e-3, (now - sampledAtNanos) / 1e9);
    long commandsNow = commands.sum();
    long readNow = bytesRead.sum();
    long writtenNow = bytesWritten.sum();
    rates =
        new Rates(
            (commandsNow - sampledCommands) / seconds,
            (readNow - sampledRead) / seconds,
            (writtenNow - sampledWritten) / seconds);
    sampledAtNanos = now;
    sampledCommands = commandsNow;
    sampledRead = readNow;
    sampledWritten = writtenNow;
  }
}
