package io.vedette.sentinel.runtime;

import io.vedette.quorum.options.Option;
import io.vedette.quorum.options.OptionTable;
import io.vedette.quorum.options.OptionType;

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
