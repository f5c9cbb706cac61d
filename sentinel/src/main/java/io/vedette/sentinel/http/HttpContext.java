package io.vedette.sentinel.http;

import io.vedette.sentinel.runtime.Coordination;
import io.vedette.sentinel.runtime.History;
import io.vedette.sentinel.runtime.Inspector;
import io.vedette.sentinel.runtime.LoopStats;
import java.util.List;

/**
 * What is served.
 *
 * @param version the program's
 * @param coordination the coordinator
 * @param history past failovers
 * @param loop how its thread is doing
 * @param inspector asks the others
 * @param gauges numbers that go up and down
 * @param counters numbers that only go up
 */
public record HttpContext(
    String version,
    Coordination coordination,
    History history,
    LoopStats loop,
    Inspector inspector,
    List<Sample> gauges,
    List<Sample> counters) {
  public HttpContext {
    gauges = List.copyOf(gauges);
    counters = List.copyOf(counters);
  }
}
