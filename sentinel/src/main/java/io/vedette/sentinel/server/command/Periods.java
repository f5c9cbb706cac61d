package io.vedette.sentinel.server.command;

import io.vedette.quorum.model.Timing;
import io.vedette.sentinel.runtime.Scripts;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The periods of {@link Timing} and of the scripts by the names and in the order of SENTINEL DEBUG.
 */
final class Periods {
  private Periods() {}

  /** A map that may be changed. */
  static Map<String, Long> of(Timing timing, Scripts scripts) {
    Map<String, Long> periods = new LinkedHashMap<>();
    periods.put("info-period", timing.infoPeriodMs());
    periods.put("ping-period", timing.pingPeriodMs());
    periods.put("ask-period", timing.askPeriodMs());
    periods.put("publish-period", timing.publishPeriodMs());
    periods.put("default-down-after", timing.defaultDownAfterMs());
    periods.put("default-failover-timeout", timing.defaultFailoverTimeoutMs());
    periods.put("tilt-trigger", timing.tiltTriggerMs());
    periods.put("tilt-period", timing.tiltPeriodMs());
    periods.put("slave-reconf-timeout", timing.replicaReconfTimeoutMs());
    periods.put("min-link-reconnect-period", timing.minLinkReconnectPeriodMs());
    periods.put("election-timeout", timing.electionTimeoutMs());
    periods.put("script-max-runtime", scripts.maxRuntimeMs());
    periods.put("script-retry-delay", scripts.retryDelayMs());
    return periods;
  }

  /** Sets those of the scripts. */
  static void apply(Map<String, Long> periods, Scripts scripts) {
    scripts.maxRuntimeMs(periods.get("script-max-runtime"));
    scripts.retryDelayMs(periods.get("script-retry-delay"));
  }

  /** Those of the coordinator. */
  static Timing timing(Map<String, Long> periods) {
    return new Timing(
        periods.get("info-period"),
        periods.get("ping-period"),
        periods.get("ask-period"),
        periods.get("publish-period"),
        periods.get("default-down-after"),
        periods.get("default-failover-timeout"),
        periods.get("tilt-trigger"),
        periods.get("tilt-period"),
        periods.get("slave-reconf-timeout"),
        periods.get("min-link-reconnect-period"),
        periods.get("election-timeout"));
  }
}
