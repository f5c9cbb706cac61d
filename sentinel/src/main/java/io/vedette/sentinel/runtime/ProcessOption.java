package io.vedette.sentinel.runtime;

import io.vedette.quorum.EventType;
import io.vedette.quorum.options.Option;
import io.vedette.quorum.options.OptionTable;
import io.vedette.quorum.options.OptionType;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Vedette's own options of the process as a whole. A new one is a new constant here, and read where
 * it matters from {@link VedetteOptions#process()}; those of groups are in {@link
 * io.vedette.quorum.options.GroupOption}.
 */
public final class ProcessOption {
  /** All of them. */
  public static final OptionTable TABLE = new OptionTable();

  public static final Option<Long> OPTIONS_RELOAD_MS =
      TABLE.ms(
          "options-reload-ms",
          1_000,
          100,
          3_600_000,
          "How often this file is looked at. A change is taken over when it has stood for one"
              + " look.");

  public static final Option<Boolean> LOG_JSON =
      TABLE.yesNo(
          "log-json",
          false,
          "Each line of the log is an object of JSON (time, level, pid, message, and event, group,"
              + " details and reason where it tells of an event), not a line as Redis writes it."
              + " The system's log gets plain lines in any case.");

  public static final Option<List<URI>> WEBHOOK_URL =
      TABLE.add(
          "webhook-url",
          new UrlList(),
          List.of(),
          "Where events are posted to, as JSON, each to each. One that does not answer delays"
              + " nobody but itself.");

  public static final Option<Set<EventType>> WEBHOOK_EVENTS =
      TABLE.add(
          "webhook-events",
          new EventPatterns(),
          Collections.unmodifiableSet(EnumSet.allOf(EventType.class)),
          "Which events are posted.");

  public static final Option<Optional<Path>> WEBHOOK_SECRET_FILE =
      TABLE.add(
          "webhook-secret-file",
          new FileName(),
          Optional.empty(),
          "A file with the secret that the posts are signed with: the header X-Vedette-Signature"
              + " is sha256= and the HMAC-SHA256 of the body, in hexadecimal digits. It is read"
              + " again for each post. Empty: they are not signed.");

  public static final Option<Long> WEBHOOK_TIMEOUT_MS =
      TABLE.ms("webhook-timeout-ms", 5_000, 100, 60_000, "How long an answer is waited for.");

  public static final Option<Long> WEBHOOK_RETRY_MS =
      TABLE.ms(
          "webhook-retry-ms",
          1_000,
          10,
          60_000,
          "How long after the first failure an event is posted again; twice as long after each"
              + " other one, a minute at most. What the server refuses (an answer 300 to 499, but"
              + " for 408, 425 and 429) is not posted again.");

  public static final Option<Long> WEBHOOK_TRIES =
      TABLE.add(
          "webhook-tries",
          OptionType.number(1, 100, "times"),
          10L,
          "How often an event is posted at most. What can't be delivered is written to"
              + " sentinel.undelivered (after the configuration's name), in the folder of the"
              + " state.");

  public static final Option<Long> WEBHOOK_QUEUE =
      TABLE.add(
          "webhook-queue",
          OptionType.number(1, 100_000, "events"),
          1_000L,
          "How many events wait for each server. Where there are more, the oldest is not"
              + " delivered.");

  public static final Option<Long> HTTP_PORT =
      TABLE.add(
          "http-port",
          OptionType.number(0, 65_535, "(a port)"),
          0L,
          "Where metrics, health checks, JSON and a page are served over HTTP. 0: nowhere.");

  public static final Option<String> HTTP_BIND =
      TABLE.add(
          "http-bind",
          OptionType.text("addresses divided by blanks"),
          "127.0.0.1",
          "The addresses on which HTTP is served; * for all.");

  public static final Option<String> HTTP_READ_TOKEN =
      TABLE.add(
          "http-read-token",
          OptionType.secret("text"),
          "",
          "Who reads over HTTP must show this, as a bearer token or as the password (of any user)"
              + " of basic authentication. Empty: anybody may read. Probes at /health/ never need"
              + " it.");

  public static final Option<String> HTTP_ACTION_TOKEN =
      TABLE.add(
          "http-action-token",
          OptionType.secret("text"),
          "",
          "Who orders a failover, pauses or resumes over HTTP must show this, as a bearer token."
              + " Empty: nobody may.");

  public static final Option<String> HTTP_TLS_CERT_FILE =
      TABLE.add(
          "http-tls-cert-file",
          OptionType.text("a file"),
          "",
          "HTTP is served by TLS with this certificate (PEM), read again when it changes. Empty:"
              + " without TLS.");

  public static final Option<String> HTTP_TLS_KEY_FILE =
      TABLE.add("http-tls-key-file", OptionType.text("a file"), "", "The private key of it (PEM).");

  private ProcessOption() {}
}
