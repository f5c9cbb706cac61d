package io.vedette.quorum.model;

/**
 * The periods of a coordinator, in milliseconds, 1 or more each. The defaults are Sentinel's;
 * {@code SENTINEL DEBUG} changes them.
 *
 * @param infoPeriodMs between two INFO to a healthy node
 * @param pingPeriodMs the longest time between two PING to a node
 * @param askPeriodMs between two questions to a peer about a master that is down
 * @param publishPeriodMs between two hello
 * @param defaultDownAfterMs down-after of a group that sets none
 * @param defaultFailoverTimeoutMs failover-timeout of a group that sets none
 * @param tiltTriggerMs how late a step may come before the coordinator mistrusts its own
 *     observations
 * @param tiltPeriodMs how long it then only observes
 * @param replicaReconfTimeoutMs how long a replica may ignore that it was repointed
 * @param minLinkReconnectPeriodMs how old a silent link must be to be replaced
 * @param electionTimeoutMs the longest time a candidate waits for votes
 */
public record Timing(
    long infoPeriodMs,
    long pingPeriodMs,
    long askPeriodMs,
    long publishPeriodMs,
    long defaultDownAfterMs,
    long defaultFailoverTimeoutMs,
    long tiltTriggerMs,
    long tiltPeriodMs,
    long replicaReconfTimeoutMs,
    long minLinkReconnectPeriodMs,
    long electionTimeoutMs) {

  /** What a stock Sentinel does. */
  public static final Timing DEFAULT =
      new Timing(
          10_000, 1_000, 1_000, 2_000, 30_000, 180_000, 2_000, 30_000, 10_000, 15_000, 10_000);

  public Timing {
    long least =
        Math.min(
            Math.min(
                Math.min(infoPeriodMs, pingPeriodMs),
                Math.min(askPeriodMs, Math.min(publishPeriodMs, defaultDownAfterMs))),
            Math.min(
                Math.min(defaultFailoverTimeoutMs, Math.min(tiltTriggerMs, tiltPeriodMs)),
                Math.min(
                    replicaReconfTimeoutMs,
                    Math.min(minLinkReconnectPeriodMs, electionTimeoutMs))));
    if (least < 1) {
      throw new IllegalArgumentException("a period is 1 ms or more");
    }
  }
}
