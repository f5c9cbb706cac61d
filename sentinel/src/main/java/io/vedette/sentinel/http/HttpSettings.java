package io.vedette.sentinel.http;

import io.vedette.quorum.options.OptionValues;
import io.vedette.sentinel.runtime.ProcessOption;
import io.vedette.sentinel.runtime.TlsSettings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the options say of HTTP.
 *
 * @param port 0: it is off
 * @param bind addresses, or {@code *}
 * @param readToken who reads must show it; empty: anybody may read
 * @param actionToken who changes anything must show it; empty: nobody may
 * @param tls the certificate and its key; empty: no TLS
 */
public record HttpSettings(
    int port,
    List<String> bind,
    Optional<String> readToken,
    Optional<String> actionToken,
    Optional<TlsSettings.KeyFiles> tls) {
  /** It is off. */
  static final HttpSettings OFF =
      new HttpSettings(0, List.of(), Optional.empty(), Optional.empty(), Optional.empty());

  public HttpSettings {
    bind = List.copyOf(bind);
  }

  /**
   * Reads them.
   *
   * @param dir where relative paths begin
   * @throws IllegalArgumentException in one line, if they contradict each other
   */
  public static HttpSettings of(OptionValues options, Path dir) {
    String certificate = options.get(ProcessOption.HTTP_TLS_CERT_FILE);
    String key = options.get(ProcessOption.HTTP_TLS_KEY_FILE);
    if (certificate.isEmpty() != key.isEmpty()) {
      throw new IllegalArgumentException(
          "'http-tls-cert-file' and 'http-tls-key-file' go together");
    }
    return new HttpSettings(
        options.get(ProcessOption.HTTP_PORT).intValue(),
        Arrays.stream(options.get(ProcessOption.HTTP_BIND).trim().split("\\s+", -1))
            .filter(address -> !address.isEmpty())
            .toList(),
        text(options.get(ProcessOption.HTTP_READ_TOKEN)),
        text(options.get(ProcessOption.HTTP_ACTION_TOKEN)),
        certificate.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new TlsSettings.KeyFiles(
                    dir.resolve(certificate), dir.resolve(key), Optional.empty())));
  }

  private static Optional<String> text(String value) {
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  boolean isOn() {
    return port != 0;
  }

  /** Without secrets. */
  @Override
  public String toString() {
    return (tls.isPresent() ? "https" : "http") + " on " + bind + " port " + port;
  }
}
