package io.vedette.sentinel.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import io.vedette.quorum.Event;
import io.vedette.quorum.EventType;
import io.vedette.sentinel.runtime.EventListener;
import io.vedette.sentinel.runtime.ProcessSettings;
import io.vedette.sentinel.runtime.ProcessSettings.LogLevel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process's log. Also the listener that puts every event of the coordinator into it, at the
 * event's level in Sentinel.
 *
 * <p>Sentinel's levels are SLF4J's so: debug is TRACE, verbose DEBUG, notice INFO, warning WARN and
 * ERROR.
 */
public final class SentinelLog implements EventListener, AutoCloseable {
  private static final Logger EVENTS = LoggerFactory.getLogger("io.vedette.events");
  private static final int CAPACITY = 8192;

  /** Libraries that say much that is of no use to an operator. */
  private static final List<String> CHATTY = List.of("io.netty", "io.lettuce", "reactor");

  private final LoggerContext context;
  private final LineWriter writer;

  private SentinelLog(LoggerContext context, LineWriter writer) {
    this.context = context;
    this.writer = writer;
  }

  /**
   * Replaces whatever Logback was set to by the log that the settings ask for.
   *
   * @throws IOException in one line, if {@code logfile} can't be opened
   */
  public static SentinelLog start(ProcessSettings settings) throws IOException {
    return start(settings, CAPACITY, SystemLog.SOCKET);
  }

  static SentinelLog start(ProcessSettings settings, int capacity, Path syslog) throws IOException {
    LogTarget target = open(settings);
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    LineWriter writer = new LineWriter(target, capacity);
    writer.setContext(context);
    writer.start();
    SentinelLog log = new SentinelLog(context, writer);
    log.level(settings.logLevel());
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(writer);
    if (settings.syslog().isPresent()) {
      SystemLog system = new SystemLog(settings.syslog().get(), syslog);
      system.setContext(context);
      system.start();
      context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(system);
    }
    return log;
  }

  private static LogTarget open(ProcessSettings settings) throws IOException {
    Optional<Path> file = settings.logfile().map(settings.dir()::resolve);
    try {
      return new LogTarget(file);
    } catch (IOException e) {
      throw new IOException(
          "can't open the log file: 'logfile "
              + settings.logfile().orElseThrow()
              + "': "
              + e.getMessage(),
          e);
    }
  }

  /** Changes what is logged; any thread. */
  public void level(LogLevel level) {
    Level own = toLogback(level);
    context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(own);
    Level others = own.isGreaterOrEqual(Level.WARN) ? own : Level.WARN;
    CHATTY.forEach(name -> context.getLogger(name).setLevel(others));
  }

  /** Whether lines are objects of JSON, from the next one on; any thread. */
  public void json(boolean wanted) {
    writer.json(wanted);
  }

  private static Level toLogback(LogLevel level) {
    return switch (level) {
      case DEBUG -> Level.TRACE;
      case VERBOSE -> Level.DEBUG;
      case NOTICE -> Level.INFO;
      case WARNING -> Level.WARN;
      case NOTHING -> Level.OFF;
    };
  }

  @Override
  public void onEvent(Event event) {
    EVENTS
        .atLevel(toSlf4j(event.type().level()))
        .addKeyValue(JsonLine.EVENT, event)
        .log(event.line());
  }

  private static org.slf4j.event.Level toSlf4j(EventType.Level level) {
    return switch (level) {
      case DEBUG -> org.slf4j.event.Level.TRACE;
      case VERBOSE -> org.slf4j.event.Level.DEBUG;
      case NOTICE -> org.slf4j.event.Level.INFO;
      case WARNING -> org.slf4j.event.Level.WARN;
    };
  }

  /** How many lines were dropped because the log could not keep up, or could not be written. */
  public long dropped() {
    return writer.dropped();
  }

  /** Writes what is still to be written, for two seconds at most, and logs nothing more. */
  @Override
  public void close() {
    context.getLogger(Logger.ROOT_LOGGER_NAME).detachAndStopAllAppenders();
  }
}
