package io.vedette.sentinel.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Private keys as OpenSSL writes them. The JDK reads PKCS#8 only; the older forms, PKCS#1 for RSA
 * and SEC 1 for EC, are put into a PKCS#8 envelope here, and the older encryption, which stands in
 * the block's headers, is undone.
 */
final class PrivateKeys {
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "DSA", "RSASSA-PSS");
  private static final byte[] RSA =
      HexFormat.of().parseHex("300d06092a864886f70d0101010500"); // rsaEncryption, NULL
  private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");
  private static final byte[] VERSION_0 = {2, 1, 0};
  private static final int SALT_BYTES = 8;

  /** The passphrase does not fit, or there is none. */
  static final class PassphraseException extends Exception {
    private static final long serialVersionUID = 1L;

    PassphraseException(String message) {
      super(message);
    }
  }

  private PrivateKeys() {}

  /**
   * The first private key among the blocks of a file; empty if there is none.
   *
   * @throws PassphraseException if it is encrypted, and not by this passphrase
   * @throws GeneralSecurityException if it is of a kind that Java does not know
   */
  static Optional<PrivateKey> find(List<Pem> blocks, Optional<String> passphrase)
      throws GeneralSecurityException, PassphraseException {
    Optional<Pem> found =
        blocks.stream().filter(block -> block.type().endsWith("PRIVATE KEY")).findFirst();
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Pem block = found.get();
    boolean encrypted =
        block.type().startsWith("ENCRYPTED") || block.headers().containsKey("DEK-Info");
    if (!encrypted) {
      return Optional.of(decode(pkcs8(block.type(), block.content(), blocks)));
    }
    if (passphrase.isEmpty()) {
      throw new PassphraseException("is encrypted, and there is no passphrase");
    }
    try {
      return Optional.of(decode(decrypt(block, passphrase.get(), blocks)));
    } catch (BadPaddingException | InvalidKeySpecException e) {
      // What a wrong passphrase makes of a key looks like anything but a key.
      throw new PassphraseException("wrong passphrase");
    }
  }

  private static byte[] decrypt(Pem block, String passphrase, List<Pem> blocks)
      throws GeneralSecurityException {
    if (!block.type().startsWith("ENCRYPTED")) {
      return pkcs8(block.type(), decryptOld(block, passphrase), blocks);
    }
    try {
      Optional<Pbes2> today = Pbes2.read(block.content());
      return today.isPresent()
          ? today.get().decrypt(passphrase)
          : decryptPbes1(block.content(), passphrase);
    } catch (BadPaddingException wrongPassphrase) {
      throw wrongPassphrase;
    } catch (GeneralSecurityException | IOException e) {
      throw new GeneralSecurityException(
          "damaged, or encrypted in a way that Java does not know:"
              + " 'openssl pkcs8 -topk8 -v2 aes256 -in KEY -out NEW' makes it one that it knows",
          e);
    }
  }

  /** The schemes of one part, as {@code openssl pkcs8 -v1} writes them. */
  private static byte[] decryptPbes1(byte[] der, String passphrase)
      throws GeneralSecurityException, IOException {
    EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
    PBEKeySpec spec = new PBEKeySpec(passphrase.toCharArray());
    Cipher cipher = Cipher.getInstance(info.getAlgName());
    cipher.init(
        Cipher.DECRYPT_MODE,
        SecretKeyFactory.getInstance(info.getAlgName()).generateSecret(spec),
        info.getAlgParameters());
    return cipher.doFinal(info.getEncryptedData());
  }

  /** {@code DEK-Info: AES-256-CBC,<iv>}: a key made from passphrase and salt by MD5. */
  private static byte[] decryptOld(Pem block, String passphrase) throws GeneralSecurityException {
    String[] info = block.headers().get("DEK-Info").split(",", 2);
    String algorithm = info[0].strip().toUpperCase(Locale.ROOT);
    boolean aes = algorithm.matches("AES-(128|192|256)-CBC");
    if (info.length < 2 || !(aes || algorithm.equals("DES-EDE3-CBC"))) {
      throw new GeneralSecurityException("encrypted by " + algorithm + ", which is not known");
    }
    int keyBytes = aes ? Integer.parseInt(algorithm.substring(4, 7)) / Byte.SIZE : 24;
    byte[] iv = parseHex(info[1].strip());
    if (iv.length != (aes ? 16 : 8)) {
      throw new GeneralSecurityException("its DEK-Info is damaged");
    }
    byte[] key = keyOf(passphrase, Arrays.copyOf(iv, SALT_BYTES), keyBytes);
    String name = aes ? "AES" : "DESede";
    Cipher cipher = Cipher.getInstance(name + "/CBC/PKCS5Padding");
    cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, name), new IvParameterSpec(iv));
    return cipher.doFinal(block.content());
  }

  private static byte[] keyOf(String passphrase, byte[] salt, int length)
      throws GeneralSecurityException {
    MessageDigest md5 = MessageDigest.getInstance("MD5");
    byte[] key = new byte[0];
    byte[] last = new byte[0];
    while (key.length < length) {
      md5.update(last);
      md5.update(passphrase.getBytes(StandardCharsets.UTF_8));
      last = md5.digest(salt);
      key = Der.join(key, last);
    }
    return Arrays.copyOf(key, length);
  }

  private static byte[] parseHex(String hex) throws GeneralSecurityException {
    try {
      return HexFormat.of().parseHex(hex);
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException("its DEK-Info is damaged", e);
    }
  }

  private static byte[] pkcs8(String type, byte[] content, List<Pem> blocks)
      throws GeneralSecurityException {
    return switch (type) {
      case "RSA PRIVATE KEY" -> envelope(RSA, content);
      case "EC PRIVATE KEY" -> envelope(Der.of(Der.SEQUENCE, EC, curve(content, blocks)), content);
      case "PRIVATE KEY", "ENCRYPTED PRIVATE KEY" -> content;
      default -> throw new GeneralSecurityException("'" + type + "' is not a known kind of key");
    };
  }

  private static byte[] envelope(byte[] algorithm, byte[] key) {
    return Der.of(Der.SEQUENCE, VERSION_0, algorithm, Der.of(Der.OCTETS, key));
  }

  /** The curve's name stands in the key itself, or in a block before it. */
  private static byte[] curve(byte[] ecKey, List<Pem> blocks) throws GeneralSecurityException {
    Optional<byte[]> own = Der.child(ecKey, Der.CONTEXT_0);
    Optional<byte[]> beside =
        blocks.stream().filter(b -> b.type().equals("EC PARAMETERS")).map(Pem::content).findFirst();
    return own.or(() -> beside)
        .orElseThrow(() -> new InvalidKeySpecException("the EC key does not name its curve"));
  }

  private static PrivateKey decode(byte[] pkcs8) throws GeneralSecurityException {
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(pkcs8);
    InvalidKeySpecException last = null;
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException otherKind) {
        last = otherKind;
      }
    }
    throw new InvalidKeySpecException("not a private key that this Java knows", last);
  }
}
