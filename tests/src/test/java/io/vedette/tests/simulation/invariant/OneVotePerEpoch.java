package io.vedette.tests.simulation.invariant;

import io.vedette.quorum.Effect;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.view.GroupView;
import io.vedette.tests.simulation.world.VedetteProcess;
import java.util.HashMap;
import java.util.Map;

/** See {@link #sentence()}. */
final class OneVotePerEpoch extends Invariant {
  private final Map<Vote, RunId> candidates = new HashMap<>();

  private record Vote(RunId voter, GroupName group, long epoch) {}

  @Override
  public String sentence() {
    return "A coordinator votes for one candidate per epoch and group, and keeps to it over"
        + " crashes, and where a group is removed and watched anew.";
  }

  @Override
  public void onVoteAsked(VedetteProcess who, Effect.AskPeer question) {
    // Who asks has voted for itself.
    note(who, question.group(), question.epoch().value(), question.candidate().get());
  }

  @Override
  public void onAnswer(VedetteProcess who, Address master, Effect.AnswerPeer answer) {
    if (answer.leader().isPresent()) {
      for (GroupView group : who.view().groups()) {
        if (group.published().equals(master)) {
          note(who, group.name(), answer.leaderEpoch().value(), answer.leader().get());
        }
      }
    }
  }

  private void note(VedetteProcess who, GroupName group, long epoch, RunId candidate) {
    if (who.hasForgotten()) {
      return;
    }
    RunId before = candidates.putIfAbsent(new Vote(who.runId(), group, epoch), candidate);
    require(
        before == null || before.equals(candidate),
        () ->
            who.name()
                + " votes in epoch "
                + epoch
                + " of "
                + group
                + " for "
                + candidate
                + ", and has voted for "
                + before);
  }
}
