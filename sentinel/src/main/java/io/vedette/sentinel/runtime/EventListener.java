package io.vedette.sentinel.runtime;

import io.vedette.quorum.Event;

/** Told of every event, in order, on the coordinator's thread: hand over at once, never throw. */
public interface EventListener {
  void onEvent(Event event);
}
