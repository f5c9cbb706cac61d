package io.vedette.sentinel.tls;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import javax.net.ssl.SSLParameters;

/**
 * Ciphers as OpenSSL names them, in Java's names. In a list for TLS up to 1.2 the words that stand
 * for many ciphers ({@code HIGH}, {@code ECDHE+AESGCM}, {@code !DSS}) choose among those that Java
 * offers by itself; a cipher that Java has but does not offer must be named.
 */
final class CipherNames {
  private static final String CIPHERS = "tls-ciphers";
  private static final String CIPHERSUITES = "tls-ciphersuites";

  /** Up to TLS 1.2 a cipher says how keys are exchanged: {@code TLS_x_WITH_y}. */
  private static final String WITH = "_WITH_";

  /** Java offers none of these. */
  private static final Set<String> NEVER_OFFERED =
      Set.of(
          "LOW",
          "MEDIUM",
          "EXP",
          "EXPORT",
          "NULL",
          "ENULL",
          "ANULL",
          "MD5",
          "RC4",
          "DES",
          "3DES",
          "PSK",
          "SRP",
          "SEED",
          "IDEA",
          "CAMELLIA");

  private static final Map<String, Predicate<String>> WORDS =
      Map.ofEntries(
          Map.entry("DEFAULT", name -> true),
          Map.entry("ALL", name -> true),
          Map.entry("HIGH", name -> true),
          Map.entry("ECDHE", name -> name.contains("_ECDHE_")),
          Map.entry("EECDH", name -> name.contains("_ECDHE_")),
          Map.entry("DHE", name -> name.contains("_DHE_")),
          Map.entry("EDH", name -> name.contains("_DHE_")),
          Map.entry("RSA", name -> name.startsWith("TLS_RSA_")),
          Map.entry("KRSA", name -> name.startsWith("TLS_RSA_")),
          Map.entry("ARSA", name -> name.contains("RSA_WITH")),
          Map.entry("ECDSA", name -> name.contains("ECDSA_WITH")),
          Map.entry("AECDSA", name -> name.contains("ECDSA_WITH")),
          Map.entry("DSS", name -> name.contains("_DSS_")),
          Map.entry("ADSS", name -> name.contains("_DSS_")),
          Map.entry("AES", name -> name.contains("_AES_")),
          Map.entry("AESGCM", name -> name.contains("_AES_") && name.contains("_GCM_")),
          Map.entry("AES128", name -> name.contains("_AES_128_")),
          Map.entry("AES256", name -> name.contains("_AES_256_")),
          Map.entry("CHACHA20", name -> name.contains("_CHACHA20_")),
          Map.entry("SHA", name -> name.endsWith("_SHA")),
          Map.entry("SHA1", name -> name.endsWith("_SHA")),
          Map.entry("SHA256", name -> name.endsWith("_CBC_SHA256")),
          Map.entry("SHA384", name -> name.endsWith("_CBC_SHA384")));

  private final List<String> offered;
  private final Map<String, String> known = new LinkedHashMap<>();

  /** With what Java offers by itself, and all it has. */
  CipherNames(SSLParameters offered, SSLParameters supported) {
    this.offered = List.of(offered.getCipherSuites());
    for (String name : supported.getCipherSuites()) {
      known.put(name, name);
      known.put(openSslName(name), name);
    }
  }

  /**
   * All ciphers to enable, in Java's names; an empty argument stands for Java's choice.
   *
   * @throws TlsException if one of the names is unknown
   */
  List<String> enabled(Optional<String> ciphers, Optional<String> cipherSuites)
      throws TlsException {
    List<String> all = new ArrayList<>();
    all.addAll(cipherSuites.isPresent() ? suites(cipherSuites.get()) : offered(false));
    all.addAll(ciphers.isPresent() ? choose(ciphers.get()) : offered(true));
    return all;
  }

  private List<String> offered(boolean upTo12) {
    return offered.stream().filter(name -> name.contains(WITH) == upTo12).toList();
  }

  private List<String> suites(String list) throws TlsException {
    List<String> chosen = new ArrayList<>();
    for (String name : list.split(":", -1)) {
      String javaName = known.get(name);
      if (javaName == null || javaName.contains(WITH)) {
        throw new TlsException(
            CIPHERSUITES, "'" + name + "' is not a cipher of TLS 1.3 that this Java has");
      }
      chosen.add(javaName);
    }
    return chosen;
  }

  private List<String> choose(String list) throws TlsException {
    Set<String> chosen = new LinkedHashSet<>();
    Set<String> banned = new LinkedHashSet<>();
    for (String word : list.split("[:, ]+", -1)) {
      char sign = word.isEmpty() ? ':' : word.charAt(0);
      if (sign == '!' || sign == '-') {
        List<String> meant = meant(word.substring(1));
        chosen.removeAll(meant);
        if (sign == '!') {
          banned.addAll(meant);
        }
      } else if (!word.isEmpty() && !word.equals("@STRENGTH")) {
        chosen.addAll(meant(word));
        chosen.removeAll(banned);
      }
    }
    if (chosen.isEmpty()) {
      throw new TlsException(CIPHERS, "no cipher that this Java has is left of it");
    }
    return List.copyOf(chosen);
  }

  private List<String> meant(String word) throws TlsException {
    String one = known.get(word);
    if (one != null && one.contains(WITH)) {
      return List.of(one);
    }
    Predicate<String> all = name -> true;
    for (String part : word.split("\\+", -1)) {
      String upper = part.toUpperCase(Locale.ROOT);
      if (NEVER_OFFERED.contains(upper)) {
        return List.of();
      }
      Predicate<String> predicate = WORDS.get(upper);
      if (predicate == null) {
        throw new TlsException(CIPHERS, "'" + word + "' is not a cipher that this Java has");
      }
      all = all.and(predicate);
    }
    return offered(true).stream().filter(all).toList();
  }

  /** {@code TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256} is {@code ECDHE-RSA-AES128-GCM-SHA256}. */
  static String openSslName(String javaName) {
    int with = javaName.indexOf(WITH);
    if (with < 0 || !javaName.startsWith("TLS_")) {
      return javaName;
    }
    String exchange = javaName.substring("TLS_".length(), with);
    String cipher =
        javaName
            .substring(with + WITH.length())
            .replaceFirst("^AES_(\\d+)_(CBC_)?", "AES$1-")
            .replaceFirst("^(CHACHA20_POLY1305)_SHA256$", "$1");
    String name = exchange.equals("RSA") ? cipher : exchange + "-" + cipher;
    return name.replace('_', '-');
  }
}
