package io.vedette.sentinel.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.vedette.sentinel.runtime.DaemonThreads;
import io.vedette.sentinel.runtime.TlsSettings;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS for the connections of this process, with the certificates as they are in their files now.
 *
 * <p>A change is taken over when it has stood for one look at the files, so that a certificate and
 * its key can be replaced one after the other. Connections go on with what they began with. A
 * change for the worse is logged once, and new connections begin with what was good before.
 *
 * <p>Any thread may use it.
 */
public final class Tls implements AutoCloseable {
  /** How often the files are looked at. */
  private static final Duration LOOK = Duration.ofSeconds(2);

  /** Redis sets no limit: here a silent client does not hold its place for longer. */
  private static final long HANDSHAKE_TIMEOUT_MS = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(Tls.class);

  private final ScheduledExecutorService watch;
  private TlsSettings settings;
  private volatile Material material;
  private FileStamps taken;
  private FileStamps seen;

  private Tls(TlsSettings settings, FileStamps taken, Material material) {
    this.settings = settings;
    this.material = material;
    this.taken = taken;
    this.seen = taken;
    this.watch = DaemonThreads.scheduled("tls-files");
  }

  /**
   * Reads all files and watches them from then on.
   *
   * @throws TlsException at the first thing that is wrong
   */
  public static Tls load(TlsSettings settings) throws TlsException {
    return load(settings, LOOK);
  }

  static Tls load(TlsSettings settings, Duration look) throws TlsException {
    // Before they are read: what changes meanwhile is seen later.
    FileStamps stamps = FileStamps.of(settings);
    Tls tls = new Tls(settings, stamps, Material.load(settings));
    tls.warnOfProtocols();
    var unused =
        tls.watch.scheduleWithFixedDelay(
            tls::look, look.toMillis(), look.toMillis(), TimeUnit.MILLISECONDS);
    return tls;
  }

  private void warnOfProtocols() throws TlsException {
    try {
      for (String name : Protocols.of(settings).switchedOff()) {
        LOG.warn("tls-protocols: {} is not spoken: this Java has switched it off", name);
      }
    } catch (NoSuchAlgorithmException e) {
      throw new TlsException("tls-protocols", "TLS is not to be had: " + e.getMessage());
    }
  }

  /** The one that looks at the files: for {@link #replace}, and only for that. */
  public Executor thread() {
    return watch;
  }

  /**
   * Reads all files of other settings, for new connections. To be called on {@link #thread()}.
   *
   * @throws TlsException at the first thing that is wrong; then everything is as it was
   */
  public void replace(TlsSettings other) throws TlsException {
    FileStamps stamps = FileStamps.of(other);
    material = Material.load(other);
    settings = other;
    taken = stamps;
    seen = stamps;
    warnOfProtocols();
    LOG.info("TLS: new settings are taken over, for new connections");
  }

  private void look() {
    try {
      FileStamps now = FileStamps.of(settings);
      if (now.equals(seen) && !now.equals(taken)) {
        taken = now;
        material = Material.load(settings);
        LOG.info("TLS: certificates and keys are read again, for new connections");
      }
      seen = now;
    } catch (TlsException e) {
      LOG.warn(
          "TLS: certificates or keys have changed and are not taken over: {}: {}",
          e.directive(),
          e.getMessage());
    } catch (RuntimeException bug) {
      LOG.error("TLS: looking at the certificates failed", bug);
    }
  }

  /** What a new connection of a client begins with. */
  public SslHandler serverHandler(ByteBufAllocator allocator) {
    Material now = material;
    SslHandler handler = now.server().newHandler(allocator);
    SSLEngine engine = handler.engine();
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setUseCipherSuitesOrder(now.preferServerCiphers());
    engine.setSSLParameters(parameters);
    handler.setHandshakeTimeoutMillis(HANDSHAKE_TIMEOUT_MS);
    return handler;
  }

  /** Puts into it what a new connection to another server begins with. */
  public void configureClient(SslContextBuilder builder) {
    material.configureClient(builder);
  }

  /** What new connections begin with now. */
  Material material() {
    return material;
  }

  /** Watches no more. */
  @Override
  public void close() {
    watch.shutdownNow();
  }
}
