package io.vedette.sentinel.webhook;

import io.vedette.quorum.Event;
import io.vedette.quorum.EventType;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.options.OptionValues;
import io.vedette.sentinel.runtime.EventListener;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Posts events to the HTTP servers that are configured, and to none until then: no thread is
 * started and no client loaded before there is one.
 */
public final class Webhooks implements EventListener, AutoCloseable {
  private final Sender sender;
  private final Path undelivered;
  private final LongSupplier wallMs;
  private final AtomicLong numbers = new AtomicLong();
  private final WebhookCounts counts = new WebhookCounts();
  private volatile Receivers receivers = Receivers.NONE;
  private boolean closed;

  /**
   * With nobody to post to.
   *
   * @param self this coordinator
   * @param version of the program
   * @param undelivered where what can't be delivered is written
   * @param wallMs the time of day, milliseconds since 1970
   */
  public Webhooks(RunId self, String version, Path undelivered, LongSupplier wallMs) {
    this.sender = new Sender(self.value(), version);
    this.undelivered = undelivered;
    this.wallMs = wallMs;
  }

  /**
   * The servers to post to from now on. Those that are posted to already go on, if nothing about
   * webhooks has changed.
   */
  public synchronized void take(OptionValues process) {
    WebhookSettings settings = WebhookSettings.of(process);
    if (closed || settings.equals(receivers.settings())) {
      return;
    }
    Receivers before = receivers;
    receivers =
        settings.urls().isEmpty()
            ? Receivers.NONE
            : Receivers.start(settings, sender, undelivered, counts);
    before.close();
  }

  @Override
  public void onEvent(Event event) {
    Receivers now = receivers;
    if (now.want(event.type())) {
      now.offer(new Notice(numbers.incrementAndGet(), wallMs.getAsLong(), event));
    }
  }

  /** What became of events so far. */
  public WebhookCounts counts() {
    return counts;
  }

  /** How many events wait to be posted, for all servers. Any thread. */
  public long waiting() {
    return receivers.deliveries().stream().mapToLong(Delivery::waiting).sum();
  }

  /** Waits a second at most for what is on its way; what is left then is not delivered. */
  @Override
  public synchronized void close() {
    closed = true;
    receivers.close();
    receivers = Receivers.NONE;
  }

  /**
   * Those who are posted to.
   *
   * @param settings as they were started
   * @param deliveries one for each server
   * @param undelivered where their failures go; empty if there is no server
   */
  private record Receivers(
      WebhookSettings settings, List<Delivery> deliveries, Optional<Undelivered> undelivered) {
    static final Receivers NONE = new Receivers(WebhookSettings.NONE, List.of(), Optional.empty());

    static Receivers start(
        WebhookSettings settings, Sender sender, Path file, WebhookCounts counts) {
      Undelivered undelivered = Undelivered.start(file, settings.queue(), sender, counts);
      Poster poster = new Poster(settings, sender);
      List<Delivery> deliveries =
          settings.urls().stream()
              .map(url -> Delivery.start(url, settings, poster, undelivered, counts))
              .toList();
      return new Receivers(settings, deliveries, Optional.of(undelivered));
    }

    boolean want(EventType type) {
      return !deliveries.isEmpty() && settings.events().contains(type);
    }

    void offer(Notice notice) {
      deliveries.forEach(delivery -> delivery.offer(notice));
    }

    void close() {
      deliveries.forEach(Delivery::end);
      deliveries.forEach(Delivery::awaitEnd);
      undelivered.ifPresent(Undelivered::close);
    }
  }
}
