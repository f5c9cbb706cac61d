package io.vedette.tests.simulation.scenario;

import io.vedette.quorum.EventType;

/** When a fault happens. */
public sealed interface Moment {
  /**
   * At a time.
   *
   * @param ms since the faults began
   */
  record At(int ms) implements Moment {
    @Override
    public String toString() {
      return "at " + ms;
    }
  }

  /**
   * When something happens: so that the narrow gaps between two steps are hit.
   *
   * @param type an event of any coordinator
   * @param nth the how manieth since the faults began, from 1
   * @param laterMs how long after it; 0: before the coordinator does anything else
   */
  record On(EventType type, int nth, int laterMs) implements Moment {
    @Override
    public String toString() {
      return "on " + type + " " + nth + " " + laterMs;
    }
  }
}
