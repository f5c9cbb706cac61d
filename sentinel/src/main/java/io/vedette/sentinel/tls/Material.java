package io.vedette.sentinel.tls;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.vedette.sentinel.runtime.TlsSettings;
import io.vedette.sentinel.runtime.TlsSettings.AuthClients;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

/** What connections begin with: everything the settings name, read, checked and put together. */
final class Material {
  private final TlsSettings settings;
  private final List<String> protocols;
  private final List<String> ciphers;
  private final KeyManagerFactory client;
  private final Optional<TrustManagerFactory> authorities;
  private final SslContext server;

  private Material(
      TlsSettings settings,
      Protocols protocols,
      List<String> ciphers,
      KeyManagerFactory server,
      KeyManagerFactory client,
      Optional<TrustManagerFactory> authorities)
      throws SSLException {
    this.settings = settings;
    this.protocols = protocols.spoken();
    this.ciphers = ciphers;
    this.client = client;
    this.authorities = authorities;
    this.server = serverContext(server);
  }

  /**
   * Reads everything.
   *
   * @throws TlsException at the first thing that is wrong
   */
  static Material load(TlsSettings settings) throws TlsException {
    try {
      SSLContext java = SSLContext.getDefault();
      CipherNames names =
          new CipherNames(java.getDefaultSSLParameters(), java.getSupportedSSLParameters());
      KeyManagerFactory server = new KeyPairFiles("tls-", settings.server()).load();
      KeyManagerFactory client =
          settings.client().isPresent()
              ? new KeyPairFiles("tls-client-", settings.client().get()).load()
              : server;
      return new Material(
          settings,
          Protocols.of(settings),
          names.enabled(settings.ciphers(), settings.cipherSuites()),
          server,
          client,
          authorities(settings));
    } catch (GeneralSecurityException | SSLException e) {
      throw new TlsException("tls-cert-file", "TLS is not to be had: " + e.getMessage());
    }
  }

  private static Optional<TrustManagerFactory> authorities(TlsSettings settings)
      throws TlsException, GeneralSecurityException {
    List<X509Certificate> trusted = new ArrayList<>();
    if (settings.caFile().isPresent()) {
      trusted.addAll(trusted("tls-ca-cert-file", settings.caFile().get()));
    }
    if (settings.caDir().isPresent()) {
      for (Path file : hashed(settings.caDir().get())) {
        trusted.addAll(trusted("tls-ca-cert-dir", file));
      }
    }
    if (trusted.isEmpty()) {
      return Optional.empty();
    }
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store(trusted));
    return Optional.of(factory);
  }

  private static KeyStore store(List<X509Certificate> trusted) throws GeneralSecurityException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (X509Certificate certificate : trusted) {
        store.setCertificateEntry(Integer.toString(store.size()), certificate);
      }
      return store;
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static List<X509Certificate> trusted(String directive, Path file) throws TlsException {
    try {
      return Certificates.read(file);
    } catch (IOException e) {
      throw new TlsException(directive, file + " " + e.getMessage());
    }
  }

  private static List<Path> hashed(Path folder) throws TlsException {
    try {
      return Certificates.hashed(folder);
    } catch (IOException e) {
      throw new TlsException("tls-ca-cert-dir", folder + " " + e.getMessage());
    }
  }

  private SslContext serverContext(KeyManagerFactory keys) throws SSLException {
    SslContextBuilder builder =
        SslContextBuilder.forServer(keys)
            .clientAuth(
                switch (settings.authClients()) {
                  case YES -> ClientAuth.REQUIRE;
                  case OPTIONAL -> ClientAuth.OPTIONAL;
                  case NO -> ClientAuth.NONE;
                });
    // Certificates that nobody asks for are not judged either.
    if (settings.authClients() != AuthClients.NO) {
      authorities.ifPresent(builder::trustManager);
    }
    TlsSettings.Sessions sessions = settings.sessions();
    if (sessions.caching()) {
      builder.sessionCacheSize(sessions.size()).sessionTimeout(sessions.timeoutSeconds());
    } else {
      // The JDK can't do without sessions: one, for one second.
      builder.sessionCacheSize(1).sessionTimeout(1);
    }
    return common(builder).build();
  }

  /** For connections of clients. */
  SslContext server() {
    return server;
  }

  /** Whether the server's order of ciphers counts, not the client's. */
  boolean preferServerCiphers() {
    return settings.preferServerCiphers();
  }

  /** Puts into it what connections to others begin with. */
  void configureClient(SslContextBuilder builder) {
    common(builder).keyManager(client);
    authorities.ifPresent(builder::trustManager);
  }

  private SslContextBuilder common(SslContextBuilder builder) {
    return builder.sslProvider(SslProvider.JDK).protocols(protocols).ciphers(ciphers);
  }
}
