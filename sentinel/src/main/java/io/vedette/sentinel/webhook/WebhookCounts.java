package io.vedette.sentinel.webhook;

import java.util.concurrent.atomic.LongAdder;

/**
 * What became of events for webhooks, since the start; each server counts by itself. Any thread.
 */
public final class WebhookCounts {
  /** Taken by the server. */
  public final LongAdder delivered = new LongAdder();

  /** Given up; they stand in the file, if the disk allows. */
  public final LongAdder undelivered = new LongAdder();
}
