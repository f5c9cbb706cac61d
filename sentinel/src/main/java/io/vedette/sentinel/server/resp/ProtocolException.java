package io.vedette.sentinel.server.resp;

/** What a client sent is not a request; its connection can't be understood any more. */
public final class ProtocolException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The message is what the client is told after {@code ERR Protocol error: }. */
  public ProtocolException(String message) {
    // A stranger's mistake is no fault of ours: where it was noticed tells nothing, and costs much.
    super(message, null, false, false);
  }
}
