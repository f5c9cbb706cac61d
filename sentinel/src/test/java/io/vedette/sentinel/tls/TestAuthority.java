package io.vedette.sentinel.tls;

import io.vedette.sentinel.runtime.TlsSettings;
import io.vedette.sentinel.runtime.TlsSettings.AuthClients;
import io.vedette.sentinel.runtime.TlsSettings.KeyFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An authority of a test's own, and certificates of it, in a folder; made by {@code openssl}. */
public final class TestAuthority {
  private final Path folder;
  private final String name;

  /** A new authority in a folder that may hold others. */
  public TestAuthority(Path folder, String name) {
    this.folder = folder;
    this.name = name;
    openssl(
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-keyout",
        name + ".key",
        "-out",
        name + ".crt",
        "-days",
        "2",
        "-subj",
        "/CN=" + name);
  }

  /** Its own certificate. */
  public Path certificate() {
    return folder.resolve(name + ".crt");
  }

  /** A certificate of it for a new EC key, which is not encrypted. */
  public KeyFiles issue(String subject) {
    openssl(
        "req",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-keyout",
        subject + ".key",
        "-out",
        subject + ".csr",
        "-subj",
        "/CN=" + subject);
    sign(subject);
    return files(subject, Optional.empty());
  }

  /** A certificate of it for a key that {@code openssl} makes by these words. */
  KeyFiles issue(String subject, Optional<String> passphrase, String... makeKey) {
    openssl(makeKey);
    List<String> request =
        new ArrayList<>(
            List.of(
                "req",
                "-new",
                "-key",
                subject + ".key",
                "-out",
                subject + ".csr",
                "-subj",
                "/CN=" + subject));
    passphrase.ifPresent(text -> request.addAll(List.of("-passin", "pass:" + text)));
    openssl(request.toArray(new String[0]));
    sign(subject);
    return files(subject, passphrase);
  }

  private void sign(String subject) {
    openssl(
        "x509",
        "-req",
        "-in",
        subject + ".csr",
        "-CA",
        name + ".crt",
        "-CAkey",
        name + ".key",
        "-CAcreateserial",
        "-out",
        subject + ".crt",
        "-days",
        "2");
  }

  private KeyFiles files(String subject, Optional<String> passphrase) {
    return new KeyFiles(
        folder.resolve(subject + ".crt"), folder.resolve(subject + ".key"), passphrase);
  }

  /** Settings for these files, with this authority. */
  public TlsSettings settings(int port, AuthClients authClients, KeyFiles files) {
    return new TlsSettings(
        port,
        true,
        authClients,
        files,
        Optional.empty(),
        Optional.of(certificate()),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        false,
        new TlsSettings.Sessions(true, 20_480, 300));
  }

  /** What a client that trusts this authority begins with, and what it shows, if anything. */
  public SSLContext client(Optional<KeyFiles> shown) {
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("ca", Certificates.read(certificate()).get(0));
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          shown.isEmpty() ? null : new KeyPairFiles("tls-", shown.get()).load().getKeyManagers(),
          trust.getTrustManagers(),
          null);
      return context;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException | TlsException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Replaces the contents of one pair of files by another's, each in one step. */
  public static void replace(KeyFiles old, KeyFiles by) {
    replace(old.certificate(), by.certificate());
    replace(old.key(), by.key());
  }

  /** Replaces the content of a file by another's, in one step. */
  public static void replace(Path old, Path by) {
    try {
      Path copy = Files.copy(by, old.resolveSibling("copy"), StandardCopyOption.REPLACE_EXISTING);
      Files.move(copy, old, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void openssl(String... words) {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(words));
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
