package io.vedette.quorum.election;

/** How an election stands. */
public enum VoteResult {
  /** Votes are missing that may still decide it. */
  PENDING,
  /** This coordinator leads. */
  WON,
  /** Another has the votes: it leads. */
  LOST,
  /** All votes are in, and nobody has enough: nobody leads in this epoch, ever. */
  SPLIT
}
