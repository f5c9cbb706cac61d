package io.vedette.sentinel.runtime;

/** Host names, and what they stand for. */
public interface Hosts {
  /**
   * Looks a name up. Returns at once; {@code HostResolved} or {@code HostUnresolved} follows within
   * ten seconds, from any thread.
   */
  void resolve(String name);
}
