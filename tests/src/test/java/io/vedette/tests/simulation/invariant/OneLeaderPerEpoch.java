package io.vedette.tests.simulation.invariant;

import io.vedette.quorum.Event;
import io.vedette.quorum.EventType;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.view.GroupView;
import io.vedette.tests.simulation.world.Knowledge;
import io.vedette.tests.simulation.world.SimGroup;
import io.vedette.tests.simulation.world.VedetteProcess;
import java.util.HashMap;
import java.util.Map;

/** See {@link #sentence()}. */
final class OneLeaderPerEpoch extends Invariant {
  private final Promises promises;
  private final Orders orders;
  private final Map<Reign, String> leaders = new HashMap<>();

  private record Reign(GroupName group, long epoch) {}

  OneLeaderPerEpoch(Promises promises, Orders orders) {
    this.promises = promises;
    this.orders = orders;
  }

  @Override
  public String sentence() {
    return "In one epoch at most one coordinator is elected for a group, and who was ordered to"
        + " fail over, and is not elected, does not when it knows of a vote for another.";
  }

  @Override
  public void onEvent(VedetteProcess who, Event event) {
    if (event.type() != EventType.ELECTED_LEADER) {
      return;
    }
    GroupView group = who.seen(event.group().orElseThrow()).orElseThrow();
    Epoch epoch = orders.standsIn(who, group);
    if (!orders.isForced(who, group) || hasMajority(who, group, epoch)) {
      note(group.name(), epoch.value(), who.name());
      return;
    }
    for (Knowledge.Peer peer : who.knowledge().group(group.name()).peers().values()) {
      require(
          !peer.votedForAnother(who.runId(), epoch),
          () -> who.name() + " leads epoch " + epoch + " by order, and another has votes in it");
    }
  }

  private static boolean hasMajority(VedetteProcess who, GroupView group, Epoch epoch) {
    Knowledge.Group known = who.knowledge().group(group.name());
    int votes = 1;
    for (Knowledge.Peer peer : known.peers().values()) {
      votes += peer.votedFor(who.runId(), epoch) ? 1 : 0;
    }
    return votes > (known.everKnown().size() + 1) / 2;
  }

  @Override
  public void onStockPromotion(SimGroup group, long epoch, Address chosen) {
    note(group.groupName(), epoch, "a stock Sentinel that chose " + chosen);
  }

  private void note(GroupName group, long epoch, String leader) {
    if (!promises.keepsVotes() || orders.isUnmandated(group, epoch)) {
      return;
    }
    String before = leaders.putIfAbsent(new Reign(group, epoch), leader);
    require(
        before == null || before.equals(leader),
        () -> "epoch " + epoch + " of " + group + " has the leaders " + before + " and " + leader);
  }
}
