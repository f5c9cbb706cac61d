package io.vedette.sentinel.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the configuration says of TLS; only there if it is asked for. Names and defaults are
 * Redis's.
 *
 * @param port where clients connect by TLS, 1 to 65535; 0: not by TLS
 * @param replication whether the links to data nodes and peers speak TLS
 * @param authClients whether clients must show a certificate
 * @param server the certificate that clients see
 * @param client the certificate that data nodes and peers see; empty: the server's
 * @param caFile the authorities that certificates of others must come from
 * @param caDir more of them, in a folder as {@code openssl rehash} makes it
 * @param protocols versions such as {@code TLSv1.2}; empty: 1.2 and 1.3
 * @param ciphers for TLS up to 1.2, in OpenSSL's notation; empty: Java's
 * @param cipherSuites for TLS 1.3, divided by colons; empty: Java's
 * @param preferServerCiphers whether the server's order of ciphers counts, not the client's
 * @param sessions how long clients may take up a session again
 */
public record TlsSettings(
    int port,
    boolean replication,
    AuthClients authClients,
    KeyFiles server,
    Optional<KeyFiles> client,
    Optional<Path> caFile,
    Optional<Path> caDir,
    List<String> protocols,
    Optional<String> ciphers,
    Optional<String> cipherSuites,
    boolean preferServerCiphers,
    Sessions sessions) {

  public TlsSettings {
    protocols = List.copyOf(protocols);
  }

  /** {@code tls-auth-clients}. */
  public enum AuthClients {
    NO,
    OPTIONAL,
    YES
  }

  /**
   * A certificate with its key, in PEM.
   *
   * @param certificate the certificate, perhaps followed by those between it and the authority
   * @param key its private key; may be the same file
   * @param passphrase of the key, if it is encrypted
   */
  public record KeyFiles(Path certificate, Path key, Optional<String> passphrase) {
    /** Without the secret. */
    @Override
    public String toString() {
      return certificate + " with " + key;
    }
  }

  /**
   * Sessions that clients may take up again without a full handshake.
   *
   * @param caching whether they may
   * @param size how many are kept; 0: without limit
   * @param timeoutSeconds how long one is kept; 0: without limit
   */
  public record Sessions(boolean caching, int size, int timeoutSeconds) {}
}
