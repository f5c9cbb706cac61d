package io.vedette.tests.harness;

/** A server's error reply; the message is the whole line without the leading {@code -}. */
public final class ErrorReply extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ErrorReply(String message) {
    super(message);
  }
}
