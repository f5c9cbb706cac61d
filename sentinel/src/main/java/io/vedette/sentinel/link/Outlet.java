package io.vedette.sentinel.link;

import io.vedette.quorum.Input;
import io.vedette.sentinel.runtime.Mailbox;

/** One link's way to the mailbox, which can be shut at once and for good. Any thread. */
final class Outlet {
  private final Mailbox mailbox;
  private boolean shut;

  Outlet(Mailbox mailbox) {
    this.mailbox = mailbox;
  }

  /** False if the mailbox did not take it; true as well if nobody is to hear it. */
  synchronized boolean offer(Input input) {
    return shut || mailbox.offer(input);
  }

  /** When this returns, nothing more comes out. */
  synchronized void shut() {
    shut = true;
  }
}
