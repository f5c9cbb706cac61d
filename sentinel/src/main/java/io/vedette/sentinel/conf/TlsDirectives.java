package io.vedette.sentinel.conf;

import io.vedette.sentinel.runtime.TlsOptions;
import io.vedette.sentinel.runtime.TlsSettings;
import io.vedette.sentinel.runtime.TlsSettings.AuthClients;
import io.vedette.sentinel.runtime.TlsSettings.KeyFiles;
import io.vedette.sentinel.runtime.TlsSettings.Sessions;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The {@code tls-…} lines: the last of each counts, and as in Redis they count together when TLS is
 * asked for, by {@code tls-port} or {@code tls-replication}, and not before.
 */
public final class TlsDirectives {
  /** The directives; others of that prefix matter to data servers only. */
  static final Set<String> NAMES =
      Stream.concat(Stream.of("tls-port", "tls-replication"), TlsOptions.NAMES.stream())
          .collect(Collectors.toUnmodifiableSet());

  private static final Map<String, String> DEFAULTS =
      Map.of(
          "tls-auth-clients", "yes",
          "tls-prefer-server-ciphers", "no",
          "tls-session-caching", "yes",
          "tls-session-cache-size", "20480",
          "tls-session-cache-timeout", "300");

  private static final int DEFAULT_CACHE_SIZE = 20_480;
  private static final int DEFAULT_CACHE_TIMEOUT_SECONDS = 300;

  private final Map<String, Directive> lines = new HashMap<>();
  private int port;
  private boolean replication;
  private AuthClients authClients = AuthClients.YES;
  private boolean preferServerCiphers;
  private boolean caching = true;
  private int cacheSize = DEFAULT_CACHE_SIZE;
  private int cacheTimeoutSeconds = DEFAULT_CACHE_TIMEOUT_SECONDS;

  TlsDirectives() {}

  /** Takes one of them. */
  void take(Directive directive) throws ConfigException {
    directive.expectArguments(1, "value");
    lines.put(directive.name(), directive);
    switch (directive.name()) {
      case "tls-port" -> port = (int) directive.number(0, "port", 0, 65535);
      case "tls-replication" -> replication = directive.yesNo(0);
      case "tls-auth-clients" -> authClients = authClients(directive);
      case "tls-prefer-server-ciphers" -> preferServerCiphers = directive.yesNo(0);
      case "tls-session-caching" -> caching = directive.yesNo(0);
      case "tls-session-cache-size" -> cacheSize = count(directive);
      case "tls-session-cache-timeout" -> cacheTimeoutSeconds = count(directive);
      default -> {
        // A path or a text: kept above.
      }
    }
  }

  private static AuthClients authClients(Directive directive) throws ConfigException {
    return switch (directive.argument(0).toLowerCase(Locale.ROOT)) {
      case "yes" -> AuthClients.YES;
      case "no" -> AuthClients.NO;
      case "optional" -> AuthClients.OPTIONAL;
      default -> throw directive.error("argument must be 'yes', 'no' or 'optional'");
    };
  }

  private static int count(Directive directive) throws ConfigException {
    return (int) directive.number(0, "argument", 0, Integer.MAX_VALUE);
  }

  /**
   * The same with other values, by name, as SENTINEL CONFIG SET gives them.
   *
   * @throws ConfigException at the first that is none
   */
  public TlsDirectives with(Map<String, String> values) throws ConfigException {
    TlsDirectives changed = new TlsDirectives();
    for (Directive line : lines.values()) {
      changed.take(line);
    }
    for (Map.Entry<String, String> value : values.entrySet()) {
      changed.take(
          new Directive(
              Directive.Origin.COMMAND_LINE,
              "SENTINEL CONFIG SET",
              List.of(value.getKey(), value.getValue())));
    }
    return changed;
  }

  /** The values of all that may change, by name, as they are written; a secret is hidden. */
  public Map<String, String> shown() {
    Map<String, String> shown = new LinkedHashMap<>();
    for (String name : TlsOptions.NAMES) {
      String value = text(name).orElse(DEFAULTS.getOrDefault(name, ""));
      boolean hidden = name.endsWith("-pass") && !value.isEmpty();
      shown.put(name, hidden ? "******" : value);
    }
    return shown;
  }

  /** The exception for one of them with which something turned out to be wrong. */
  public ConfigException error(String name, String what) {
    Directive line = lines.get(name);
    return line == null ? new ConfigException("'" + name + "': " + what) : line.error(what);
  }

  /** The settings, with paths seen from the working directory; empty: TLS is not asked for. */
  public Optional<TlsSettings> build(Path dir) throws ConfigException {
    if (port == 0 && !replication) {
      return Optional.empty();
    }
    Directive asked = lines.get(port == 0 ? "tls-replication" : "tls-port");
    KeyFiles server = keyFiles(dir, "tls-", asked);
    Directive client = lines.get("tls-client-cert-file");
    Optional<KeyFiles> ofClient =
        client == null || client.argument(0).isEmpty()
            ? Optional.empty()
            : Optional.of(keyFiles(dir, "tls-client-", client));
    Optional<Path> caFile = path(dir, "tls-ca-cert-file");
    Optional<Path> caDir = path(dir, "tls-ca-cert-dir");
    boolean judges = replication || authClients != AuthClients.NO;
    if (judges && caFile.isEmpty() && caDir.isEmpty()) {
      throw asked.error(
          "needs 'tls-ca-cert-file' or 'tls-ca-cert-dir', for 'tls-replication yes' or unless"
              + " 'tls-auth-clients' is no");
    }
    return Optional.of(
        new TlsSettings(
            port,
            replication,
            authClients,
            server,
            ofClient,
            caFile,
            caDir,
            text("tls-protocols")
                .map(text -> List.of(text.trim().split("[ ,]+", -1)))
                .orElse(List.of()),
            text("tls-ciphers"),
            text("tls-ciphersuites"),
            preferServerCiphers,
            new Sessions(caching, cacheSize, cacheTimeoutSeconds)));
  }

  private KeyFiles keyFiles(Path dir, String prefix, Directive asked) throws ConfigException {
    Optional<Path> certificate = path(dir, prefix + "cert-file");
    Optional<Path> key = path(dir, prefix + "key-file");
    if (certificate.isEmpty() || key.isEmpty()) {
      throw asked.error(
          "needs '" + prefix + (certificate.isEmpty() ? "cert-file'" : "key-file'") + " as well");
    }
    return new KeyFiles(certificate.get(), key.get(), text(prefix + "key-file-pass"));
  }

  private Optional<Path> path(Path dir, String name) throws ConfigException {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<Path> path = Paths.resolve(dir, text.get());
    if (path.isEmpty()) {
      throw lines.get(name).error("not a path");
    }
    return path;
  }

  private Optional<String> text(String name) {
    return Optional.ofNullable(lines.get(name))
        .map(directive -> directive.argument(0))
        .filter(text -> !text.isEmpty());
  }
}
