package io.vedette.sentinel.webhook;

import io.vedette.quorum.EventType;
import io.vedette.quorum.options.OptionValues;
import io.vedette.sentinel.runtime.ProcessOption;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What was chosen of webhooks; see {@link ProcessOption}.
 *
 * @param urls where to, without secrets in what is logged
 * @param events which
 * @param secretFile what signs
 * @param timeoutMs how long an answer is waited for
 * @param retryMs how long after the first failure it is tried again
 * @param tries how often at most
 * @param queue how many events wait for each server
 */
record WebhookSettings(
    List<URI> urls,
    Set<EventType> events,
    Optional<Path> secretFile,
    long timeoutMs,
    long retryMs,
    int tries,
    int queue) {
  static final WebhookSettings NONE = of(OptionValues.DEFAULTS);

  static WebhookSettings of(OptionValues process) {
    return new WebhookSettings(
        process.get(ProcessOption.WEBHOOK_URL),
        process.get(ProcessOption.WEBHOOK_EVENTS),
        process.get(ProcessOption.WEBHOOK_SECRET_FILE),
        process.get(ProcessOption.WEBHOOK_TIMEOUT_MS),
        process.get(ProcessOption.WEBHOOK_RETRY_MS),
        process.get(ProcessOption.WEBHOOK_TRIES).intValue(),
        process.get(ProcessOption.WEBHOOK_QUEUE).intValue());
  }
}
