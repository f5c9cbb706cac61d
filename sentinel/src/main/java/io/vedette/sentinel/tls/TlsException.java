package io.vedette.sentinel.tls;

/** The configuration of TLS can't be used. The message is one line: what is wrong. */
public final class TlsException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String directive;

  TlsException(String directive, String message) {
    super(message);
    this.directive = directive;
  }

  /** The directive at fault, such as {@code tls-cert-file}. */
  public String directive() {
    return directive;
  }
}
