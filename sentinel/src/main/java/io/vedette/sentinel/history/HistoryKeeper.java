package io.vedette.sentinel.history;

import io.vedette.quorum.Event;
import io.vedette.quorum.EventType;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.view.Flag;
import io.vedette.quorum.view.GroupView;
import io.vedette.sentinel.runtime.Coordination;
import io.vedette.sentinel.runtime.DaemonThreads;
import io.vedette.sentinel.runtime.EventListener;
import io.vedette.sentinel.runtime.FailoverRecord;
import io.vedette.sentinel.runtime.FailoverRecord.Result;
import io.vedette.sentinel.runtime.History;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers failovers, so many of each group and so many in all; see {@link FailoverRecord}. */
public final class HistoryKeeper implements History, EventListener, AutoCloseable {
  /** How many failovers of one group are remembered. */
  public static final int MOST_OF_A_GROUP = 100;

  /** How many in all. */
  public static final int MOST = 500;

  private static final Logger LOG = LoggerFactory.getLogger(HistoryKeeper.class);

  /** What happened faster than it can be remembered is forgotten. */
  private static final int MOST_WAITING = 10_000;

  /**
   * How long what happens is left lying, in milliseconds: three coordinators that write down what
   * they do while they do it are in each other's way just when every millisecond counts.
   */
  private static final long LEFT_LYING_MS = 250;

  /** How often stories that nobody goes on telling are looked for, in milliseconds. */
  private static final long LOOK_MS = 5_000;

  /** How often the file is written, at most, in milliseconds. */
  private static final long WRITE_MS = 1_000;

  /** When a failure to write the file is tried again, in milliseconds. */
  private static final long WRITE_AGAIN_MS = 60_000;

  private static final Set<EventType> TOLD =
      Collections.unmodifiableSet(
          EnumSet.of(
              EventType.SDOWN,
              EventType.SDOWN_CLEARED,
              EventType.ODOWN,
              EventType.FAILOVER_HELD_BACK,
              EventType.TRY_FAILOVER,
              EventType.VOTE_FOR_LEADER,
              EventType.ELECTED_LEADER,
              EventType.REPLICA_REFUSED,
              EventType.SELECTED_REPLICA,
              EventType.STATE_WAIT_PROMOTION,
              EventType.PROMOTED_REPLICA,
              EventType.CONFIG_UPDATE_FROM,
              EventType.SWITCH_MASTER,
              EventType.RECONF_DONE,
              EventType.FAILOVER_END,
              EventType.FAILOVER_END_FOR_TIMEOUT,
              EventType.ABORT_NOT_ELECTED,
              EventType.ABORT_NO_GOOD_REPLICA,
              EventType.ABORT_REPLICA_TIMEOUT,
              EventType.ABORT_MASTER_TIMEOUT,
              EventType.CANDIDATE_BEHIND,
              EventType.DATA_LOST,
              EventType.REPLICAOF_REFUSED,
              EventType.MASTER_FENCED,
              EventType.RESET_MASTER,
              EventType.MONITOR_REMOVED));

  private final HistoryFile file;
  private final Coordination coordination;
  private final LinkedBlockingQueue<Seen> queue = new LinkedBlockingQueue<>(MOST_WAITING);
  private final List<Consumer<FailoverRecord>> listeners = new CopyOnWriteArrayList<>();
  private final Map<GroupName, Story> stories = new LinkedHashMap<>();
  private final List<FailoverRecord> told = new ArrayList<>();
  private final Map<GroupName, GroupView> lastViews = new LinkedHashMap<>();
  private final Thread thread = DaemonThreads.of("history", this::run);
  private volatile boolean closed;
  private volatile List<FailoverRecord> past;
  private volatile List<FailoverRecord> shown;
  private boolean isToWrite;
  private boolean failed;
  private long writeAgainAt;

  /**
   * Begins with what is in the file.
   *
   * @param coordination the coordinator's views and time
   */
  public HistoryKeeper(HistoryFile file, Coordination coordination) {
    this.file = file;
    this.coordination = coordination;
    past = file.read();
    shown = past;
    file.warnings().forEach(LOG::warn);
  }

  /** Begins to remember. */
  public void start() {
    thread.start();
  }

  @Override
  public void onEvent(Event event) {
    if (event.group().isPresent() && TOLD.contains(event.type())) {
      GroupName name = event.group().get();
      GroupView view = coordination.view().group(name.value());
      // Null: it has just been removed. If the queue is full, this is forgotten.
      boolean unused =
          queue.offer(new Seen(event, coordination.now(), System.currentTimeMillis(), view));
    }
  }

  @Override
  public List<FailoverRecord> all() {
    return shown;
  }

  /**
   * Tells of each failover that is new, goes on or ends.
   *
   * @param listener called by the history's own thread, which it must not hold up
   */
  public void onChange(Consumer<FailoverRecord> listener) {
    listeners.add(listener);
  }

