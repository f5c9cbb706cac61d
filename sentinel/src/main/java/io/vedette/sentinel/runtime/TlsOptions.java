package io.vedette.sentinel.runtime;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The options of TLS that may change while the process runs, by SENTINEL CONFIG SET. Any thread.
 */
public interface TlsOptions {
  /** All of them, in the order in which they are shown. Whether there is TLS at all is not one. */
  List<String> NAMES =
      List.of(
          "tls-auth-clients",
          "tls-cert-file",
          "tls-key-file",
          "tls-key-file-pass",
          "tls-client-cert-file",
          "tls-client-key-file",
          "tls-client-key-file-pass",
          "tls-ca-cert-file",
          "tls-ca-cert-dir",
          "tls-protocols",
          "tls-ciphers",
          "tls-ciphersuites",
          "tls-prefer-server-ciphers",
          "tls-session-caching",
          "tls-session-cache-size",
          "tls-session-cache-timeout");

  /** There is no TLS. */
  TlsOptions NONE =
      new TlsOptions() {
        @Override
        public Map<String, String> shown() {
          return Map.of();
        }

        @Override
        public Map<String, String> changed() {
          return Map.of();
        }

        @Override
        public CompletionStage<Optional<String>> change(Map<String, String> values) {
          return CompletableFuture.completedFuture(
              Optional.of(
                  "TLS is not in use: neither 'tls-port' nor 'tls-replication' asks for it"));
        }
      };

  /**
   * Their values by name, as in the configuration, but for secrets; empty where there is no TLS.
   */
  Map<String, String> shown();

  /** The values changed since the start, by name, secrets as they are: for the configuration. */
  Map<String, String> changed();

  /**
   * Changes all of these or none. New connections begin with what they say, others go on.
   *
   * @param values by name; empty text: none
   * @return what is wrong with them, in one line; empty: they hold
   */
  CompletionStage<Optional<String>> change(Map<String, String> values);
}
