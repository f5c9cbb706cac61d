package io.vedette.tests.simulation.invariant;

import io.vedette.quorum.Event;
import io.vedette.quorum.EventType;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.view.Flag;
import io.vedette.quorum.view.GroupView;
import io.vedette.quorum.view.PeerView;
import io.vedette.tests.simulation.world.Knowledge;
import io.vedette.tests.simulation.world.VedetteProcess;

/** See {@link #sentence()}. */
final class NoFailoverWithoutMajority extends Invariant {
  private static final int ASK_PERIODS = 5;

  private final Orders orders;

  NoFailoverWithoutMajority(Orders orders) {
    this.orders = orders;
  }

  @Override
  public String sentence() {
    return "Nobody fails over by itself unless it and enough others to make the quorum have said"
        + " within five ask periods that the master is down, and unless a majority of all"
        + " coordinators ever known, and not less than the quorum, has voted for it in this epoch.";
  }

  @Override
  public void onEvent(VedetteProcess who, Event event) {
    switch (event.type()) {
      case ODOWN, TRY_FAILOVER, ELECTED_LEADER -> {
        GroupView group = who.seen(event.group().orElseThrow()).orElseThrow();
        boolean isOdown = event.line().startsWith("+odown");
        if (event.type() == EventType.ELECTED_LEADER
            ? !orders.isForced(who, group)
            : isOdown || !orders.isOrdered(who, group)) {
          check(who, group, event);
        }
      }
      default -> {}
    }
  }

  private void check(VedetteProcess who, GroupView group, Event event) {
    switch (event.type()) {
      case ELECTED_LEADER -> checkVotes(who, group);
      default -> checkReports(who, group);
    }
  }

  private void checkReports(VedetteProcess who, GroupView group) {
    long oldest = who.decidedAt() - ASK_PERIODS * who.view().process().timing().askPeriodMs();
    Knowledge.Group known = who.knowledge().group(group.name());
    Address master = group.published();
    int reports = 1;
    for (PeerView peer : group.peers()) {
      reports += known.peer(peer.runId()).saidDown(master, oldest) ? 1 : 0;
    }
    int count = reports;
    require(
        group.master().flags().contains(Flag.S_DOWN) && count >= group.settings().quorum(),
        () ->
            "%s acts on %s being down with %d reports of %d"
                .formatted(who.name(), master, count, group.settings().quorum()));
  }

  private void checkVotes(VedetteProcess who, GroupView group) {
    GroupName name = group.name();
    Knowledge.Group known = who.knowledge().group(name);
    Epoch epoch = orders.standsIn(who, group);
    int votes = 1;
    for (Knowledge.Peer peer : known.peers().values()) {
      votes += peer.votedFor(who.runId(), epoch) ? 1 : 0;
    }
    int voters = known.everKnown().size() + 1;
    int needed = Math.max(voters / 2 + 1, group.settings().quorum());
    int count = votes;
    require(
        count >= needed,
        () ->
            "%s leads epoch %s of %s with %d votes of %d coordinators, quorum %d"
                .formatted(who.name(), epoch, name, count, voters, group.settings().quorum()));
  }
}
