package io.vedette.sentinel.runtime;

import java.util.List;
import java.util.function.IntConsumer;

/**
 * All that a coordinator acts through.
 *
 * @param links connections to data nodes and peers
 * @param hosts what host names stand for
 * @param store where the state is kept
 * @param scripts operators' scripts
 * @param listeners told of every event, in this order
 * @param exit ends the process at once with this code
 */
public record Ports(
    Links links,
    Hosts hosts,
    StateStore store,
    Scripts scripts,
    List<EventListener> listeners,
    IntConsumer exit) {
  public Ports {
    listeners = List.copyOf(listeners);
  }
}
