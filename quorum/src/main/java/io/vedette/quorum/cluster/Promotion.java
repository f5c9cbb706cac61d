package io.vedette.quorum.cluster;

/** How a replica of a cluster is told to become master of its shard. */
public enum Promotion {
  /** By its master, which lets it have everything first, and by the votes of all masters. */
  PLANNED,
  /** Without its master, by the votes of a majority of masters. */
  FORCE,
  /** Without anybody: where no majority of masters is left. */
  TAKEOVER
}
