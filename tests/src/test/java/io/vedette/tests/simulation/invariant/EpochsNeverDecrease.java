package io.vedette.tests.simulation.invariant;

import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.view.CoordinatorView;
import io.vedette.quorum.view.GroupView;
import io.vedette.tests.simulation.world.VedetteProcess;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** See {@link #sentence()}. */
final class EpochsNeverDecrease extends Invariant {
  private final Map<VedetteProcess, Memory> memories = new HashMap<>();

  private static final class Memory {
    private long current;
    private final Map<GroupName, long[]> groups = new HashMap<>();
  }

  @Override
  public String sentence() {
    return "The current epoch, the config epoch and the epoch of the last vote never decrease, and"
        + " a coordinator that starts has the ones it saved.";
  }

  @Override
  public void onStart(VedetteProcess who, CoordinatorView from) {
    CoordinatorView saved = who.saved();
    memories.remove(who);
    if (saved != null) {
      check(who, saved, saved.groups());
      check(who, from, from.groups());
    }
  }

  @Override
  public void onView(VedetteProcess who, CoordinatorView view) {
    check(who, view, who.changed());
  }

  private void check(VedetteProcess who, CoordinatorView view, List<GroupView> changed) {
    Memory memory = memories.computeIfAbsent(who, ignored -> new Memory());
    long current = view.process().currentEpoch().value();
    require(
        current >= memory.current,
        () -> who.name() + " goes from epoch " + memory.current + " back to " + current);
    memory.current = current;
    for (GroupView group : changed) {
      check(who, group, memory);
    }
    if (memory.groups.size() > view.groups().size()) {
      memory.groups.keySet().removeIf(name -> who.seen(name).isEmpty());
    }
  }

  private void check(VedetteProcess who, GroupView group, Memory memory) {
    long config = group.configEpoch().value();
    long voted = group.leaderEpoch().value();
    long[] before = memory.groups.computeIfAbsent(group.name(), ignored -> new long[2]);
    require(
        config >= before[0],
        () ->
            "%s goes from config epoch %d of %s back to %d"
                .formatted(who.name(), before[0], group.name(), config));
    require(
        voted >= before[1],
        () ->
            "%s has voted in epoch %d of %s, and now only in %d"
                .formatted(who.name(), before[1], group.name(), voted));
    before[0] = config;
    before[1] = voted;
  }
}
