package io.vedette.sentinel.server.command;

import java.util.Collection;

/** Everybody who is connected. Any thread. */
public interface Clients {
  /** In the order in which they came, more or less: they come and go meanwhile. */
  Collection<? extends Client> all();

  /** Nobody's requests are run for this time, from now on; a longer pause that runs stays. */
  void pause(long nanos);

  /** Ends a pause. */
  void unpause();

  /** How many there are. */
  int count();

  /** How many different channels are subscribed to. */
  int channels();

  /** How many different patterns are subscribed to. */
  int patterns();
}
