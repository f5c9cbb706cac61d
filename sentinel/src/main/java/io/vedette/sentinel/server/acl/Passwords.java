package io.vedette.sentinel.server.acl;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;

/** Hashes of passwords: SHA-256 in lower-case hexadecimal digits. */
final class Passwords {
  private static final int DIGITS = 64;

  private Passwords() {}

  static String hash(String password) {
    try {
      byte[] bytes = password.getBytes(StandardCharsets.ISO_8859_1);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  static String checkedHash(String hash) throws RuleException {
    boolean good =
        hash.length() == DIGITS
            && hash.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    if (!good) {
      throw new RuleException(RuleException.BAD_HASH);
    }
    return hash;
  }

  /** In a time that tells neither which one nor how much of it was right. */
  static boolean matches(Collection<String> hashes, String password) {
    byte[] given = hash(password).getBytes(StandardCharsets.US_ASCII);
    boolean matches = false;
    for (String hash : hashes) {
      matches |= MessageDigest.isEqual(hash.getBytes(StandardCharsets.US_ASCII), given);
    }
    return matches;
  }
}
