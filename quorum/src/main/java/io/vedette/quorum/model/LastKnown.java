package io.vedette.quorum.model;

import java.util.Optional;

/**
 * What a group's master last said of its data. INFO is asked every ten seconds, so the master may
 * have been further: this is the least that there was.
 *
 * @param configEpoch of the failover that made it master: what is of another one says nothing of it
 * @param runId of its process; empty unknown
 * @param replId its replication id, never that of no history
 * @param offset how far its stream was, in bytes
 */
public record LastKnown(Epoch configEpoch, Optional<RunId> runId, String replId, long offset) {

  /** What this INFO of the master says; empty if it tells no replication id. */
  public static Optional<LastKnown> of(Epoch configEpoch, NodeInfo master) {
    return isId(master.replId())
        ? Optional.of(
            new LastKnown(configEpoch, master.runId(), master.replId(), master.masterReplOffset()))
        : Optional.empty();
  }

  /** Redis writes zeros for none. */
  public static boolean isId(String replId) {
    return replId.chars().anyMatch(c -> c != '0');
  }

  /** Whether this is of another process than the one that said it. */
  public boolean isOtherRun(NodeInfo info) {
    return runId.isPresent() && info.runId().isPresent() && !runId.equals(info.runId());
  }

  /** Whether it was said by the same process, as the same master, of the same history. */
  public boolean isSameRunAs(LastKnown other) {
    return configEpoch.equals(other.configEpoch)
        && runId.equals(other.runId)
        && replId.equals(other.replId);
  }

  /**
   * What of this a server lacks, in words for an operator; empty: nothing, or it can't be told.
   *
   * @param info what the server says
   * @param serversOffset how far it is
   */
  public Optional<String> lackOf(NodeInfo info, long serversOffset) {
    if (!isId(info.replId())) {
      return Optional.empty();
    }
    if (!continues(info)) {
      return Optional.of("its replication id is not that of the data that was seen last");
    }
    return serversOffset < offset
        ? Optional.of(
            "it is " + (offset - serversOffset) + " bytes behind the data that was seen last")
        : Optional.empty();
  }

  /** Whether a server's data is of this history, or of one that began in it. */
  public boolean continues(NodeInfo info) {
    return replId.equals(info.replId()) || replId.equals(info.replId2());
  }
}
