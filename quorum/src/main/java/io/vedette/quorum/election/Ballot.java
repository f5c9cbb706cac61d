package io.vedette.quorum.election;

import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.RunId;
import java.util.Optional;

/**
 * This coordinator's own vote in one group. Safety rests on it: one vote per epoch, given to the
 * first who asks, and saved before anyone hears of it (the epoch is; after a restart the
 * coordinator does not know for whom it voted, and does not vote again).
 */
public final class Ballot {
  private Optional<RunId> leader = Optional.empty();
  private Epoch epoch;

  /** As it was saved. */
  public Ballot(Epoch lastVoted) {
    epoch = lastVoted;
  }

  /**
   * Votes for a candidate if nobody has been voted for in this epoch or a later one.
   *
   * @param asked the epoch the candidate stands in
   * @param current the highest epoch in which anybody is known to have stood in this group; a
   *     candidate of an earlier one is too late. (Sentinel's is the highest of all groups, so that
   *     elections in many groups at once outdate each other.)
   * @return whether the vote is new: then it is to be saved
   */
  public boolean vote(RunId candidate, Epoch asked, Epoch current) {
    if (!asked.isAfter(epoch) || current.isAfter(asked)) {
      return false;
    }
    leader = Optional.of(candidate);
    epoch = asked;
    return true;
  }

  /** The master has changed: what was voted is history, that it was voted is not. */
  public void forgetLeader() {
    leader = Optional.empty();
  }

  /** For whom, if it is known. */
  public Optional<RunId> leader() {
    return leader;
  }

  /** In which epoch. */
  public Epoch epoch() {
    return epoch;
  }
}
