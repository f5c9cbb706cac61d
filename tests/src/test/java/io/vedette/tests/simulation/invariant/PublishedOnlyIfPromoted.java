package io.vedette.tests.simulation.invariant;

import io.vedette.quorum.Event;
import io.vedette.quorum.EventType;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.LinkTarget;
import io.vedette.quorum.model.Role;
import io.vedette.quorum.model.RunId;
import io.vedette.quorum.view.CoordinatorView;
import io.vedette.quorum.view.GroupView;
import io.vedette.tests.simulation.world.Knowledge;
import io.vedette.tests.simulation.world.SimGroup;
import io.vedette.tests.simulation.world.VedetteProcess;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** See {@link #sentence()}. */
final class PublishedOnlyIfPromoted extends Invariant {
  private final Promises promises;
  private final Orders orders;
  private final Map<Reign, Set<Address>> promoted = new HashMap<>();
  private final Map<Watch, Address> configured = new HashMap<>();
  private final Map<Watch, Set<Address>> everConfigured = new HashMap<>();
  private final Map<Reign, Set<Address>> adopted = new HashMap<>();

  private record Reign(GroupName group, long epoch) {}

  private record Watch(RunId who, GroupName group) {}

  PublishedOnlyIfPromoted(Promises promises, Orders orders) {
    this.promises = promises;
    this.orders = orders;
  }

  @Override
  public String sentence() {
    return "The master that a coordinator tells clients is the one it was configured with (what a"
        + " disk that lied has lost may be an earlier one), or one"
        + " that a leader of that very config epoch promoted, and an epoch has one such; the"
        + " leader has its word that it is a master. (A stock Sentinel that hears of a newer"
        + " epoch while it leads gives that one to its own choice.)";
  }

  @Override
  public void onStart(VedetteProcess who, CoordinatorView from) {
    for (GroupView group : from.groups()) {
      if (group.configEpoch().value() == 0) {
        Watch watch = new Watch(who.runId(), group.name());
        boolean isEarlier =
            who.hasForgotten()
                && everConfigured.getOrDefault(watch, Set.of()).contains(group.published());
        if (isEarlier || !configured.containsKey(watch)) {
          configure(watch, group.published());
        }
      }
    }
  }

  private void configure(Watch watch, Address master) {
    configured.put(watch, master);
    everConfigured.computeIfAbsent(watch, ignored -> new HashSet<>()).add(master);
  }

  @Override
  public void onMonitor(VedetteProcess who, SimGroup group, Address master) {
    configure(new Watch(who.runId(), group.groupName()), master);
  }

  @Override
  public void onOrder(VedetteProcess who, LinkTarget.DataNode node, Optional<Address> master) {
    if (master.isEmpty()) {
      promotes(who, node.group(), node.address());
    }
  }

  @Override
  public void onEvent(VedetteProcess who, Event event) {
    if (event.type() == EventType.PROMOTED_REPLICA) {
      GroupView group = who.seen(event.group().orElseThrow()).orElseThrow();
      // By the end of the step it may have heard of another.
      Address promoted = Fences.node(event);
      Knowledge.Node said = who.knowledge().group(group.name()).node(promoted);
      require(
          said.role().equals(Optional.of(Role.MASTER)),
          () -> who.name() + " takes " + promoted + " for promoted: " + said.role());
    }
  }

  @Override
  public void onHandOver(VedetteProcess who, LinkTarget.DataNode node, Address replica) {
    promotes(who, node.group(), replica);
  }

  private void promotes(VedetteProcess who, GroupName name, Address address) {
    GroupView group = who.seen(name).orElseThrow();
    require(
        group.leader().equals(Optional.of(who.runId()))
            && group.leaderEpoch().equals(group.failoverEpoch()),
        () -> who.name() + " promotes " + address + " without its own vote");
    note(name, group.failoverEpoch().value(), address);
  }

  @Override
  public void onStockPromotion(SimGroup group, long epoch, Address chosen) {
    note(group.groupName(), epoch, chosen);
  }

  @Override
  public void onStockAdoption(SimGroup group, long epoch, Address chosen) {
    adopted
        .computeIfAbsent(new Reign(group.groupName(), epoch), ignored -> new HashSet<>())
        .add(chosen);
  }

  private void note(GroupName group, long epoch, Address address) {
    Set<Address> before =
        promoted.computeIfAbsent(new Reign(group, epoch), ignored -> new HashSet<>());
    before.add(address);
    require(
        before.size() == 1
            || !promises.keepsVotes()
            || orders.isForced(group, epoch)
            || orders.isUnmandated(group, epoch),
        () -> "in epoch " + epoch + " of " + group + " these were promoted: " + before);
  }

  @Override
  public void onView(VedetteProcess who, CoordinatorView view) {
    for (GroupView group : who.changed()) {
      long epoch = group.configEpoch().value();
      Reign reign = new Reign(group.name(), epoch);
      boolean isRight =
          epoch == 0
              ? group.published().equals(configured.get(new Watch(who.runId(), group.name())))
              : promoted.getOrDefault(reign, Set.of()).contains(group.published())
                  || adopted.getOrDefault(reign, Set.of()).contains(group.published());
      require(
          isRight,
          () ->
              "%s says %s is master of %s in config epoch %d; promoted in it: %s"
                  .formatted(
                      who.name(), group.published(), group.name(), epoch, promoted.get(reign)));
    }
  }
}
