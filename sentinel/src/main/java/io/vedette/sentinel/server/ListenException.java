package io.vedette.sentinel.server;

import java.io.IOException;

/** The server can't listen where it is told to. The message is one line for the operator. */
public final class ListenException extends IOException {
  private static final long serialVersionUID = 1L;

  public ListenException(String message, Throwable cause) {
    super(message, cause);
  }
}
