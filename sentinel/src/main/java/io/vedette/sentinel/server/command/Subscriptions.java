package io.vedette.sentinel.server.command;

import java.util.List;

/** The channels and patterns one client listens to. Used by the client's event loop only. */
public interface Subscriptions {
  /** False if it listens to more than is good for us: nothing was done. */
  boolean add(Topic topic, String channel);

  /** Does nothing if it did not listen to that. */
  void remove(Topic topic, String channel);

  /** What it listens to, in the order in which it asked. */
  List<String> of(Topic topic);

  /** How many channels and patterns. */
  int count();

  /** Forgets them all. */
  void clear();

  /** Channels by their name, or by a pattern. */
  enum Topic {
    CHANNEL,
    PATTERN
  }
}
