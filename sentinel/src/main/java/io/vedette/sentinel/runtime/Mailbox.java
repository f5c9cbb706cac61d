package io.vedette.sentinel.runtime;

import io.vedette.quorum.Input;

/** Where everything that is to be decided upon goes in. Any thread may put something in. */
public interface Mailbox {
  /**
   * Puts an input in, in the order of the calls of one thread. Returns at once.
   *
   * @return false if the mailbox is full or closed: the input is not taken, and whoever offered it
   *     says so to whom it concerns
   */
  boolean offer(Input input);
}
