package io.vedette.quorum.election;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.GroupSettings;
import io.vedette.quorum.model.MasterGroup;
import io.vedette.quorum.model.NameRules;
import io.vedette.quorum.model.Names;
import io.vedette.quorum.model.Peer;
import io.vedette.quorum.model.PeerLink;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.model.Timing;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VoteTallyTest {
  private static final Epoch EPOCH = new Epoch(5);

  @Test
  void aMajorityOfAllKnownCoordinatorsIsNeeded() {
    MasterGroup group = group(1, 4);
    vote(group, 0);
    peerVotes(group, 1, 0, EPOCH);
    assertThat(result(group)).as("2 of 5").isEqualTo(VoteResult.PENDING);
    peerVotes(group, 2, 0, EPOCH);
    assertThat(result(group)).as("3 of 5").isEqualTo(VoteResult.WON);
  }

  @Test
  void aQuorumAboveTheMajorityIsNeededToo() {
    MasterGroup group = group(4, 4);
    vote(group, 0);
    peerVotes(group, 1, 0, EPOCH);
    peerVotes(group, 2, 0, EPOCH);
    assertThat(result(group)).as("3 of 5, quorum 4").isEqualTo(VoteResult.PENDING);
    peerVotes(group, 3, 0, EPOCH);
    assertThat(result(group)).isEqualTo(VoteResult.WON);
  }

  @Test
  void votesOfOtherEpochsDoNotCount() {
    MasterGroup group = group(1, 2);
    vote(group, 0);
    peerVotes(group, 1, 0, new Epoch(4));
    assertThat(result(group)).isEqualTo(VoteResult.PENDING);
  }

  @Test
  void anotherWithTheMajorityLeads() {
    MasterGroup group = group(1, 2);
    vote(group, 1);
    peerVotes(group, 1, 1, EPOCH);
    assertThat(result(group)).isEqualTo(VoteResult.LOST);
  }

  @Test
  void whenAllVotesAreInAndNobodyHasEnoughTheVoteIsSplit() {
    MasterGroup group = group(1, 3);
    vote(group, 0);
    peerVotes(group, 1, 0, EPOCH);
    peerVotes(group, 2, 2, EPOCH);
    assertThat(result(group)).as("one may still decide it").isEqualTo(VoteResult.PENDING);
    peerVotes(group, 3, 2, EPOCH);
    assertThat(result(group)).isEqualTo(VoteResult.SPLIT);
  }

  @Test
  void whoCanNotBeReachedIsNotWaitedForOnceEnoughHaveVoted() {
    MasterGroup group = group(1, 4);
    vote(group, 0);
    peerVotes(group, 1, 0, EPOCH);
    peerVotes(group, 2, 2, EPOCH);
    group.peers().get(id(3)).process().link().lost(1);
    assertThat(result(group)).as("one in reach may still vote").isEqualTo(VoteResult.PENDING);
    group.peers().get(id(4)).process().link().lost(1);
    assertThat(result(group)).isEqualTo(VoteResult.SPLIT);
  }

  @Test
  void withTooFewVotesANewEpochWouldNotHelp() {
    MasterGroup group = group(1, 2);
    vote(group, 0);
    group.peers().get(id(1)).process().link().lost(1);
    group.peers().get(id(2)).process().link().lost(1);
    assertThat(result(group)).isEqualTo(VoteResult.PENDING);
  }

  @Test
  void whoHasVotedInALaterEpochIsNotWaitedFor() {
    MasterGroup group = group(1, 2);
    vote(group, 0);
    peerVotes(group, 1, 1, EPOCH);
    peerVotes(group, 2, 2, new Epoch(6));
    assertThat(result(group)).isEqualTo(VoteResult.SPLIT);
  }

  private static VoteResult result(MasterGroup group) {
    return VoteTally.of(group, EPOCH).resultFor(id(0));
  }

  private static MasterGroup group(int quorum, int peers) {
    MasterGroup group =
        new MasterGroup(
            GroupConfig.fresh(
                new GroupName("g"),
                new Address("10.0.0.1", 6379),
                GroupSettings.defaults(quorum, Timing.DEFAULT)),
            new Names(NameRules.OFF),
            0);
    for (int i = 1; i <= peers; i++) {
      PeerLink process = new PeerLink(id(i), new Address("10.0.1." + i, 26379), 0);
      process.link().connected("10.0.1.9", 0);
      group.peers().put(id(i), new Peer(process, group, 0));
    }
    return group;
  }

  private static void vote(MasterGroup group, int candidate) {
    group.ballot().vote(id(candidate), EPOCH, EPOCH);
  }

  private static void peerVotes(MasterGroup group, int peer, int candidate, Epoch epoch) {
    group.peers().get(id(peer)).reported(true, Optional.of(id(candidate)), epoch, 0);
  }

  private static RunId id(int number) {
    return new RunId(Integer.toString(number).repeat(40));
  }
}
