package io.vedette.sentinel;

import io.vedette.sentinel.conf.ConfigException;
import io.vedette.sentinel.conf.TlsDirectives;
import io.vedette.sentinel.runtime.TlsOptions;
import io.vedette.sentinel.tls.Tls;
import io.vedette.sentinel.tls.TlsException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** SENTINEL CONFIG SET of TLS's options: read like the configuration, and put to use at once. */
final class LiveTls implements TlsOptions {
  private final Tls tls;
  private final Path dir;
  private volatile TlsDirectives current;
  private volatile Map<String, String> changed = Map.of();

  /**
   * @param begun what the configuration says
   * @param dir the working directory: relative paths are relative to it
   */
  LiveTls(Tls tls, TlsDirectives begun, Path dir) {
    this.tls = tls;
    this.dir = dir;
    this.current = begun;
  }

  @Override
  public Map<String, String> shown() {
    return current.shown();
  }

  @Override
  public Map<String, String> changed() {
    return changed;
  }

  @Override
  public CompletionStage<Optional<String>> change(Map<String, String> values) {
    // Reads files, and may take its time over a key: on no thread that others wait for.
    return CompletableFuture.supplyAsync(() -> take(values), tls.thread());
  }

  private Optional<String> take(Map<String, String> values) {
    TlsDirectives next = current;
    try {
      next = current.with(values);
      tls.replace(next.build(dir).orElseThrow());
    } catch (ConfigException e) {
      return Optional.of(e.getMessage());
    } catch (TlsException e) {
      return Optional.of(next.error(e.directive(), e.getMessage()).getMessage());
    }
    Map<String, String> all = new LinkedHashMap<>(changed);
    all.putAll(values);
    changed = Collections.unmodifiableMap(all);
    current = next;
    return Optional.empty();
  }
}
