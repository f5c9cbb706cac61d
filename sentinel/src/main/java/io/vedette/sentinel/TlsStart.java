package io.vedette.sentinel;

import io.vedette.sentinel.conf.ConfigException;
import io.vedette.sentinel.conf.SentinelConf;
import io.vedette.sentinel.runtime.TlsSettings;
import io.vedette.sentinel.tls.Tls;
import io.vedette.sentinel.tls.TlsException;

/** In a class of its own: a coordinator without TLS starts without loading any of it. */
final class TlsStart {
  private TlsStart() {}

  /**
   * Reads the certificates and keys; from then on they may be changed by SENTINEL CONFIG SET.
   *
   * @throws ConfigException with the line that names what can't be used
   */
  static Tls load(SentinelConf conf, TlsSettings settings) throws ConfigException {
    try {
      Tls tls = Tls.load(settings);
      conf.options().tls(new LiveTls(tls, conf.tls(), conf.settings().dir()));
      return tls;
    } catch (TlsException e) {
      throw conf.error(e.directive(), e.getMessage());
    }
  }
}
