package io.vedette.quorum.election;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.RunId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BallotTest {
  private static final RunId A = new RunId("a".repeat(40));
  private static final RunId B = new RunId("b".repeat(40));

  @Test
  void theFirstWhoAsksInAnEpochGetsTheVote() {
    Ballot ballot = new Ballot(Epoch.ZERO);
    assertThat(ballot.vote(A, new Epoch(3), new Epoch(3))).isTrue();
    assertThat(ballot.vote(B, new Epoch(3), new Epoch(3))).isFalse();
    assertThat(ballot.leader()).contains(A);
    assertThat(ballot.epoch()).isEqualTo(new Epoch(3));
  }

  @Test
  void aCandidateOfAnEarlierEpochThanTheCurrentOneIsTooLate() {
    Ballot ballot = new Ballot(Epoch.ZERO);
    assertThat(ballot.vote(A, new Epoch(3), new Epoch(4))).isFalse();
    assertThat(ballot.leader()).isEmpty();
  }

  @Test
  void afterARestartItDoesNotVoteAgainInTheSavedEpoch() {
    Ballot ballot = new Ballot(new Epoch(7));
    assertThat(ballot.vote(A, new Epoch(7), new Epoch(7))).isFalse();
    assertThat(ballot.leader()).as("for whom is not saved").isEmpty();
    assertThat(ballot.vote(A, new Epoch(8), new Epoch(8))).isTrue();
  }

  @Test
  void forgettingTheLeaderDoesNotGiveASecondVote() {
    Ballot ballot = new Ballot(Epoch.ZERO);
    ballot.vote(A, new Epoch(1), new Epoch(1));
    ballot.forgetLeader();
    assertThat(ballot.vote(B, new Epoch(1), new Epoch(1))).isFalse();
  }

  @Property
  void neverTwoVotesInOneEpoch(
      @ForAll @Size(max = 50) List<@IntRange(min = 0, max = 20) Integer> asked,
      @ForAll @Size(max = 50) List<@IntRange(min = 0, max = 1) Integer> who) {
    Ballot ballot = new Ballot(Epoch.ZERO);
    Map<Epoch, RunId> given = new LinkedHashMap<>();
    Epoch current = Epoch.ZERO;
    for (int i = 0; i < Math.min(asked.size(), who.size()); i++) {
      Epoch epoch = new Epoch(asked.get(i));
      RunId candidate = who.get(i) == 0 ? A : B;
      current = epoch.isAfter(current) ? epoch : current;
      if (ballot.vote(candidate, epoch, current)) {
        assertThat(given.put(epoch, candidate)).isNull();
        assertThat(ballot.leader()).isEqualTo(Optional.of(candidate));
      }
    }
  }
}
