package io.vedette.sentinel.http;

import io.vedette.quorum.Event;
import io.vedette.sentinel.runtime.DaemonThreads;
import io.vedette.sentinel.runtime.EventListener;
import io.vedette.sentinel.runtime.FailoverRecord;
import java.io.IOException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Switches HTTP on and off as the options say. A port that can't be had does not keep a coordinator
 * from its work: it is logged, and tried again.
 */
public final class HttpFront implements EventListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);

  private static final long AGAIN_SECONDS = 10;

  private Supplier<HttpContext> context;
  private HttpSettings wanted = HttpSettings.OFF;
  private ScheduledExecutorService later;
  private volatile HttpServer server;

  /**
   * Serves this from now on, if it is to be served. To be called once.
   *
   * @param what is asked for whenever serving begins
   */
  public synchronized void begin(Supplier<HttpContext> what) {
    context = what;
    serve();
  }

  /** Serves as these say from now on, but nothing before it {@linkplain #begin begins}. */
  public synchronized void accept(HttpSettings settings) {
    if (settings.equals(wanted)) {
      return;
    }
    wanted = settings;
    stopServing();
    serve();
  }

  private void serve() {
    if (!wanted.isOn() || context == null) {
      return;
    }
    try {
      server = HttpServer.start(wanted, context.get());
      LOG.info("Serving {}", wanted);
    } catch (IOException e) {
      LOG.error("{}; trying again every {} s", e.getMessage(), AGAIN_SECONDS);
      later = DaemonThreads.scheduled("http-again");
      var unused =
          later.scheduleWithFixedDelay(
              this::tryAgain, AGAIN_SECONDS, AGAIN_SECONDS, TimeUnit.SECONDS);
    }
  }

  private synchronized void tryAgain() {
    if (server != null || later == null) {
      return;
    }
    try {
      server = HttpServer.start(wanted, context.get());
      LOG.info("Serving {}", wanted);
      later.shutdown();
      later = null;
    } catch (IOException e) {
      LOG.debug("{}", e.getMessage());
    }
  }

  private void stopServing() {
    if (later != null) {
      later.shutdownNow();
      later = null;
    }
    HttpServer before = server;
    server = null;
    if (before != null) {
      before.close();
    }
  }

  @Override
  public void onEvent(Event event) {
    HttpServer now = server;
    if (now != null) {
      now.onEvent(event);
    }
  }

  /** Tells of a failover that is new, goes on or ends. Any thread. */
  public void onFailover(FailoverRecord record) {
    HttpServer now = server;
    if (now != null) {
      now.onFailover(record);
    }
  }

  @Override
  public synchronized void close() {
    wanted = HttpSettings.OFF;
    stopServing();
  }
}
