package io.vedette.sentinel.server.command;

import io.vedette.sentinel.runtime.RenamedCommand;
import java.io.IOException;

/** A command that can't be renamed. The message is one line, and names file and line. */
public final class RenameException extends IOException {
  private static final long serialVersionUID = 1L;

  RenameException(RenamedCommand renamed, String reason) {
    super(
        renamed.place()
            + ": 'rename-command "
            + renamed.command()
            + " "
            + (renamed.name().isEmpty() ? "\"\"" : renamed.name())
            + "': "
            + reason);
  }
}
