package io.vedette.quorum.election;

import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.MasterGroup;
import io.vedette.quorum.model.Peer;
import io.vedette.quorum.model.RunId;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Counts the votes of one epoch. The leader needs a majority of all coordinators ever known for the
 * group, and the quorum.
 */
public final class VoteTally {
  private final NavigableMap<RunId, Integer> votes = new TreeMap<>();
  private final int needed;
  private int unknown;
  private int cast;
  private int mayStillVote;

  private VoteTally(int needed) {
    this.needed = needed;
  }

  /** Counts what is known of this group's votes in this epoch. */
  public static VoteTally of(MasterGroup group, Epoch epoch) {
    VoteTally tally = new VoteTally(group.votesNeeded());
    tally.count(group.ballot().leader(), group.ballot().epoch(), epoch, true);
    for (Peer peer : group.peers().values()) {
      tally.count(
          peer.votedLeader(), peer.votedEpoch(), epoch, peer.link().isUp() && !peer.isSDown());
    }
    return tally;
  }

  private void count(Optional<RunId> leader, Epoch votedIn, Epoch epoch, boolean reachable) {
    if (votedIn.equals(epoch) && leader.isPresent()) {
      votes.merge(leader.get(), 1, Integer::sum);
      cast++;
    } else if (!votedIn.isAfter(epoch)) {
      unknown++;
      mayStillVote += reachable ? 1 : 0;
    }
    // Who has voted in a later epoch can't vote in this one any more.
  }

  /** How it stands for this candidate. */
  public VoteResult resultFor(RunId candidate) {
    if (votes.getOrDefault(candidate, 0) >= needed) {
      return VoteResult.WON;
    }
    int best = 0;
    for (int count : votes.values()) {
      best = Math.max(best, count);
    }
    if (best >= needed) {
      return VoteResult.LOST;
    }
    // The unreachable do not decide it; but with too few votes cast, a new epoch would not help.
    boolean isSplit = unknown == 0 || (mayStillVote == 0 && cast >= needed);
    return isSplit ? VoteResult.SPLIT : VoteResult.PENDING;
  }

  /** Whether no peer in reach may still vote. */
  public boolean isComplete() {
    return mayStillVote == 0;
  }

  /** Whether anyone is known to have voted for another. */
  public boolean hasVotesForOthersThan(RunId candidate) {
    return cast > votesFor(candidate);
  }

  /** The votes for one candidate. */
  public int votesFor(RunId candidate) {
    return votes.getOrDefault(candidate, 0);
  }

  /** How many are needed. */
  public int needed() {
    return needed;
  }
}
