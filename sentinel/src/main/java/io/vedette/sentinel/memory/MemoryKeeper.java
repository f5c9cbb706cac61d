package io.vedette.sentinel.memory;

import io.vedette.quorum.model.GroupMemory;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.LastKnown;
import io.vedette.quorum.view.CoordinatorView;
import io.vedette.quorum.view.GroupView;
import io.vedette.sentinel.runtime.Coordination;
import io.vedette.sentinel.runtime.DaemonThreads;
import io.vedette.sentinel.runtime.StateStore;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the memory of groups in its file. It looks every second, on a thread of its own; how far
 * the data is is written every ten seconds, for it changes all the time. A pause is part of the
 * state: it is written with it, before it is answered.
 */
public final class MemoryKeeper implements StateStore, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MemoryKeeper.class);

  /** How often it looks, in milliseconds. */
  private static final long LOOK_MS = 1_000;

  /** After how many looks offsets are written that are all that has changed. */
  private static final int LOOKS_PER_OFFSET = 10;

  private final StateStore state;
  private final MemoryFile file;
  private final Coordination coordination;
  private final ScheduledExecutorService thread = DaemonThreads.scheduled("memory-file");
  private volatile Map<GroupName, Long> pauses = Map.of();
  private Map<GroupName, LastKnown> written = Map.of();
  private int looks;
  private boolean fails;

  /**
   * @param state where the rest of the state goes
   * @param file where the memory goes
   * @param coordination what there is to remember
   */
  public MemoryKeeper(StateStore state, MemoryFile file, Coordination coordination) {
    this.state = state;
    this.file = file;
    this.coordination = coordination;
  }

  /** Begins to look, from second to second. */
  public void start() {
    var unused = thread.scheduleWithFixedDelay(this::look, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void save(CoordinatorView view) throws IOException {
    state.save(view);
    keepPauses(view.groups());
  }

  /** Votes wait for this: not for the file too, while another thread writes to it. */
  private void keepPauses(Collection<GroupView> groups) throws IOException {
    Map<GroupName, Long> now = pausesOf(groups);
    if (!now.equals(pauses)) {
      write(groups, now);
    }
  }

  private void look() {
    look(false);
  }

  private synchronized void look(boolean isLast) {
    List<GroupView> groups = coordination.view().groups();
    looks++;
    Map<GroupName, LastKnown> data = dataOf(groups);
    boolean isDue = isLast || looks >= LOOKS_PER_OFFSET || !isOfSameData(data, written);
    if (!isDue || data.equals(written)) {
      return;
    }
    try {
      // Of pauses what was last saved counts: this view may be older.
      write(groups, pauses);
      fails = false;
    } catch (IOException | RuntimeException e) {
      if (!fails) {
        LOG.warn("{}: what is known of the data will not outlive a restart", e.getMessage());
      }
      fails = true;
    }
  }

  /** Whether nothing has changed but how far the data is. */
  private static boolean isOfSameData(
      Map<GroupName, LastKnown> now, Map<GroupName, LastKnown> before) {
    return now.keySet().equals(before.keySet())
        && now.entrySet().stream()
            .allMatch(data -> data.getValue().isSameRunAs(before.get(data.getKey())));
  }

  private synchronized void write(Collection<GroupView> groups, Map<GroupName, Long> until)
      throws IOException {
    Map<GroupName, GroupMemory> memories = new LinkedHashMap<>();
    long now = coordination.now();
    for (GroupView group : groups) {
      long paused = Math.max(0, until.getOrDefault(group.name(), 0L) - now);
      memories.put(group.name(), new GroupMemory(group.outlook().lastKnown(), paused));
    }
    file.write(memories, System.currentTimeMillis());
    pauses = until;
    written = dataOf(groups);
    looks = 0;
  }

  private static Map<GroupName, Long> pausesOf(Collection<GroupView> groups) {
    Map<GroupName, Long> pauses = new LinkedHashMap<>();
    for (GroupView group : groups) {
      if (group.outlook().pausedUntil() > 0) {
        pauses.put(group.name(), group.outlook().pausedUntil());
      }
    }
    return pauses;
  }

  private static Map<GroupName, LastKnown> dataOf(Collection<GroupView> groups) {
    Map<GroupName, LastKnown> data = new LinkedHashMap<>();
    for (GroupView group : groups) {
      Optional<LastKnown> known = group.outlook().lastKnown();
      known.ifPresent(said -> data.put(group.name(), said));
    }
    return data;
  }

  /** Looks no more; what is new since the last look is written. */
  @Override
  public void close() {
    thread.shutdown();
    look(true);
  }
}
