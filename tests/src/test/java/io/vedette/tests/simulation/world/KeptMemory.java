package io.vedette.tests.simulation.world;

import io.vedette.quorum.model.GroupMemory;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.LastKnown;
import io.vedette.quorum.view.CoordinatorView;
import io.vedette.quorum.view.GroupView;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a process keeps of its groups beside {@code sentinel.conf}: how far the data is, written
 * every ten seconds or when it is other data, and an operator's pause, written at once. A pause
 * goes on while the process is away, by the wall clock: nothing else looks at that.
 */
final class KeptMemory {
  private static final long WRITE_MS = 10_000;

  private final Map<GroupName, Kept> groups = new LinkedHashMap<>();

  private record Kept(Optional<LastKnown> data, long localPause, long pausedUntil, long writtenAt) {
    boolean isOld(GroupView view, long now) {
      Optional<LastKnown> said = view.outlook().lastKnown();
      boolean isSameRun =
          said.isPresent() == data.isPresent()
              && said.map(known -> known.isSameRunAs(data.get())).orElse(true);
      return !isSameRun
          || view.outlook().pausedUntil() != localPause
          || now - writtenAt >= WRITE_MS;
    }
  }

  /**
   * Writes what is new.
   *
   * @param localNow by the clock of the process
   * @param wallNow by the wall clock of its host
   * @param now by the world's
   */
  void keep(CoordinatorView view, long localNow, long wallNow, long now) {
    groups.keySet().removeIf(name -> view.groups().stream().noneMatch(g -> g.name().equals(name)));
    for (GroupView group : view.groups()) {
      Kept before = groups.get(group.name());
      if (before == null || before.isOld(group, now)) {
        long localPause = group.outlook().pausedUntil();
        long left = Math.max(0, localPause - localNow);
        groups.put(
            group.name(), new Kept(group.outlook().lastKnown(), localPause, wallNow + left, now));
      }
    }
  }

  /** What a process is told that starts now, by the wall clock. */
  Map<GroupName, GroupMemory> recall(long wallNow) {
    Map<GroupName, GroupMemory> memories = new LinkedHashMap<>();
    groups.forEach(
        (name, kept) ->
            memories.put(
                name, new GroupMemory(kept.data(), Math.max(0, kept.pausedUntil() - wallNow))));
    return memories;
  }
}
