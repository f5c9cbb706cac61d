package io.vedette.sentinel.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Certificates from PEM files. */
final class Certificates {
  private static final Set<String> TYPES = Set.of("CERTIFICATE", "X509 CERTIFICATE");

  /** As {@code openssl rehash} names them; OpenSSL looks at no others. */
  private static final Pattern HASHED = Pattern.compile("[0-9a-f]{8}\\.[0-9]+");

  private Certificates() {}

  /**
   * All certificates of a file, in their order; at least one.
   *
   * @throws IOException in a few words, if there is none
   */
  static List<X509Certificate> read(Path file) throws IOException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Pem block : Pem.read(file)) {
      if (TYPES.contains(block.type())) {
        certificates.add(decode(block));
      }
    }
    if (certificates.isEmpty()) {
      throw new IOException("holds no certificate in PEM");
    }
    return certificates;
  }

  private static X509Certificate decode(Pem block) throws IOException {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(block.content()));
    } catch (CertificateException e) {
      throw new IOException("holds a certificate that can't be read: " + e.getMessage(), e);
    }
  }

  /** The files of a folder that hold authorities; at least one. */
  static List<Path> hashed(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      throw new IOException("is not a folder");
    }
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path file : all) {
        if (HASHED.matcher(file.getFileName().toString()).matches()) {
          files.add(file);
        }
      }
    }
    if (files.isEmpty()) {
      throw new IOException("holds no file as 'openssl rehash' names them, such as 9d66eef0.0");
    }
    files.sort(null);
    return files;
  }
}
