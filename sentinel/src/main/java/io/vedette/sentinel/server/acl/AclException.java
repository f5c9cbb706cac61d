package io.vedette.sentinel.server.acl;

import java.io.IOException;

/** Users that can't be loaded or saved. The message is one line, and names file and line. */
public final class AclException extends IOException {
  private static final long serialVersionUID = 1L;

  AclException(String message) {
    super(message);
  }
}
