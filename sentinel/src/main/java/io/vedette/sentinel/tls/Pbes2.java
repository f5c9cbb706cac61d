package io.vedette.sentinel.tls;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * PKCS#8 as OpenSSL encrypts it today. The JDK knows this scheme with AES only; with triple DES,
 * which {@code openssl req} and {@code genrsa -des3} use unless told otherwise, it knows no more
 * than the parts. So they are read here and put together.
 */
final class Pbes2 {
  private static final String PBES2 = "2a864886f70d01050d";
  private static final String PBKDF2 = "2a864886f70d01050c";
  private static final String HMAC_SHA1 = "2a864886f70d0207";
  private static final Map<String, String> HMACS =
      Map.of(
          HMAC_SHA1,
          "PBKDF2WithHmacSHA1",
          "2a864886f70d0208",
          "PBKDF2WithHmacSHA224",
          "2a864886f70d0209",
          "PBKDF2WithHmacSHA256",
          "2a864886f70d020a",
          "PBKDF2WithHmacSHA384",
          "2a864886f70d020b",
          "PBKDF2WithHmacSHA512");
  private static final Map<String, Encryption> ENCRYPTIONS =
      Map.of(
          "60864801650304012a", new Encryption("AES", 256),
          "608648016503040116", new Encryption("AES", 192),
          "608648016503040102", new Encryption("AES", 128),
          "2a864886f70d0307", new Encryption("DESede", 192));

  /** Some seconds of work: more is a mistake. */
  private static final int MOST_ITERATIONS = 10_000_000;

  /** A block cipher, in CBC mode. */
  private record Encryption(String cipher, int keyBits) {}

  private final String derivation;
  private final byte[] salt;
  private final int iterations;
  private final Encryption encryption;
  private final byte[] iv;
  private final byte[] content;

  private Pbes2(List<Der.Element> derivation, Encryption encryption, byte[] iv, byte[] content)
      throws GeneralSecurityException {
    this.salt = Der.at(derivation, 0, Der.OCTETS);
    this.iterations = iterations(Der.at(derivation, 1, Der.INTEGER));
    this.derivation = derivation(derivation);
    this.encryption = encryption;
    this.iv = iv;
    this.content = content;
  }

  /**
   * Reads an EncryptedPrivateKeyInfo.
   *
   * @return empty if it is of another scheme than PBES2
   * @throws GeneralSecurityException if it is damaged, or of a kind that Java does not have
   */
  static Optional<Pbes2> read(byte[] der) throws GeneralSecurityException {
    List<Der.Element> info = Der.elements(Der.only(der, Der.SEQUENCE));
    List<Der.Element> scheme = Der.elements(Der.at(info, 0, Der.SEQUENCE));
    if (!oid(scheme).equals(PBES2)) {
      return Optional.empty();
    }
    List<Der.Element> parts = Der.elements(Der.at(scheme, 1, Der.SEQUENCE));
    List<Der.Element> kdf = Der.elements(Der.at(parts, 0, Der.SEQUENCE));
    List<Der.Element> cipher = Der.elements(Der.at(parts, 1, Der.SEQUENCE));
    Encryption encryption = ENCRYPTIONS.get(oid(cipher));
    if (!oid(kdf).equals(PBKDF2) || encryption == null) {
      throw new GeneralSecurityException("encrypted in a way that Java does not have");
    }
    return Optional.of(
        new Pbes2(
            Der.elements(Der.at(kdf, 1, Der.SEQUENCE)),
            encryption,
            Der.at(cipher, 1, Der.OCTETS),
            Der.at(info, 1, Der.OCTETS)));
  }

  private static String oid(List<Der.Element> identifier) throws GeneralSecurityException {
    return HexFormat.of().formatHex(Der.at(identifier, 0, Der.OID));
  }

  /** The last part, after a key length that may be there; SHA-1 if there is none. */
  private static String derivation(List<Der.Element> how) throws GeneralSecurityException {
    Der.Element last = how.get(how.size() - 1);
    String hmac = last.tag() == Der.SEQUENCE ? oid(Der.elements(last.content())) : HMAC_SHA1;
    String name = HMACS.get(hmac);
    if (name == null) {
      throw new GeneralSecurityException("encrypted in a way that Java does not have");
    }
    return name;
  }

  private static int iterations(byte[] number) throws GeneralSecurityException {
    BigInteger asked = number.length == 0 ? BigInteger.ZERO : new BigInteger(number);
    if (asked.signum() < 1 || asked.compareTo(BigInteger.valueOf(MOST_ITERATIONS)) > 0) {
      throw new GeneralSecurityException("encrypted with " + asked + " iterations");
    }
    return asked.intValue();
  }

  /** The key in PKCS#8; a wrong passphrase shows in the padding, or later. */
  byte[] decrypt(String passphrase) throws GeneralSecurityException {
    PBEKeySpec spec =
        new PBEKeySpec(passphrase.toCharArray(), salt, iterations, encryption.keyBits());
    byte[] key = SecretKeyFactory.getInstance(derivation).generateSecret(spec).getEncoded();
    Cipher cipher = Cipher.getInstance(encryption.cipher() + "/CBC/PKCS5Padding");
    cipher.init(
        Cipher.DECRYPT_MODE, new SecretKeySpec(key, encryption.cipher()), new IvParameterSpec(iv));
    return cipher.doFinal(content);
  }
}
