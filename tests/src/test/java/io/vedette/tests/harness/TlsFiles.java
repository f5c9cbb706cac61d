package io.vedette.tests.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** An authority and one certificate that everybody in a cluster shows, made by {@code openssl}. */
public final class TlsFiles {
  private static final String STORE_PASSWORD = "none";
  private static final String[] NEW_KEY = {
    "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"
  };

  private final Path folder;
  private final SSLSocketFactory sockets;

  private TlsFiles(Path folder) {
    this.folder = folder;
    this.sockets = makeSockets();
  }

  /** Makes them in a folder. */
  static TlsFiles make(Path folder) {
    openssl(folder, "req -x509 -keyout ca.key -out ca.crt -days 2 -subj /CN=ca", NEW_KEY);
    openssl(folder, "req -keyout all.key -out all.csr -subj /CN=all", NEW_KEY);
    writeNames(folder.resolve("names"));
    openssl(
        folder,
        "x509 -req -in all.csr -CA ca.crt -CAkey ca.key -CAcreateserial -extfile names"
            + " -out all.crt -days 2");
    openssl(
        folder,
        "pkcs12 -export -in all.crt -inkey all.key -out all.p12 -passout pass:" + STORE_PASSWORD);
    return new TlsFiles(folder);
  }

  /** Client libraries look whether the certificate is for the address that they connect to. */
  private static void writeNames(Path file) {
    try {
      Files.writeString(file, "subjectAltName = IP:127.0.0.1");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines of a configuration that make a server listen on a port by TLS, and only so. */
  List<String> lines(int port) {
    return List.of(
        "port 0",
        "tls-port " + port,
        "tls-replication yes",
        "tls-auth-clients yes",
        "tls-cert-file \"" + certificate() + "\"",
        "tls-key-file \"" + key() + "\"",
        "tls-ca-cert-file \"" + authority() + "\"");
  }

  /** The authority's certificate. */
  public Path authority() {
    return folder.resolve("ca.crt");
  }

  /** The certificate that everybody shows. */
  public Path certificate() {
    return folder.resolve("all.crt");
  }

  /** That certificate's private key, without a password. */
  public Path key() {
    return folder.resolve("all.key");
  }

  /** Makes sockets that trust the authority and show the certificate. */
  public SSLSocketFactory sockets() {
    return sockets;
  }

  /** The certificate and its key, for client libraries. */
  public KeyManagerFactory keys() {
    try {
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store("all.p12"), STORE_PASSWORD.toCharArray());
      return keys;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The authority, for client libraries. */
  public TrustManagerFactory trust() {
    try {
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(trusted());
      return trust;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private SSLSocketFactory makeSockets() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys().getKeyManagers(), trust().getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private KeyStore trusted() throws GeneralSecurityException {
    try (InputStream in = Files.newInputStream(folder.resolve("ca.crt"))) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
      return store;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private KeyStore store(String name) throws GeneralSecurityException {
    try (InputStream in = Files.newInputStream(folder.resolve(name))) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, STORE_PASSWORD.toCharArray());
      return store;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs {@code openssl} with words divided by blanks, and some more, in a folder. */
  public static void openssl(Path folder, String words, String... more) {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(words.split(" ", -1)));
    command.addAll(List.of(more));
    try {
      Process process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
