package io.vedette.tests.simulation.invariant;

import io.vedette.quorum.Event;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.view.CoordinatorView;
import io.vedette.quorum.view.Flag;
import io.vedette.quorum.view.GroupView;
import io.vedette.tests.simulation.world.VedetteProcess;
import java.util.HashMap;
import java.util.Map;

/** See {@link #sentence()}. */
final class WhoHasVotedWaits extends Invariant {
  private static final int TIMEOUTS = 2;

  private final Orders orders;
  private final Map<VedetteProcess, Map<GroupName, Vote>> votes = new HashMap<>();

  private record Vote(RunId leader, long until) {}

  WhoHasVotedWaits(Orders orders) {
    this.orders = orders;
  }

  @Override
  public String sentence() {
    return "Who has voted for another does not stand for election itself, unless ordered to, for"
        + " twice failover-timeout, until the group has another master or that one is down.";
  }

  @Override
  public void onStart(VedetteProcess who, CoordinatorView from) {
    votes.put(who, new HashMap<>());
  }

  @Override
  public void onEvent(VedetteProcess who, Event event) {
    switch (event.type()) {
      case VOTE_FOR_LEADER -> onVote(who, event);
      case TRY_FAILOVER -> onCandidacy(who, event);
      case SWITCH_MASTER, RESET_MASTER, MONITOR_REMOVED ->
          votes.get(who).remove(event.group().orElseThrow());
      default -> {}
    }
  }

  private void onVote(VedetteProcess who, Event event) {
    GroupView group = who.seen(event.group().orElseThrow()).orElseThrow();
    RunId leader = new RunId(event.payload().substring(0, RunId.LENGTH));
    if (!leader.equals(who.runId())) {
      long until = who.decidedAt() + TIMEOUTS * group.settings().failoverTimeoutMs();
      votes.get(who).put(group.name(), new Vote(leader, until));
    }
  }

  private void onCandidacy(VedetteProcess who, Event event) {
    GroupView group = who.seen(event.group().orElseThrow()).orElseThrow();
    Vote vote = votes.get(who).remove(group.name());
    boolean isFree = vote == null || orders.isOrdered(who, group) || isDown(group, vote.leader());
    require(
        isFree || who.decidedAt() >= vote.until(),
        () ->
            "%s stands %d ms before it may, having voted for %s"
                .formatted(who.name(), vote.until() - who.decidedAt(), vote.leader()));
  }

  private static boolean isDown(GroupView group, RunId runId) {
    return group.peers().stream()
        .anyMatch(peer -> peer.runId().equals(runId) && peer.flags().contains(Flag.S_DOWN));
  }
}
