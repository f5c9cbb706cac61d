package io.vedette.sentinel.tls;

import io.vedette.sentinel.runtime.TlsSettings.KeyFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;

/**
 * Reads a certificate with its key.
 *
 * @param prefix of the directives that name the files: {@code tls-} or {@code tls-client-}
 * @param files the files
 */
record KeyPairFiles(String prefix, KeyFiles files) {
  private static final byte[] PROOF = "proof".getBytes(StandardCharsets.US_ASCII);

  /** What shows the certificate to the other side. */
  KeyManagerFactory load() throws TlsException {
    List<X509Certificate> chain = chain();
    PrivateKey key = key();
    checkFit(chain.get(0), key);
    try {
      // Protects nothing: the store never leaves this process.
      char[] password = "none".toCharArray();
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("key", key, password, chain.toArray(new X509Certificate[0]));
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, password);
      return factory;
    } catch (GeneralSecurityException | IOException e) {
      throw wrong("cert-file", files.certificate() + " can't be used: " + e.getMessage());
    }
  }

  private List<X509Certificate> chain() throws TlsException {
    try {
      return Certificates.read(files.certificate());
    } catch (IOException e) {
      throw wrong("cert-file", files.certificate() + " " + e.getMessage());
    }
  }

  private PrivateKey key() throws TlsException {
    try {
      return PrivateKeys.find(Pem.read(files.key()), files.passphrase())
          .orElseThrow(() -> wrong("key-file", files.key() + " holds no private key in PEM"));
    } catch (IOException e) {
      throw wrong("key-file", files.key() + " " + e.getMessage());
    } catch (PrivateKeys.PassphraseException e) {
      throw files.passphrase().isPresent()
          ? wrong("key-file-pass", e.getMessage() + " for " + files.key())
          : wrong(
              "key-file", files.key() + " " + e.getMessage() + " in " + prefix + "key-file-pass");
    } catch (GeneralSecurityException e) {
      throw wrong("key-file", files.key() + " can't be used: " + e.getMessage());
    }
  }

  private void checkFit(X509Certificate certificate, PrivateKey key) throws TlsException {
    boolean fits;
    try {
      fits = fits(certificate.getPublicKey(), key);
    } catch (InvalidKeyException ofAnotherKind) {
      fits = false;
    } catch (GeneralSecurityException e) {
      throw wrong("key-file", files.key() + " can't be used: " + e.getMessage());
    }
    if (!fits) {
      throw wrong(
          "key-file", files.key() + " is not the key of the certificate in " + files.certificate());
    }
  }

  private static boolean fits(PublicKey certified, PrivateKey key) throws GeneralSecurityException {
    Signature signature =
        Signature.getInstance(
            switch (key.getAlgorithm()) {
              case "RSA" -> "SHA256withRSA";
              case "EC" -> "SHA256withECDSA";
              case "DSA" -> "SHA256withDSA";
              default -> key.getAlgorithm();
            });
    signature.initSign(key);
    signature.update(PROOF);
    byte[] proof = signature.sign();
    signature.initVerify(certified);
    signature.update(PROOF);
    try {
      return signature.verify(proof);
    } catch (SignatureException ofAnotherLength) {
      return false;
    }
  }

  private TlsException wrong(String directive, String message) {
    return new TlsException(prefix + directive, message);
  }
}
