package io.vedette.tests.compat.client;

import io.vedette.quorum.model.Address;
import java.util.Optional;

/**
 * A client that sets one key to 1, 2, 3… until it is closed, a number after the other whether the
 * last one was acknowledged or not.
 */
public interface WritingClient extends AutoCloseable {
  /** The key it writes to. */
  String key();

  /** The last number that was acknowledged; 0: none yet. */
  long acknowledged();

  /** The master, as the library has it since the last acknowledged write. */
  Optional<Address> master();

  /** Why it writes no more or never did, as far as it has said so: for people. */
  String complaints();

  @Override
  void close();
}
