package io.vedette.quorum.cluster;

/**
 * What a node says of its configuration, where it may be asked.
 *
 * @param fullCoverage whether it serves only as long as all slots can be
 * @param nodeTimeoutMs its cluster-node-timeout; 0: not known
 */
public record NodeOptions(FullCoverage fullCoverage, long nodeTimeoutMs) {
  public static final NodeOptions UNKNOWN = new NodeOptions(FullCoverage.UNKNOWN, 0);
}
