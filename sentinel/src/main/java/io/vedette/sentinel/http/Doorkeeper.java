package io.vedette.sentinel.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** Who may read, and who may change something. */
final class Doorkeeper {
  private static final String BEARER = "bearer ";
  private static final String BASIC = "basic ";

  private final Optional<String> readToken;
  private final Optional<String> actionToken;

  Doorkeeper(HttpSettings settings) {
    readToken = settings.readToken();
    actionToken = settings.actionToken();
  }

  /** Whether anybody may change something at all. */
  boolean hasActions() {
    return actionToken.isPresent();
  }

  /** Whether who shows this may read: who may change something may. */
  boolean mayRead(String authorization) {
    return readToken.isEmpty()
        || isSame(bearer(authorization), readToken)
        || isSame(password(authorization), readToken)
        || mayAct(authorization);
  }

  /**
   * Whether who shows this may change something. Not by basic authentication: a browser would show
   * that for any page that sends a form here.
   */
  boolean mayAct(String authorization) {
    return isSame(bearer(authorization), actionToken);
  }

  /** In a time that says nothing of how much of it is right. */
  private static boolean isSame(String shown, Optional<String> token) {
    return token.isPresent() && MessageDigest.isEqual(bytes(shown), bytes(token.get()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String bearer(String authorization) {
    return after(BEARER, authorization);
  }

  private static String password(String authorization) {
    try {
      byte[] decoded = Base64.getDecoder().decode(after(BASIC, authorization));
      String pair = new String(decoded, StandardCharsets.UTF_8);
      return pair.substring(pair.indexOf(':') + 1);
    } catch (IllegalArgumentException notBase64) {
      return "";
    }
  }

  private static String after(String scheme, String authorization) {
    return authorization.toLowerCase(Locale.ROOT).startsWith(scheme)
        ? authorization.substring(scheme.length()).trim()
        : "";
  }
}