  private void run() {
    while (!closed) {
      try {
        Seen seen = queue.poll(isToWrite ? WRITE_MS : LOOK_MS, TimeUnit.MILLISECONDS);
        try {
          if (seen != null) {
            Thread.sleep(LEFT_LYING_MS);
          }
        } finally {
          for (; seen != null; seen = queue.poll()) {
            goOn(seen);
          }
        }
        endForgotten(coordination.now());
        if (coordination.now() >= writeAgainAt) {
          write();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException bug) {
        LOG.error("remembering failovers failed", bug);
      }
    }
  }

  /** Goes on with the story of a group; on the thread of the history, or before it starts. */
  void take(Seen now) {
    goOn(now);
    tellAll();
  }

  private void goOn(Seen now) {
    GroupName name = now.event().group().orElseThrow();
    Seen seen =
        now.view() != null
            ? now
            : new Seen(now.event(), now.atMs(), now.wallMs(), lastViews.get(name));
    if (seen.view() == null) {
      return;
    }
    Story story = stories.get(name);
    if (story != null && story.isSwitched() && Story.isBegunBy(seen)) {
      story.over(Result.DONE, "another failover began before all replicas had followed");
      tell(name, story);
      story = null;
    }
    if (story == null && Story.isBegunBy(seen)) {
      story = new Story(name, coordination.view().process().self(), seen);
      stories.put(name, story);
      lastViews.put(name, seen.view());
    }
    if (story != null) {
      story.take(seen);
      tell(name, story);
    }
  }

  private void tell(GroupName name, Story story) {
    if (story.isOver()) {
      stories.remove(name);
      lastViews.remove(name);
    }
    if (!story.isWorthTelling()) {
      return;
    }
    FailoverRecord record = story.record();
    told.add(record);
    if (record.isOver()) {
      past = with(record, past);
      isToWrite = true;
    }
  }

  /** Shows what is new once for all that came together: hundreds of groups may fail at once. */
  private void tellAll() {
    if (!told.isEmpty()) {
      show();
      told.forEach(record -> listeners.forEach(listener -> listener.accept(record)));
      told.clear();
    }
  }

  private void show() {
    List<FailoverRecord> all =
        new ArrayList<>(
            stories.values().stream().filter(Story::isWorthTelling).map(Story::record).toList());
    all.addAll(past);
    all.sort(Comparator.comparingLong(FailoverRecord::startedAtMs).reversed());
    shown = List.copyOf(all);
  }

  /** With a new one in front, and not more than there may be. */
  static List<FailoverRecord> with(FailoverRecord latest, List<FailoverRecord> before) {
    List<FailoverRecord> kept = new ArrayList<>(before.size() + 1);
    int ofGroup = 0;
    for (FailoverRecord record : Stream.concat(Stream.of(latest), before.stream()).toList()) {
      boolean isOfGroup = record.group().equals(latest.group());
      ofGroup += isOfGroup ? 1 : 0;
      if (kept.size() < MOST && (!isOfGroup || ofGroup <= MOST_OF_A_GROUP)) {
        kept.add(record);
      }
    }
    return List.copyOf(kept);
  }

  /**
   * Whoever led may have died, or its attempt come to nothing, without a word. On the thread of the
   * history, or before it starts.
   */
  void endForgotten(long now) {
    for (GroupName name : List.copyOf(stories.keySet())) {
      Story story = stories.get(name);
      GroupView view = coordination.view().group(name.value());
      boolean isForgotten =
          view == null
              || (view.failoverState().equals("none")
                  && !view.master().flags().contains(Flag.S_DOWN)
                  && now - story.lastMs() > 2 * view.settings().failoverTimeoutMs());
      if (isForgotten) {
        story.over(
            story.isSwitched() ? Result.DONE : Result.FAILED,
            story.isSwitched() ? "" : "nothing came of it");
        tell(name, story);
      }
    }
    tellAll();
  }

  private void write() {
    if (!isToWrite) {
      return;
    }
    writeAgainAt = coordination.now() + WRITE_MS;
    try {
      file.write(past);
      isToWrite = false;
      failed = false;
    } catch (IOException e) {
      if (!failed) {
        LOG.warn("{}: past failovers will not outlive a restart", e.getMessage());
      }
      failed = true;
      writeAgainAt = coordination.now() + WRITE_AGAIN_MS;
    }
  }

  /** Remembers no more; what is new is written, and what runs is called interrupted. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    for (Seen seen = queue.poll(); seen != null; seen = queue.poll()) {
      goOn(seen);
    }
    for (Story story : List.copyOf(stories.values())) {
      story.over(Result.INTERRUPTED, "this coordinator was stopped");
      tell(story.record().group(), story);
    }
    tellAll();
    write();
  }
}
