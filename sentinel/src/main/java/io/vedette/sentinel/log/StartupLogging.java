package io.vedette.sentinel.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * What Logback is before {@link SentinelLog} is started, and in programs that never start it:
 * warnings to standard error. Found by Logback as a service; spares the search for configuration
 * files, and Logback's pattern parser, at every start.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_TOP_PRIORITY)
public final class StartupLogging extends ContextAwareBase implements Configurator {
  @Override
  public ExecutionStatus configure(LoggerContext context) {
    StandardError error = new StandardError();
    error.setContext(context);
    error.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(error);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  private static final class StandardError extends AppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent event) {
      System.err.print(RedisLine.of(event));
    }
  }
}
