package io.vedette.sentinel.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.Future;
import io.vedette.sentinel.runtime.SyslogSettings;
import io.vedette.sentinel.runtime.UnixDatagrams;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.LoggerFactory;

/**
 * The appender to the system's log: a datagram per line, to a socket that is looked up each time,
 * so that a log that was restarted goes on. Nobody who logs ever waits; what can't be sent, because
 * nobody listens or there is too much of it, is lost here, as in Sentinel, and stands in the other
 * log.
 */
final class SystemLog extends AppenderBase<ILoggingEvent> {
  /** Where Linux listens. */
  static final Path SOCKET = Path.of("/dev/log");

  private static final int MOST_WAITING = 1024;
  private static final long CLOSE_TIMEOUT_MS = 2_000;
  private static final int CODES_PER_FACILITY = 8;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ENGLISH)
          .withZone(ZoneId.systemDefault());

  private final SyslogSettings settings;
  private final Path socket;
  private final EventLoopGroup group;
  private final Channel channel;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicBoolean complained = new AtomicBoolean();

  /**
   * Opens a socket of its own.
   *
   * @param socket the system's
   * @throws IOException in one line, if this system has no such sockets
   */
  SystemLog(SyslogSettings settings, Path socket) throws IOException {
    if (!Epoll.isAvailable()) {
      throw new IOException("'syslog-enabled yes' works on Linux only");
    }
    this.settings = settings;
    this.socket = socket;
    group = UnixDatagrams.thread("vedette-syslog");
    channel = UnixDatagrams.open(group);
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (waiting.incrementAndGet() > MOST_WAITING) {
      waiting.decrementAndGet();
      return;
    }
    byte[] line = line(event).getBytes(StandardCharsets.UTF_8);
    channel
        .writeAndFlush(
            new DomainDatagramPacket(
                Unpooled.wrappedBuffer(line), new DomainSocketAddress(socket.toString())))
        .addListener(this::sent);
  }

  private void sent(Future<? super Void> result) {
    waiting.decrementAndGet();
    if (!result.isSuccess() && complained.compareAndSet(false, true)) {
      LoggerFactory.getLogger(SystemLog.class)
          .warn("can't write to the system's log {}: {}", socket, result.cause().getMessage());
    }
  }

  /** RFC 3164's line as libc writes it to a local socket. */
  private String line(ILoggingEvent event) {
    int code = settings.facility().code() * CODES_PER_FACILITY + severity(event.getLevel());
    return "<"
        + code
        + ">"
        + TIME.format(Instant.ofEpochMilli(event.getTimeStamp()))
        + " "
        + settings.ident()
        + "["
        + ProcessHandle.current().pid()
        + "]: "
        + RedisLine.message(event);
  }

  /** As in Sentinel: warning is a warning, notice a notice, verbose information. */
  private static int severity(Level level) {
    return switch (level.toInt()) {
      case Level.TRACE_INT -> 7;
      case Level.DEBUG_INT -> 6;
      case Level.INFO_INT -> 5;
      default -> 4;
    };
  }

  /** Sends what is left, for two seconds at most. */
  @Override
  public void stop() {
    super.stop();
    channel.eventLoop().submit(() -> {}).awaitUninterruptibly(CLOSE_TIMEOUT_MS);
    group.shutdownGracefully(0, CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS).syncUninterruptibly();
  }
}
